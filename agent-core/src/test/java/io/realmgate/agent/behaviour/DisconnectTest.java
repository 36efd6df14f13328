package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections end in order (RFC 6733 5.4).
 *
 * <pre>
 *  client.visited.example -- [ agent ] &lt;-- DPR -- hss1.home.example
 *                                      -- DPA --&gt;
 *                                      ---------- hss2.home.example (the witness)
 * </pre>
 */
class DisconnectTest extends Behaviour {
    @Test
    @Conforms("6733:5.4/dpr")
    void whatIsPendingFinishesAndNothingNewIsSent() {
        TestAgent agent = start(new TestConfig().peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage pending = server.next();
        // One from the server too, whose answer is still to come.
        server.send(Ask.realm("visited.example").host(CLIENT).from(HSS1));
        RawMessage asked = client.next();

        server.send(RawMessages.dpr(HSS1, 0));
        RawMessage dpa = server.next();
        assertThat(dpa.command()).isEqualTo(282);
        assertThat(dpa.flags()).isZero();
        assertThat(dpa.resultCode()).isEqualTo(2001);
        assertThat(dpa.hopByHop()).isEqualTo(0x0d0d0d0d);
        assertThat(dpa.avps().stream().map(RawAvp::code).toList()).containsExactly(268, 264, 296);
        assertThat(agent.peer(HSS1).state()).isEqualTo("CLOSING");

        Ask late = Ask.realm("home.example");
        client.send(late);
        ErrorShape.check(client.next(), late.bytes(), 3002);

        server.send(RawMessages.success(pending, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        client.send(RawMessages.success(asked, CLIENT));
        assertThat(server.next().resultCode()).isEqualTo(2001);
        server.close();
        agent.awaitDown(HSS1);
    }

    @Test
    @Conforms("6733:5.4/dpr")
    void newRequestsGoElsewhere() {
        start(new TestConfig().peers(CLIENT, HSS1, HSS2));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        RawPeer other = connect(HSS2, S6A).echo();
        server.send(RawMessages.dpr(HSS1, 1));
        server.next();
        for (int i = 0; i < 20; i++) {
            client.send(Ask.realm("home.example"));
        }
        client.next(20).forEach(a -> assertThat(a.avp(264).text()).isEqualTo(other.identity()));
    }

    @Test
    void onePeerThatDoesNotCloseIsClosed() {
        TestAgent agent =
                start(new TestConfig().agent("timers.handshake = 100ms").peers(CLIENT));
        RawPeer client = connect(CLIENT, S6A);
        client.send(RawMessages.dpr(CLIENT, 0));
        client.next();
        client.connection().awaitClosed();
        agent.awaitDown(CLIENT);
    }

    @Test
    void afterARebootItIsConnectedAgain() {
        RawListener listener = listen();
        TestAgent agent =
                start(new TestConfig().agent("timers.reconnect = 50ms").peer(HSS1, listener));
        RawPeer server = accept(listener, HSS1, S6A);
        server.send(RawMessages.dpr(HSS1, 0));
        server.next();
        server.close();
        accept(listener, HSS1, S6A);
        assertThat(agent.peer(HSS1).isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Conforms("6733:5.4.3/no-return")
    void whoDoesNotWantUsIsLeftAloneUntilItComes(int cause) {
        RawListener listener = listen();
        RawListener witness = listen();
        TestAgent agent = start(new TestConfig()
                .agent("timers.reconnect = 50ms")
                .peer(HSS1, listener)
                .peer(HSS2, witness));
        RawPeer server = accept(listener, HSS1, S6A);
        server.send(RawMessages.dpr(HSS1, cause));
        server.next();
        server.close();
        agent.awaitDown(HSS1);
        assertThat(agent.peer(HSS1).lastEvent()).contains("asked to disconnect");
        for (int i = 0; i < 6; i++) {
            witness.accept().close();
        }
        listener.assertNobodyConnects();
        // It connects to us: from then on it is kept connected again.
        RawPeer back = connect(HSS1, S6A);
        back.close();
        accept(listener, HSS1, S6A);
    }

    @Test
    @Conforms("6733:5.4.1/cause")
    void atTheEndEveryPeerIsToldThatWeReboot() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig().peer(HSS1, listener).peers(CLIENT));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = accept(listener, HSS1, S6A);
        var stopped = agent.stop();
        for (RawPeer peer : List.of(client, server)) {
            RawMessage dpr = peer.connection().nextDisconnect();
            assertThat(dpr.flags()).isEqualTo(Ask.R);
            assertThat(dpr.avps().stream().map(RawAvp::code).toList()).containsExactly(264, 296, 273);
            assertThat(dpr.avp(264).text()).isEqualTo(TestAgent.IDENTITY);
            assertThat(dpr.avp(273).number()).isZero();
            peer.connection().awaitClosed();
        }
        TestAgent.get(stopped);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aPeerThatIgnoresOurDprHoldsUpNothing(boolean answers) {
        TestAgent agent =
                start(new TestConfig().agent("timers.handshake = 200ms").peers(CLIENT));
        RawPeer client = connect(CLIENT, S6A);
        if (!answers) {
            client.connection().ignoreDisconnect();
        }
        TestAgent.get(agent.stop());
        client.connection().nextDisconnect();
        client.connection().awaitClosed();
    }
}
