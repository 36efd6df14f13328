package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.cli.RealmgateCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code peers} and {@code drain}: the command line asks the running agent.
 *
 * <pre>
 *  operator -- drain hss1.home.example --&gt; admin HTTP of [ agent ] -- DPR --&gt; hss1.home.example
 * </pre>
 */
class AdminCommandsTest extends Behaviour {
    @TempDir
    private Path directory = Path.of("");

    private String output = "";

    /** Runs a command in this process, with an agent.conf that names {@code port} for admin. */
    private int run(int port, String... args) {
        new TestConfig().agent("admin.port = " + port).peers(CLIENT).write(directory);
        String[] all = java.util.Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--config";
        all[args.length + 1] = directory.resolve("agent.conf").toString();
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            return RealmgateCommand.execute(all);
        } finally {
            System.setOut(out);
            System.setErr(err);
            output = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void peersAreListedAndDrained() {
        TestAgent agent = start(new TestConfig().peers(CLIENT, HSS1));
        RawPeer server = connect(HSS1, S6A);
        int port = agent.agent().adminPort();
        assertThat(run(port, "peers")).as(output).isZero();
        assertThat(output.lines().toList().get(0)).matches("PEER +STATE +ADMIN +DIRECTION +PENDING +LAST EVENT");
        assertThat(output)
                .containsPattern("(?m)^hss1\\.home\\.example +OPEN +ready +connects to us +0 +connected from .*$")
                .containsPattern("(?m)^client\\.visited\\.example +DOWN +ready +- +0 +never connected$");
        assertThat(run(port, "drain", HSS1)).as(output).isZero();
        assertThat(output).isEqualTo("hss1.home.example: drain, 0 requests pending\n");
        server.connection().nextDisconnect();
        server.connection().awaitClosed();
        agent.awaitDown(HSS1);
        assertThat(run(port, "peers")).isZero();
        assertThat(output).containsPattern("(?m)^hss1\\.home\\.example +DOWN +drain ");
        assertThat(run(port, "drain", "--undo", HSS1)).as(output).isZero();
        assertThat(output).isEqualTo("hss1.home.example: ready, 0 requests pending\n");
        connect(HSS1, S6A);
        assertThat(run(port, "peers")).isZero();
        assertThat(output).containsPattern("(?m)^hss1\\.home\\.example +OPEN +ready ");
        assertThat(run(port, "drain", "nobody.example")).isEqualTo(1);
        assertThat(output).isEqualTo("no peer \"nobody.example\" is known\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"peers", "drain hss1.home.example"})
    void anAgentThatDoesNotAnswerHasItsOwnStatus(String command) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(run(port, command.split(" "))).isEqualTo(4);
        assertThat(output).contains("does not answer at http://127.0.0.1:" + port, "agent.admin of agent.conf");
    }
}
