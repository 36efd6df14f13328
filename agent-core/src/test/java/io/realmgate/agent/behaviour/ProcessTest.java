package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code run} as a process of its own, and the signals that it gets.
 *
 * <pre>
 *                               SIGHUP, SIGTERM
 *                                      |
 *  client.visited.example -- [ agent, a child process ] --+-- hss1.home.example
 *                                                         \-- hss2.home.example
 * </pre>
 */
@Timeout(120)
class ProcessTest {
    private static final String CLIENT = "client.visited.example";
    private static final String HSS1 = "hss1.home.example";
    private static final String HSS2 = "hss2.home.example";

    @TempDir
    private Path directory = Path.of("");

    private final TestConfig config = new TestConfig()
            .agent("timers.drain = 60s")
            .peers(CLIENT, HSS1, HSS2)
            .rules(to(HSS1));

    private static String to(String server) {
        return "{ name = r, match { destination-realm = home.example }, action = relay, to = " + server + " }";
    }

    /** A running agent and its peers. */
    private record Running(Command command, RawPeer client, RawPeer first, RawPeer second) implements AutoCloseable {
        static Running start(Path directory) {
            Command command = Command.start(
                    "run", "--config", directory.resolve("agent.conf").toString());
            int port = Integer.parseInt(command.awaitLine("listening on tcp://127\\.0\\.0\\.1:(\\d+)")
                    .group(1));
            command.awaitLine(TestAgent.IDENTITY + " is ready; admin on port \\d+");
            return new Running(command, connect(port, CLIENT), connect(port, HSS1), connect(port, HSS2));
        }

        private static RawPeer connect(int port, String identity) {
            return RawPeer.connect(RawConnection.to(port), identity, RawMessages.S6A);
        }

        /** Asks, and says who answered. */
        String answeredBy() {
            first.echo();
            second.echo();
            client.send(Ask.realm("home.example"));
            return client.next().avp(264).text();
        }

        @Override
        public void close() {
            command.close();
            client.close();
            first.close();
            second.close();
        }
    }

    @Test
    void hangupReloadsAndAMistakeChangesNothing() {
        config.write(directory);
        try (Running running = Running.start(directory)) {
            assertThat(running.answeredBy()).isEqualTo(HSS1);
            config.rules(to(HSS2)).write(directory);
            running.command.signal("HUP");
            running.command.awaitLine("generation 2 by SIGHUP is in force: 1 rules, 3 peers");
            assertThat(running.answeredBy()).isEqualTo(HSS2);
            config.rules(to("hss3.home.example")).write(directory);
            running.command.signal("HUP");
            running.command.awaitLine("change by SIGHUP refused, generation 2 stays in force");
            running.command.awaitLine("50-test\\.conf:2: rule \"r\".*hss3\\.home\\.example");
            assertThat(running.answeredBy()).isEqualTo(HSS2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void theEndIsInOrder(String signal) {
        config.write(directory);
        try (Running running = Running.start(directory)) {
            running.client.send(Ask.realm("home.example"));
            RawMessage pending = running.first.next();
            running.command.signal(signal);
            running.command.awaitLine("draining for at most 60 s");
            // Until it is in force on the loop the other server still answers.
            running.second.echo();
            Patience.await().until(() -> {
                running.client.send(Ask.realm("home.example").host(HSS2));
                return running.client.next().resultCode() == 3002;
            });
            running.first.send(RawMessages.success(pending, HSS1));
            assertThat(running.client.next().resultCode()).isEqualTo(2001);
            for (RawPeer peer : new RawPeer[] {running.client, running.first, running.second}) {
                assertThat(peer.connection().nextDisconnect().avp(273).number()).isZero();
                peer.connection().awaitClosed();
            }
            running.command.awaitLine("stopped");
            assertThat(running.command.exit()).isZero();
        }
    }
}
