package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * The generator as a command, with nothing between its clients and its server.
 *
 * <pre>
 *   client-0, client-1 .visited.example ------> server-0.home.example
 * </pre>
 */
class LoadCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theLastLineIsForPrograms() throws IOException {
        String address = "127.0.0.1:" + freePort();
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(load(
                        "--relay=" + address,
                        "--listen=" + address,
                        "--pump",
                        "--clients=2",
                        "--servers=1",
                        "--warm-up=0.1",
                        "--duration=0.3",
                        "--pid=" + self,
                        "--label=direct"))
                .as(out.toString() + err)
                .isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0)).contains(" relays/s for ").endsWith("requests of 400 octets");
        JsonObject json = new JsonObject(lines.get(lines.size() - 1));
        assertThat(json.getString("label")).isEqualTo("direct");
        assertThat(json.getLong("sent")).isPositive().isEqualTo(json.getLong("answered"));
        assertThat(json.getLong("relay_rss_kib")).isPositive();
        assertThat(json.getDouble("rps")).isPositive();
        assertThat(json.getDouble("p50_us")).isPositive().isLessThanOrEqualTo(json.getDouble("max_us"));
        assertThat(json.getJsonObject("faults")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--clients=0, '--clients: must be from 1 to 16384'",
        "--size=70000, '--size: must be from 1 to 65536'",
        "--size=20, '--size: a request of client-0.visited.example has at least 1'",
        "--send=CCR, '--send: \"CCR\" is not one request; known: S6a/ULR'",
        "--realms=7, '--realms: --destination-realm has no place'",
        "--pump, '--pump: the servers have to --listen'",
        "--pid=4194304, '--pid: cannot read /proc/4194304'",
        "--relay=nobody, '\"nobody\" is not HOST:PORT'",
        "--tls-key=peer.key, '--tls-certificate is missing'"
    })
    void whatCannotBeIsSaid(String option, String message) {
        assertThat(load(option)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void nobodyThere() throws IOException {
        assertThat(load("--relay=127.0.0.1:" + freePort())).isEqualTo(ExitCodes.INVALID);
        assertThat(err.toString()).contains("0 of 4 clients and 0 of 2 servers are connected to the relay; ");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private int load(String... args) {
        CommandLine line = new CommandLine(new LoadCommand());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }
}
