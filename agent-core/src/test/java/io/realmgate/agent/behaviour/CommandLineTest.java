package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.cli.RealmgateCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code check}, {@code version} and starts that must fail: exit status, and messages with a place and a hint.
 *
 * <pre>
 *  operator -- check --config agent.conf --&gt; exit 0, 1 or 3       (no port is opened)
 * </pre>
 */
class CommandLineTest {
    @TempDir
    private Path directory = Path.of("");

    private String output = "";

    private static TestConfig config() {
        return new TestConfig()
                .peers("client.visited.example", "hss1.home.example")
                .rules("{ name = r, match { destination-realm = home.example }, action = relay,"
                        + " to = hss1.home.example }");
    }

    /** Runs a command in this process. */
    private int run(String... args) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            return RealmgateCommand.execute(args);
        } finally {
            System.setOut(before);
            output = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private int check(TestConfig config) {
        config.write(directory);
        return run("check", "--config", directory.resolve("agent.conf").toString());
    }

    private void replace(String file, String old, String by) throws IOException {
        Path path = directory.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(old);
        Files.writeString(path, text.replace(old, by));
    }

    @Test
    void aSetWithoutFaultIsOk() {
        // Everything goes by a rule, or to nobody.
        assertThat(check(config().rules(
                                "{ name = r, match { destination-realm = home.example }, action = relay,"
                                        + " to = hss1.home.example }",
                                "{ name = rest, action = reject, result = 3003 }")))
                .as(output)
                .isZero();
        assertThat(output).matches("ok: 2 peers, 0 accept patterns, 0 groups, 2 rules\n");
    }

    @Test
    void warningsAloneHaveTheirOwnStatus() {
        assertThat(check(config().peersFile("groups { unused { members = [ hss1.home.example ] } }")))
                .isEqualTo(3);
        assertThat(output).contains("peers.conf:", "\"unused\"", "ok: 2 peers");
    }

    @Test
    void anErrorNamesItsPlaceAndWhatWasMeant() {
        assertThat(check(config().rules("{ name = \"our subscribers\", action = relay, to = hss2.home.example }")))
                .isEqualTo(1);
        assertThat(output)
                .contains(
                        directory.resolve("rules/50-test.conf") + ":2: rule \"our subscribers\"",
                        "\"hss2.home.example\"",
                        "did you mean \"hss1.home.example\"?",
                        "1 error\n");
    }

    @Test
    void anUnknownKeyOfTheAgentIsRefused() throws IOException {
        config().write(directory);
        replace("agent.conf", "timers.handshake", "timers.handshak");
        assertThat(run("check", "-c", directory.resolve("agent.conf").toString()))
                .isEqualTo(1);
        assertThat(output)
                .containsPattern(
                        "agent.conf:\\d+: unknown key \"agent.timers.handshak\" \\(?did you mean \"handshake\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timers.watchdog = soon | timers.watchdog",
                "timers.request = 0s | timers.request must be from 1ms",
                "limits.message-size = 17 MiB | limits.message-size must be from",
                "event-loops = none | event-loops",
                "proxy-info = yes | proxy-info \"yes\" is not known",
                "listen = [ { transport = carrier-pigeon, host = \"127.0.0.1\", port = 0 } ] | carrier-pigeon",
                "listen = [ { transport = tcp, host = \"127.0.0.1\", port = 70000 } ] | must be from 0 to 65535",
                "identity = \"no name\" | agent.identity \"no name\" is not a domain name",
                "admin = 8080 | admin\" must be a group",
            })
    void aValueThatCannotBeIsRefusedWithItsKey(String line, String message) {
        assertThat(check(config().agent(line))).as(output).isEqualTo(1);
        assertThat(output).contains(message.strip()).containsPattern("agent.conf:\\d+: ");
    }

    @Test
    void brokenHoconHasALineToo() throws IOException {
        config().write(directory);
        Files.writeString(directory.resolve("peers.conf"), "peers = [\n { identity = a.example, realm\n ]\n");
        assertThat(run("check", "-c", directory.resolve("agent.conf").toString()))
                .isEqualTo(1);
        assertThat(output).containsPattern("peers.conf:\\d+: ");
    }

    @Test
    void aFileThatIsNotThere() {
        assertThat(run("check", "-c", directory.resolve("other.conf").toString()))
                .isEqualTo(1);
        assertThat(output).contains("other.conf", "there is no such file", "--config");
    }

    @Test
    void checkBindsNoPort() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            config().write(directory);
            replace("agent.conf", "port = 0 }", "port = " + busy.getLocalPort() + " }");
            assertThat(run("check", "-c", directory.resolve("agent.conf").toString()))
                    .as(output)
                    .isNotEqualTo(1);
        }
    }

    @Test
    void version() {
        assertThat(run("version")).isZero();
        assertThat(output).startsWith("Realmgate ").contains(", Java " + System.getProperty("java.version"));
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "check --nonsense", "run --config"})
    void whatIsNotUnderstoodIsAUsageError(String line) {
        PrintStream before = System.err;
        System.setErr(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try {
            assertThat(run(Pattern.compile(" ").split(line))).isEqualTo(2);
        } finally {
            System.setErr(before);
        }
    }

    // Starts that fail --------------------------------------------------------------------------------------------

    @Test
    void aBusyPortNamesTheKeyToChange() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            config().write(directory);
            replace("agent.conf", "port = 0 }", "port = " + busy.getLocalPort() + " }");
            try (Command command = Command.start(
                    "run", "--config", directory.resolve("agent.conf").toString())) {
                assertThat(command.exit()).isEqualTo(1);
                assertThat(command.output())
                        .contains("cannot listen on 127.0.0.1:" + busy.getLocalPort())
                        .containsPattern("change agent\\.listen \\(.*agent\\.conf:\\d+\\)");
            }
        }
    }

    @Test
    void aBusyAdminPortNamesItsKey() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            config().agent("admin.port = " + busy.getLocalPort()).write(directory);
            try (Command command = Command.start(
                    "run", "--config", directory.resolve("agent.conf").toString())) {
                assertThat(command.exit()).isEqualTo(1);
                assertThat(command.output())
                        .contains("cannot listen on 127.0.0.1:" + busy.getLocalPort(), "change agent.admin.port");
            }
        }
    }

    @Test
    void runRefusesWhatCheckRefuses() {
        config().rules("{ name = r, action = relay, to = nobody.example }").write(directory);
        try (Command command =
                Command.start("run", "--config", directory.resolve("agent.conf").toString())) {
            assertThat(command.exit()).isEqualTo(1);
            assertThat(command.output()).contains("nobody.example", "not started");
        }
    }
}
