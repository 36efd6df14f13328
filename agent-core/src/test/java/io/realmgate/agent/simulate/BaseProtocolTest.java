package io.realmgate.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.realmgate.agent.simulate.Nodes.Notes;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How connections begin, last and end.
 *
 * <pre>
 *   client1.visited.example ------> server1.home.example
 * </pre>
 */
class BaseProtocolTest {
    private final Nodes nodes = new Nodes();

    @AfterEach
    void close() throws Exception {
        nodes.close();
    }

    @Test
    void aServerMayConnectToItsClientToo() throws Exception {
        SimulatorNode client = nodes.start(Nodes.client());
        SimulatorNode server = nodes.start(Nodes.server());
        nodes.join(server, client);
        assertThat(client.openPeers()).containsExactly("server1.home.example");
        assertThat(Nodes.await(client.send(Nodes.request("ULR")))
                        .answer()
                        .result()
                        .code())
                .isEqualTo(2001);
    }

    @Test
    void withoutACommonApplicationThereIsNoConnection() throws Exception {
        Notes notes = new Notes();
        SimulatorNode client = nodes.start(only("S6a", Nodes.client()), notes);
        SimulatorNode server = nodes.start(only("Cx", Nodes.server()));
        int port = Nodes.await(server.listen("127.0.0.1", 0));
        client.connect("127.0.0.1", port);
        await().untilAsserted(
                        () -> assertThat(notes.failures).contains("server1.home.example refused the CER with 5010"));
        assertThat(client.openPeers()).isEmpty();
    }

    @Test
    void theOneWhoLeavesSaysSo() throws Exception {
        Notes notes = new Notes();
        SimulatorNode client = nodes.start(Nodes.client());
        SimulatorNode server = nodes.start(Nodes.server(), notes);
        nodes.join(client, server);
        Nodes.await(client.stop());
        await().untilAsserted(() -> assertThat(notes.failures).containsExactly("the peer disconnected"));
    }

    @Test
    void aLostConnectionIsMadeAgain() throws Exception {
        Notes notes = new Notes();
        SimulatorNode client = nodes.start(Nodes.client(), notes);
        SimulatorNode first = nodes.start(Nodes.server());
        int port = Nodes.await(first.listen("127.0.0.1", 0));
        client.connect("127.0.0.1", port);
        Nodes.await(client.firstOpen());
        Nodes.await(first.stop());
        SimulatorNode second = nodes.start(Nodes.server());
        Nodes.await(second.listen("127.0.0.1", port));
        // It may have met the first one once more on its way out.
        await().untilAsserted(() -> {
            assertThat(second.openPeers()).hasSize(1);
            assertThat(client.openPeers()).hasSize(1);
            assertThat(notes.opened).hasSizeGreaterThanOrEqualTo(2);
        });
        assertThat(Nodes.await(client.send(Nodes.request("AIR")))
                        .answer()
                        .result()
                        .code())
                .isEqualTo(2001);
    }

    @Test
    void anIdleConnectionIsKeptByTheWatchdog() throws Exception {
        Notes notes = new Notes();
        NodeSettings watchful = Nodes.timed(Nodes.client(), Duration.ofSeconds(1), Duration.ofSeconds(5));
        SimulatorNode client = nodes.start(watchful, notes);
        SimulatorNode server = nodes.start(Nodes.server());
        nodes.join(client, server);
        // Unanswered, the DWR after one second would end the connection after two.
        await().during(Duration.ofMillis(2500)).atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(client.openPeers()).hasSize(1);
            assertThat(notes.failures).isEmpty();
        });
    }

    @Test
    void aDeadPeerIsNoticedByTheWatchdog() throws Exception {
        Notes notes = new Notes();
        NodeSettings watchful = Nodes.timed(Nodes.client(), Duration.ofMillis(100), Duration.ofSeconds(5));
        SimulatorNode client = nodes.start(watchful, notes);
        try (DeafPeer peer = new DeafPeer()) {
            client.connect("127.0.0.1", peer.port());
            Nodes.await(client.firstOpen());
            await().untilAsserted(() -> assertThat(notes.failures).contains("the peer does not answer DWR"));
            assertThat(peer.heard()).startsWith(257, 280);
        }
    }

    private static NodeSettings only(String application, NodeSettings s) {
        return new NodeSettings(
                s.identity(),
                s.realm(),
                s.side(),
                Set.of(Exchanges.named(application, Side.CLIENT).get(0).application()),
                s.timers(),
                s.origins());
    }

    @Test
    void anAnswerThatComesTwiceIsCounted() throws Exception {
        try (DeafPeer twice = new DeafPeer(2)) {
            SimulatorNode client = nodes.start(Nodes.client());
            client.connect("127.0.0.1", twice.port());
            Nodes.await(client.firstOpen());
            Nodes.await(client.send(Nodes.request("ULR")));
            // The second answer to the first is before the first answer to the second.
            Nodes.await(client.send(Nodes.request("ULR")));
            assertThat(client.counts().answersReceived()).isEqualTo(2);
            assertThat(client.counts().answeredTwice()).isPositive();
            assertThat(client.counts().answersWithoutRequest())
                    .isEqualTo(client.counts().answeredTwice());
        }
    }
}
