package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.peer.PeerSnapshot;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An operator takes a peer out of service and back: PUT /v1/peers/{identity}/admin-state.
 *
 * <pre>
 *  client.visited.example -- [ agent ] --&gt; hss1.home.example (drained, disabled)
 *                                      --&gt; hss2.home.example
 * </pre>
 */
class AdminStateTest extends Behaviour {
    private final RawListener listener = listen();

    private static TestConfig config(int loops) {
        return new TestConfig()
                .agent("event-loops = " + loops)
                .agent("timers { reconnect = 50ms, drain = 20s }")
                .peers(CLIENT);
    }

    private static HttpResponse<String> put(TestAgent agent, String identity, String state) {
        return agent.http("PUT", "/v1/peers/" + identity + "/admin-state", "{\"state\": \"" + state + "\"}");
    }

    private static void set(TestAgent agent, String identity, String state) {
        HttpResponse<String> answer = put(agent, identity, state);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("adminState")).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"drain, 1", "drain, 2", "disabled, 1"})
    void whatIsPendingFinishesBeforeOurDpr(String state, int loops) {
        TestAgent agent = start(config(loops).peer(HSS1, listener).peers(HSS2));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = accept(listener, HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage pending = server.next();
        RawPeer other = connect(HSS2, S6A).echo();
        set(agent, HSS1, state);
        await().until(() -> agent.peer(HSS1).state().equals("DRAINING"));

        for (int i = 0; i < 10; i++) {
            client.send(Ask.realm("home.example"));
        }
        client.next(10).forEach(answer -> assertThat(answer.avp(264).text()).isEqualTo(other.identity()));
        // A request of its own is still served, and its answer still comes.
        server.send(Ask.realm("visited.example").host(CLIENT).from(HSS1));
        RawMessage asked = client.next();
        server.connection().ping();
        server.send(RawMessages.success(pending, HSS1));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
        server.connection().ping();
        client.send(RawMessages.success(asked, CLIENT));
        assertThat(server.next().resultCode()).isEqualTo(2001);
        assertThat(server.connection().nextDisconnect().avp(273).number())
                .as("DO_NOT_WANT_TO_TALK_TO_YOU")
                .isEqualTo(2);
        server.connection().awaitClosed();
        agent.awaitDown(HSS1);
        listener.assertNobodyConnects();

        set(agent, HSS1, "ready");
        accept(listener, HSS1, S6A);
        agent.awaitOpen(HSS1);
    }

    @Test
    void aDrainedPeerIsNotConnectedToAndALonerHasNoPeers() {
        RawListener witness = listen();
        TestAgent agent = start(config(1).peer(HSS1, listener).peer(HSS2, witness));
        RawPeer server = accept(listener, HSS1, S6A);
        set(agent, HSS1, "drain");
        server.connection().nextDisconnect();
        server.connection().awaitClosed();
        for (int i = 0; i < 5; i++) {
            witness.accept().close();
        }
        listener.assertNobodyConnects();
        Ask ask = Ask.realm("home.example");
        RawPeer client = connect(CLIENT, S6A);
        client.send(ask);
        ErrorShape.check(client.next(), ask.bytes(), 3002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain", "disabled"})
    void aPeerThatComesByItself(String state) {
        TestAgent agent = start(config(1).peers(HSS1));
        set(agent, HSS1, state);
        RawConnection connection = dial();
        connection.send(RawMessages.cer(HSS1, S6A));
        RawMessage cea = connection.next();
        if (state.equals("disabled")) {
            assertThat(cea.resultCode()).isEqualTo(5012);
            connection.awaitClosed();
        } else {
            assertThat(cea.resultCode()).isEqualTo(2001);
            RawPeer client = connect(CLIENT, S6A);
            client.send(Ask.realm("home.example"));
            assertThat(client.next().resultCode()).isEqualTo(3002);
            assertThat(agent.peer(HSS1).state()).isEqualTo("DRAINING");
            set(agent, HSS1, "ready");
            agent.awaitOpen(HSS1);
            connection.respond(request -> RawMessages.success(request, HSS1));
            client.send(Ask.realm("home.example"));
            assertThat(client.next().resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void itOutlivesAReloadWhetherThePeerChangedOrNot() {
        TestAgent agent = start(config(1).peers(HSS1, HSS2));
        set(agent, HSS1, "disabled");
        set(agent, HSS2, "drain");
        agent.config().peer(HSS1, null, "from = [ \"127.0.0.0/8\" ]");
        assertThat(agent.reload().accepted()).isTrue();
        assertThat(agent.peer(HSS1).adminState().text()).isEqualTo("disabled");
        assertThat(agent.peer(HSS2).adminState().text()).isEqualTo("drain");
        RawConnection refused = dial();
        refused.send(RawMessages.cer(HSS1, S6A));
        assertThat(refused.next().resultCode()).isEqualTo(5012);
    }

    @Test
    void aPatternPeerCanBeDisabledToo() {
        TestAgent agent = start(config(1).accept("{ identity = \"*.roam.example\", realm = roam.example }"));
        String name = "mme.roam.example";
        RawPeer peer = connect(name, S6A);
        set(agent, name.toUpperCase(java.util.Locale.ROOT), "disabled");
        peer.connection().nextDisconnect();
        peer.connection().awaitClosed();
        agent.awaitDown(name);
        RawConnection again = dial();
        again.send(RawMessages.cer(name, S6A));
        assertThat(again.next().resultCode()).isEqualTo(5012);
    }

    @Test
    void onlyWhatIsKnownIsTaken() {
        TestAgent agent = start(config(1).peers(HSS1));
        assertThat(put(agent, "nobody.example", "drain").statusCode()).isEqualTo(404);
        for (String body : new String[] {"{\"state\": \"off\"}", "{\"state\": 3}", "{}", "drain", ""}) {
            HttpResponse<String> answer = agent.http("PUT", "/v1/peers/" + HSS1 + "/admin-state", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("ready, drain or disabled");
        }
        PeerSnapshot peer = agent.peer(HSS1);
        assertThat(peer.adminState().text()).isEqualTo("ready");
    }
}
