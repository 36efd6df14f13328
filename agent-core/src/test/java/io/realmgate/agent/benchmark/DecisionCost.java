package io.realmgate.agent.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link RoutingBenchmark#decide} in processor time of its thread, for machines that are shared: prints nanoseconds and bytes
 * allocated for each decision, the least and the median of some rounds. Arguments: numbers of rules.
 */
final class DecisionCost {
    private static final int ROUNDS = 15;
    private static final long ROUND_NANOS = 300_000_000;
    private static final int BATCH = 50;

    private DecisionCost() {}

    public static void main(String[] args) {
        for (ManyRules.Shape shape : ManyRules.Shape.values()) {
            for (boolean hit : new boolean[] {true, false}) {
                for (String rules : args) {
                    RoutingBenchmark benchmark = new RoutingBenchmark();
                    benchmark.rules = Integer.parseInt(rules);
                    benchmark.shape = shape;
                    benchmark.hit = hit;
                    benchmark.setUp();
                    measure(benchmark);
                }
            }
        }
    }

    private static void measure(RoutingBenchmark benchmark) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Double> nanos = new ArrayList<>();
        double bytes = 0;
        int kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long start = threads.getCurrentThreadCpuTime();
            long used = 0;
            long decisions = 0;
            while (used < ROUND_NANOS) {
                for (int i = 0; i < BATCH; i++) {
                    kept += System.identityHashCode(benchmark.decide()) & 1;
                }
                decisions += BATCH;
                used = threads.getCurrentThreadCpuTime() - start;
            }
            nanos.add((double) used / decisions);
            bytes = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / decisions;
        }
        List<Double> sorted = nanos.stream().sorted().toList();
        System.out.printf(
                "%-6s %-5s %,7d rules: least %,.0f ns, median %,.0f ns, %.2f B (%d)%n",
                benchmark.shape, benchmark.hit ? "hit" : "none", benchmark.rules, sorted.get(0), sorted.get(ROUNDS / 2),
                bytes, kept & 1);
    }
}
