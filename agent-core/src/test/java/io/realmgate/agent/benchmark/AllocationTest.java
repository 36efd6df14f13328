package io.realmgate.agent.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The benchmarks of the message path run, and allocate for each call what {@code allocation.tsv} says and no more. Times are taken in passing and
 * judged by nobody. What was measured is written to {@code target/allocation.tsv}, in the same form.
 */
class AllocationTest {
    /** Calls in one iteration: a number and not a time, so that a busy machine does not change what each one costs. */
    private static final int BATCH = 50_000;

    /**
     * What JMH itself and timers allocate in an iteration, for each call. The smallest object has 16 octets, so one in every 32
     * calls is seen.
     */
    private static final double NOISE = 0.5;

    private static final Path MEASURED = Path.of("target", "allocation.tsv");

    @Test
    void nothingIsAllocatedThatWasNotBefore() throws RunnerException, IOException {
        // Another build on this machine may measure at the same time: octets do not mind, only times would.
        System.setProperty("jmh.ignoreLock", "true");
        Map<String, Double> allowed = allowed();
        Map<String, Double> measured = new TreeMap<>();
        for (RunResult result : new Runner(options(allowed).build()).run()) {
            measured.put(name(result), least(result));
        }
        StringBuilder text = new StringBuilder();
        measured.forEach((name, octets) -> text.append(String.format(Locale.ROOT, "%s\t%.1f%n", name, octets)));
        Files.writeString(MEASURED, text.toString());
        assertThat(measured.keySet()).as("every line is a benchmark").isEqualTo(allowed.keySet());
        measured.forEach((name, octets) -> assertThat(octets)
                .as("octets that %s allocates in each call", name)
                .isLessThanOrEqualTo(Objects.requireNonNull(allowed.get(name)) + NOISE));
    }

    private static ChainedOptionsBuilder options(Map<String, Double> allowed) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .addProfiler(OwnAllocation.class)
                .forks(1)
                .jvmArgs(jvmArgs())
                .mode(Mode.SingleShotTime)
                .warmupIterations(5)
                .warmupBatchSize(BATCH)
                .measurementIterations(3)
                .measurementBatchSize(BATCH)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                // One value of each parameter: what is allocated does not depend on how much there is.
                .param("rules", "1000")
                .param("shape", "SPREAD")
                .param("hit", "true")
                .param("rule", "two rewrites")
                .param("rows", "10000")
                .param("kind", "even")
                .param("members", "8")
                .param("select", "weighted")
                .param("before", "");
        allowed.keySet().forEach(name -> options.include("\\." + name.replace(".", "\\.") + "$"));
        return options;
    }

    /**
     * Compiles while the caller waits, so that a busy machine does not make an iteration of what is not compiled yet, where objects are
     * allocated that compiled code does without. Tests look for leaks of buffers, which allocates: here nobody does.
     */
    private static String[] jvmArgs() {
        List<String> args = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        args.removeIf(arg -> arg.startsWith("-Dio.netty.leakDetection"));
        args.add("-Dio.netty.leakDetection.level=disabled");
        args.add("-Xbatch");
        args.addAll(LoopThreads.jvmArgs());
        return args.toArray(String[]::new);
    }

    /** The least of all iterations: in one of them a table may grow, or code be compiled once more. */
    private static double least(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> Objects.requireNonNull(
                                iteration.getSecondaryResults().get(OwnAllocation.OCTETS))
                        .getScore())
                .map(octets -> octets / BATCH)
                .min()
                .orElseThrow();
    }

    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }

    private static Map<String, Double> allowed() throws IOException {
        Map<String, Double> allowed = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(AllocationTest.class.getResourceAsStream("allocation.tsv"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(fields -> allowed.put(fields[0], Double.valueOf(fields[1])));
        }
        return allowed;
    }
}
