package io.realmgate.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/bench writes into docs/performance.md, from figures that are given; each program is run as the scripts run it. */
class BenchTablesTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void relaysAreComparedByMediansWithSmallestAndLargest() throws Exception {
        String tables = run(
                "Summary.java",
                List.of(
                        run("agent|w64", 1_000_000, 0, ""),
                        run("freediameter|w64", 50_000, 0, ""),
                        run("agent|w64", 3_000_000, 2, "\"HEADER\":3"),
                        run("freediameter|w64", 60_000, 0, ""),
                        run("agent|w64", 1_500_000, 1, "\"HEADER\":1,\"SESSION_ID\":1"),
                        run("freediameter|w64", 40_000, 0, ""),
                        run("agent|r10000", 90_000, 0, "")));
        assertThat(tables)
                .contains("### 4 x 2, window 64, 400 octets")
                .contains("| this agent | 1,500,000 (1,000,000 to 3,000,000) | 30.0 |")
                .contains("| freeDiameter | 50,000 (40,000 to 60,000) | 1.00 |")
                .contains(" 3.0, 5 |")
                // Alone there is nobody to compare with.
                .contains("### 10,000 a second")
                .contains("| this agent | 90,000 | - |");
        assertThat(tables.indexOf("window 64")).isLessThan(tables.indexOf("10,000 a second"));
        assertThat(plot("relays-per-cpu-second")).contains("w64 1500000.000000 1000000.000000 3000000.000000 50000.0");
        assertThat(plot("p99")).contains("r10000 20.000000 20.000000 20.000000 NaN NaN NaN");
    }

    @Test
    void rulesAreComparedWithTenOfThem() throws Exception {
        String tables = run(
                "Summary.java",
                List.of(run("rules-10|w64", 2_000_000, 0, ""), run("rules-proxy|w64", 1_500_000, 0, "")));
        assertThat(tables)
                .contains("| to 10 rules |")
                .contains("| 10 rules, one of which rewrites two AVPs by others as long | 1,500,000 | 0.75 |");
    }

    @Test
    void whatGrowsIsComparedWithItsFirstValue() throws Exception {
        String tables = run(
                "Scale.java",
                List.of(
                        "rules\t10\t2000000.0\t1000.0\t50.0\t102400",
                        "rules\t100000\t1000000.0\t900.5\t70.0\t204800",
                        "agents\t1 agent, 2 event loops\t500000.0\t900.5\t70.0\t204800",
                        "rules\t10\t1000000.0\t3000.0\t150.0\t102400",
                        "rules\t100000\t1000000.0\t900.5\t70.0\t204800"));
        assertThat(tables)
                .contains("### Rules\n")
                .contains("| 10 | 0.75 (0.50 to 1.00) | 1.00 | 2,000 (1,000 to 3,000) | 100 (50 to 150) | 100 |")
                .contains("| 100,000 | 1.00 (1.00 to 1.00) | 1.33 |")
                .contains("| 1 agent, 2 event loops | 2.00 | 1.00 |");
        // What has no number is no curve.
        assertThat(plot("scale"))
                .contains("$rules << END\n10 0.750000 0.500000 1.000000\n100000 1.000000")
                .doesNotContain("$agents");
    }

    private String run(String program, List<String> results) throws IOException, InterruptedException {
        Path input = Files.write(directory.resolve("results"), results, UTF_8);
        Path tables = directory.resolve("tables.md");
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DocumentedPage.ROOT
                                .resolve("scripts/bench")
                                .resolve(program)
                                .toString(),
                        input.toString(),
                        tables.toString(),
                        directory.resolve("plots").toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(tables);
    }

    private String plot(String name) throws IOException {
        return Files.readString(directory.resolve("plots").resolve(name + ".gnuplot"));
    }

    /** A line as the generator prints it. */
    private static String run(String label, int relays, int lost, String faults) {
        return "{\"label\":\"" + label + "\",\"rps\":1000.0,\"p50_us\":10.0,\"p99_us\":20.0,\"p999_us\":30.0,\"lost\":"
                + lost
                + ",\"faults\":{" + faults + "},\"relays_per_cpu_s\":" + relays
                + ",\"relay_rss_kib\":2048,\"generator_busy\":0.5}";
    }
}
