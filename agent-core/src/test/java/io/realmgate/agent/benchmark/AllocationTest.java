package io.realmgate.agent.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The benchmarks of the message path run, and allocate for each operation what {@code allocation.tsv} says and no more. Times are taken in passing and
 * judged by nobody. What was measured is written to {@code target/allocation.tsv}, in the same form.
 */
class AllocationTest {
    /** Calls in one iteration: a number and not a time, so that a busy machine does not change what each one costs. */
    private static final int BATCH = 50_000;

    /** Octets that other threads of the JVM may allocate for each operation. */
    private static final double NOISE = 4;

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
                .as("octets that %s allocates for each operation", name)
                .isLessThanOrEqualTo(Objects.requireNonNull(allowed.get(name)) + NOISE));
    }

    private static ChainedOptionsBuilder options(Map<String, Double> allowed) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .addProfiler(GCProfiler.class)
                .forks(1)
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

    /** The least of all iterations: in the first ones a method may not be compiled yet. */
    private static double least(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> Objects.requireNonNull(
                                iteration.getSecondaryResults().get("gc.alloc.rate.norm"))
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
