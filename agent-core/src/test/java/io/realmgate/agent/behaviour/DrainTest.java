package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The end of a process that carries traffic: nothing new, what is pending finishes, every peer is told.
 *
 * <pre>
 *  client.visited.example -- [ agent, stopping ] -- hss1.home.example
 * </pre>
 */
class DrainTest extends Behaviour {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void pendingRequestsFinishAndNewOnesAreRefused(int loops) {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig()
                .agent("event-loops = " + loops)
                .agent("timers.drain = 60s")
                .peers(CLIENT)
                .peer(HSS1, listener));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = accept(listener, HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage pending = server.next();
        Future<Void> stopped = agent.stop();

        await().until(() -> agent.get("/ready").statusCode() == 503);
        JsonObject ready = new JsonObject(agent.get("/ready").body());
        assertThat(ready.getBoolean("ready")).isFalse();
        assertThat(ready.getJsonArray("reasons")).containsExactly("draining");
        assertThat(agent.get("/live").statusCode()).isEqualTo(200);

        Ask late = ErrorShape.full(Ask.realm("home.example"));
        client.send(late);
        ErrorShape.check(client.next(), late.bytes(), 3002);
        client.connection().ping();
        assertThat(stopped.isComplete()).isFalse();

        server.send(RawMessages.success(pending, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        for (RawPeer peer : List.of(client, server)) {
            assertThat(peer.connection().nextDisconnect().avp(273).number()).isZero();
            peer.connection().awaitClosed();
        }
        TestAgent.get(stopped);
    }

    @Test
    void whatIsStillPendingAfterTheGraceTimeIsAnsweredBeforeTheEnd() {
        TestAgent agent = start(new TestConfig()
                .agent("timers { drain = 200ms, request = 60s }")
                .peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        Ask ask = ErrorShape.full(Ask.realm("home.example"));
        client.send(ask);
        server.next();
        Future<Void> stopped = agent.stop();
        RawMessage answer = client.next();
        ErrorShape.check(answer, ask.bytes(), 3002);
        ErrorShape.checkCopies(answer, ask.bytes());
        client.connection().nextDisconnect();
        server.connection().nextDisconnect();
        TestAgent.get(stopped);
    }

    @Test
    void nobodyMayConnectAnyMore() {
        TestAgent agent = start(new TestConfig().agent("timers.drain = 60s").peers(CLIENT, HSS1));
        int port = agent.port();
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage pending = server.next();
        Future<Void> stopped = agent.stop();
        await().until(() -> isRefused(port));
        server.send(RawMessages.success(pending, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        client.connection().nextDisconnect();
        server.connection().nextDisconnect();
        TestAgent.get(stopped);
    }

    private static boolean isRefused(int port) {
        try {
            RawConnection.to(port).close();
            return false;
        } catch (java.io.UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void aPeerThatIsDownIsNotConnectedToAnyMore() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig()
                .agent("timers { drain = 60s, reconnect = 50ms }")
                .peers(CLIENT, HSS1)
                .peer(HSS2, listener));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example").host(HSS1));
        RawMessage pending = server.next();
        Future<Void> stopped = agent.stop();
        await().until(() -> agent.get("/ready").statusCode() == 503);
        client.send(Ask.realm("home.example"));
        client.next();
        listener.takeIfAny();
        // One watchdog answer more is long enough for a timer that had fired by then.
        client.connection().ping();
        server.send(RawMessages.success(pending, HSS1));
        client.next();
        client.connection().nextDisconnect();
        server.connection().nextDisconnect();
        TestAgent.get(stopped);
        listener.assertNobodyConnects();
    }

    /** A reload has begun to send the peer away, and the end comes before that is over. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatAReloadSendsAwayIsToldBeforeTheEnd(boolean pending) {
        TestAgent agent = start(new TestConfig().agent("timers.drain = 60s").peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage asked = server.next();
        if (!pending) {
            server.send(RawMessages.success(asked, HSS1));
            client.next();
        }
        agent.config().withoutPeer(HSS1);
        agent.reload();
        Future<Void> stopped = agent.stop();
        if (pending) {
            await().until(() -> agent.get("/ready").statusCode() == 503);
            server.send(RawMessages.success(asked, HSS1));
            assertThat(client.next().resultCode()).isEqualTo(2001);
        }
        for (RawPeer peer : List.of(client, server)) {
            peer.connection().nextDisconnect();
            peer.connection().awaitClosed();
        }
        TestAgent.get(stopped);
    }

    @Test
    void withoutPeersItEndsAtOnce() {
        TestAgent agent = start(new TestConfig()
                .agent("timers { drain = 60s, handshake = 60s }")
                .peers(CLIENT));
        TestAgent.get(agent.stop());
    }

    @Test
    void aStrangerThatSaysNothingHoldsUpNothing() {
        TestAgent agent = start(new TestConfig()
                .agent("timers { drain = 60s, handshake = 60s }")
                .peers(CLIENT));
        RawConnection stranger = dial();
        RawPeer client = connect(CLIENT, S6A);
        TestAgent.get(agent.stop());
        client.connection().nextDisconnect();
        stranger.awaitClosed();
    }
}
