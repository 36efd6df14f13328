package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One change of the set after the other, right and wrong ones mixed, while as many requests pass as the agent carries:
 * none is lost, served twice or misrouted, and each is explained by a set that was in force while it was under way.
 *
 * <pre>
 *  a.visited.example --+                                      +-- hss0.home.example
 *        …             +-- [ agent, a process of its own ] ---+        …
 *  d.visited.example --+               ^                      +-- hss5.home.example
 *                       reload, PUT, restore: each set sends all to one server
 * </pre>
 *
 * The system properties are for {@code scripts/reload/run}.
 */
@Timeout(600)
class ReloadUnderLoadTest {
    private static final int CLIENTS = 4;
    private static final int CHANGES = Integer.getInteger("realmgate.reload.changes", 16);
    /** Seconds of load without changes, to compare with. */
    private static final int CALM = Integer.getInteger("realmgate.reload.calm", 1);
    /** Requests a second of a second round; 0 for none. */
    private static final int RATE = Integer.getInteger("realmgate.reload.rate", 0);

    private static final int LOOPS = Integer.getInteger("realmgate.reload.event-loops", 1);
    /** Instead of the agent on the class path of the tests. */
    private static final String AGENT = System.getProperty("realmgate.reload.agent", "");

    private static final String REPORT = System.getProperty("realmgate.reload.report", "");
    private static final double[] SHARES = {50, 90, 99, 99.9, 99.99, 100};

    @TempDir
    private Path directory = Path.of("");

    private final List<String> report = new ArrayList<>();

    @Test
    void everyRequestIsDecidedByOneSet() throws Exception {
        GenerationChanges changes = new GenerationChanges(directory, CLIENTS);
        new TestConfig()
                .agent("timers { watchdog = 60s, request = 30s, drain = 30s }\nevent-loops = " + LOOPS)
                .write(directory);
        changes.writeFirst();
        try (Command agent = agent()) {
            int port = number(agent, "listening on tcp://127\\.0\\.0\\.1:(\\d+)");
            changes.begin(number(agent, " is ready; admin on port (\\d+)"));
            try (GenerationServers servers = new GenerationServers(port, GenerationChanges.SERVERS, CLIENTS);
                    GenerationClients clients = new GenerationClients(port, CLIENTS)) {
                Thread serving = new Thread(servers, "servers");
                serving.start();
                try {
                    round(clients, changes, 0);
                    if (RATE > 0) {
                        round(clients, changes, RATE);
                    }
                } finally {
                    servers.stop();
                    serving.join();
                }
                servers.assertNoFailure();
                judge(clients.account(changes.timeline()), servers, changes);
            } finally {
                say();
            }
        }
    }

    private Command agent() {
        String config = directory.resolve("agent.conf").toString();
        return AGENT.isEmpty()
                ? Command.start("run", "--config", config)
                : Command.of(List.of(AGENT, "run", "--config", config));
    }

    private static int number(Command agent, String line) {
        return Integer.parseInt(agent.awaitLine(line).group(1));
    }

    /** Load without changes, then with. */
    private void round(GenerationClients clients, GenerationChanges changes, int rate) throws Exception {
        clients.run(rate, after(Math.min(3, CALM)));
        GenerationClients.Phase calm = clients.run(rate, after(CALM));
        CompletableFuture<Void> changing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < CHANGES; i++) {
                changes.change();
            }
        });
        GenerationClients.Phase busy = clients.run(rate, changing::isDone);
        changing.join();
        report.add(
                rate == 0
                        ? "as many requests as are answered, 64 of each of " + CLIENTS + " clients under way"
                        : rate + " requests a second, waiting times from when each was due");
        line("without changes", calm);
        line(String.format(Locale.ROOT, "%d changes in %.1f s", CHANGES, busy.seconds()), busy);
    }

    private static BooleanSupplier after(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        return () -> System.nanoTime() - end > 0;
    }

    private void line(String name, GenerationClients.Phase phase) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-24s %9.0f/s ", name, phase.rate()));
        for (double share : SHARES) {
            String label = share == 100 ? "max" : "p" + (share == Math.rint(share) ? (int) share + "" : share + "");
            line.append(String.format(
                    Locale.ROOT, " %s %.2f ms", label, phase.latency().getValueAtPercentile(share) / 1e6));
        }
        report.add(line.toString());
    }

    private void judge(GenerationClients.Account account, GenerationServers servers, GenerationChanges changes) {
        Histogram took = changes.took();
        report.add(String.format(
                Locale.ROOT,
                "%d changes: %d in force (median %.1f ms, longest %.1f ms), %d refused, %d servers sent away",
                changes.made(),
                changes.made() - changes.mistakes(),
                took.getValueAtPercentile(50) / 1e6,
                took.getMaxValue() / 1e6,
                changes.mistakes(),
                servers.departures()));
        report.add(String.format(
                Locale.ROOT,
                "%d requests: %d lost, %d served twice, %d answers too many, %d refused, %d misrouted; "
                        + "%d explained by one set, %d by one of those that were in force while they were under way",
                account.sent(),
                account.lost(),
                servers.twice(),
                account.unasked(),
                account.refused(),
                account.misrouted(),
                account.byOne(),
                account.byOneOfSeveral()));
        account.wrong().forEach(report::add);
        assertThat(account.wrong()).isEmpty();
        assertThat(account.lost()).as("lost").isZero();
        assertThat(account.unasked()).as("answers too many").isZero();
        assertThat(account.refused()).as("refused").isZero();
        assertThat(account.misrouted()).as("misrouted").isZero();
        assertThat(servers.twice()).as("served twice").isZero();
        assertThat(servers.served()).as("served").isEqualTo(account.sent());
        assertThat(account.byOne() + account.byOneOfSeveral()).isEqualTo(account.sent());
        assertThat(account.byOneOfSeveral()).as("under way during a change").isPositive();
        assertThat(servers.departures()).isPositive();
        String metrics = changes.http("GET", "/metrics", null).body();
        assertThat(metrics)
                .contains("\nrealmgate_rules_generation " + changes.generation() + ".0\n")
                .contains("\nrealmgate_reload_failures_total " + changes.refusedReloads() + ".0\n")
                .doesNotContainPattern("(?m)^realmgate_(error_answers|failovers|unanswered)_total\\{.*} [1-9]")
                .doesNotContainPattern("(?m)^realmgate_pending_requests\\{.*} [1-9]");
    }

    private void say() throws IOException {
        report.forEach(System.out::println);
        if (!REPORT.isEmpty()) {
            Files.writeString(Path.of(REPORT), String.join("\n", report) + "\n");
        }
    }
}
