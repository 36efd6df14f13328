package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.cli.RealmgateCommand;
import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.simulate.NodeListener;
import io.realmgate.agent.simulate.NodeSettings;
import io.realmgate.agent.simulate.SimulatorNode;
import io.realmgate.agent.simulate.SimulatorVertx;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The simulator at both ends.
 *
 * <pre>
 *  simulate client ==SCTP==> [ agent ] ==SCTP==> simulated server
 * </pre>
 */
@EnabledIf(SctpBehaviour.POSSIBLE)
class SctpSimulationTest extends SctpBehaviour {
    private final Vertx vertx = SimulatorVertx.create(1);

    @AfterEach
    void closeSimulator() {
        TestAgent.get(vertx.close());
    }

    @Test
    void trafficPassesOverTwoAssociations() {
        NodeSettings settings =
                NodeSettings.of("server1.home.example", "home.example", Side.SERVER, Exchanges.applications());
        SimulatorNode server = TestAgent.get(SimulatorNode.start(vertx, settings, NodeListener.NOBODY));
        int port = TestAgent.get(
                server.listen(new ListenAddress(TransportKind.SCTP, List.of("127.0.0.1", "127.0.0.2"), 0, "")));
        TestAgent agent = start(new TestConfig()
                .peers("client1.visited.example")
                .peerWithRealm(
                        "server1.home.example", "home.example", ", connect = \"sctp://127.0.0.2:" + port + "\""));
        agent.awaitOpen("server1.home.example");

        String told = simulate(
                "--identity",
                "client1.visited.example",
                "--connect",
                "sctp://127.0.0.1:" + agent.port(),
                "--send",
                "ULR,AIR",
                "--count",
                "200",
                "--rate",
                "400");
        assertThat(told)
                .contains("connected to " + TestAgent.IDENTITY)
                .contains("400 sent, 400 answered, 0 not")
                .contains("by server {server1.home.example=400}");
        assertThat(server.counts().requestsReceived()).isEqualTo(400);
        TestAgent.get(server.stop());
        agent.awaitDown("server1.home.example");
    }

    /** Runs {@code simulate client} in this process and gives its output. */
    private static String simulate(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "simulate";
        args[1] = "client";
        System.arraycopy(options, 0, args, 2, options.length);
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(RealmgateCommand.execute(args)).isZero();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
