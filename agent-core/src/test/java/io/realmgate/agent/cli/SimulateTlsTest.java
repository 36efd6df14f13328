package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.simulate.NodeListener;
import io.realmgate.agent.simulate.NodeSettings;
import io.realmgate.agent.simulate.SimulatorNode;
import io.realmgate.agent.simulate.SimulatorVertx;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.testkit.TestAuthority;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code simulate client} over TLS to a simulated server. */
class SimulateTlsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("simulated");

    @TempDir
    Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void trafficOverTls() throws Exception {
        Vertx vertx = SimulatorVertx.create(1);
        NodeSettings settings =
                NodeSettings.of("server1.home.example", "home.example", Side.SERVER, Exchanges.applications());
        SimulatorNode server = await(SimulatorNode.start(
                vertx,
                settings,
                AUTHORITY.profile(directory, AUTHORITY.issue("server1.home.example")),
                NodeListener.NOBODY));
        try {
            int port = await(server.listen("127.0.0.1", 0));
            int exit = run(
                    "client",
                    "--connect",
                    "127.0.0.1:" + port,
                    "--send",
                    "ULR",
                    "--count",
                    "200",
                    "--rate",
                    "5000",
                    "--tls-certificate",
                    directory.resolve("own.pem").toString(),
                    "--tls-key",
                    directory.resolve("own.key").toString(),
                    "--tls-trust",
                    directory.resolve("trust.pem").toString());
            assertThat(out.toString()).contains("200 sent, 200 answered, 0 not");
            assertThat(exit).isZero();
        } finally {
            await(server.stop());
            await(vertx.close());
        }
    }

    @Test
    void theOptionsBelongTogether() {
        assertThat(run("client", "--connect", "127.0.0.1:1", "--tls-key", "own.key"))
                .isEqualTo(ExitCodes.INVALID);
        assertThat(err.toString()).contains("--tls-certificate is missing");
    }

    @Test
    void aFileThatIsWrongIsNamed() {
        String none = directory.resolve("none").toString();
        assertThat(run("client", "--tls-certificate", none, "--tls-key", none, "--tls-trust", none))
                .isEqualTo(ExitCodes.INVALID);
        assertThat(err.toString()).contains("--tls-certificate: " + none + " does not exist");
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
