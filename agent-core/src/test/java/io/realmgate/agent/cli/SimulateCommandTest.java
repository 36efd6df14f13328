package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.simulate.Behaviour;
import io.realmgate.agent.simulate.NodeListener;
import io.realmgate.agent.simulate.NodeSettings;
import io.realmgate.agent.simulate.SimulatorNode;
import io.realmgate.agent.simulate.SimulatorVertx;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.simulate.message.Result;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The client as a command, against a server.
 *
 * <pre>
 *   client2.visited.example ------> server1.home.example
 * </pre>
 */
class SimulateCommandTest {
    private final Vertx vertx = SimulatorVertx.create(1);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private SimulatorNode server;
    private int port;

    @BeforeEach
    void startServer() throws Exception {
        NodeSettings settings =
                NodeSettings.of("server1.home.example", "home.example", Side.SERVER, Exchanges.applications());
        server = await(SimulatorNode.start(vertx, settings, NodeListener.NOBODY));
        port = await(server.listen("127.0.0.1", 0));
    }

    @AfterEach
    void stopServer() throws Exception {
        await(server.stop());
        await(vertx.close());
    }

    @Test
    void withoutWishesEveryRequestIsSent() {
        assertThat(client()).isZero();
        long requests = Exchanges.all().stream()
                .filter(e -> e.initiator() == Side.CLIENT)
                .count();
        assertThat(out.toString().lines().filter(line -> line.contains(" from server1.home.example in ")))
                .hasSize((int) requests);
        assertThat(out.toString()).contains("Cx/UAR                 2001 DIAMETER_FIRST_REGISTRATION");
    }

    @Test
    void anErrorAnswerIsNamedAndMakesTheExitCode() {
        server.behave(Behaviour.GOOD.withResult(new Result(3004, 0)));
        assertThat(client("--send", "S6a/ULR")).isEqualTo(ExitCodes.INVALID);
        assertThat(out.toString()).contains("S6a/ULR                3004 DIAMETER_TOO_BUSY from server1.home.example");
    }

    @Test
    void verboseShowsTheMessages() {
        assertThat(client("--send", "AIR", "--verbose", "--subscriber", "7")).isZero();
        assertThat(out.toString())
                .contains("AIR Authentication-Information-Request")
                .contains("\"001010000000007\"");
    }

    @Test
    void trafficIsSummedUp() {
        assertThat(client("--send", "ULR,LIR", "--count", "200", "--rate", "5000"))
                .isZero();
        assertThat(out.toString())
                .contains("400 sent, 400 answered, 0 not, 0 twice, 0 late or unasked")
                .contains("S6a/ULR                {2001=200}");
    }

    @Test
    void anUnknownRequestNamesTheKnownOnes() {
        assertThat(client("--send", "XYZ")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("Unknown request \"XYZ\"; known: S6a/ULR, S6a/AIR");
    }

    @Test
    void withoutAPeerItGivesUp() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        port = closed;
        assertThat(client("--timeout", "300")).isEqualTo(ExitCodes.INVALID);
        assertThat(out.toString()).contains("not connected to 127.0.0.1:" + closed);
        assertThat(err.toString()).contains("no peer within 300 ms");
    }

    @Test
    void anAddressThatIsTakenIsNamed() {
        assertThat(run("server", "--listen", "127.0.0.1:" + port)).isEqualTo(ExitCodes.INVALID);
        assertThat(err.toString()).contains("cannot listen on 127.0.0.1:" + port);
    }

    private int client(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "client";
        all[1] = "--connect";
        all[2] = "127.0.0.1:" + port;
        System.arraycopy(args, 0, all, 3, args.length);
        return run(all);
    }

    private int run(String... args) {
        CommandLine line = new CommandLine(new SimulateCommand());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
