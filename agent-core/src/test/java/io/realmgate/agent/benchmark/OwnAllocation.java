package io.realmgate.agent.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Octets that the threads of {@link LoopThreads} allocated during an iteration, JMH's own few thousand among them. JMH's {@code gc}
 * profiler counts every thread of the JVM, and one that it has not seen before with all that it ever allocated.
 */
public final class OwnAllocation implements InternalProfiler {
    static final String OCTETS = "octets";

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long before;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = allocated();
    }

    @Override
    public List<Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        if (LoopThreads.threads().isEmpty()) {
            throw new IllegalStateException("no benchmark ran on a thread of " + LoopThreads.class);
        }
        return List.of(new ScalarResult(OCTETS, allocated() - before, "octets", AggregationPolicy.SUM));
    }

    /** None of the threads exists before the first iteration. */
    private long allocated() {
        long sum = 0;
        for (Thread thread : LoopThreads.threads()) {
            long octets = threads.getThreadAllocatedBytes(thread.getId());
            if (octets < 0) {
                throw new IllegalStateException(thread + " has ended, or allocation is not counted");
            }
            sum += octets;
        }
        return sum;
    }

    @Override
    public String getDescription() {
        return "octets that the benchmark's own threads allocate";
    }
}
