package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * New files in force while traffic flows.
 *
 * <pre>
 *  client.visited.example -- [ agent ] --+-- hss1.home.example
 *                                ^       \-- hss2.home.example
 *             POST /v1/rules/reload
 * </pre>
 */
class ReloadTest extends Behaviour {
    private static String to(String server) {
        return "{ name = r, match { destination-realm = home.example }, action = relay, to = " + server + " }";
    }

    private static JsonObject reload(TestAgent agent, int status) {
        agent.writeFiles();
        HttpResponse<String> response = agent.http("POST", "/v1/rules/reload");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue(status < 400 ? "application/json" : "application/problem+json");
        return new JsonObject(response.body());
    }

    private static String answeredBy(RawPeer client) {
        client.send(Ask.realm("home.example"));
        return client.next().avp(264).text();
    }

    @Test
    void newRulesDecideFromThenOn() {
        TestAgent agent = start(new TestConfig().peers(CLIENT, HSS1, HSS2).rules(to(HSS1)));
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A).echo();
        connect(HSS2, S6A).echo();
        assertThat(answeredBy(client)).isEqualTo(HSS1);
        agent.config().rules(to(HSS2), "{ name = other, action = reject, result = 3003 }");
        JsonObject result = reload(agent, 200);
        assertThat(result.getInteger("generation")).isEqualTo(2);
        assertThat(result.getInteger("rules")).isEqualTo(2);
        assertThat(result.getInteger("peers")).isEqualTo(3);
        assertThat(answeredBy(client)).isEqualTo(HSS2);
        assertThat(agent.metrics()).containsEntry("realmgate_rules_generation", 2.0);
        assertThat(agent.metrics()).containsEntry("realmgate_rules", 2.0);
    }

    @Test
    void aSetWithErrorsChangesNothing() {
        TestAgent agent = start(new TestConfig().peers(CLIENT, HSS1, HSS2).rules(to(HSS1)));
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A).echo();
        connect(HSS2, S6A).echo();
        // One mistake among good changes: a new peer, another rule, and a name that is not known.
        agent.config()
                .peers("hss3.home.example")
                .rules(to(HSS2), to("hss4.home.example").replace("= r,", "= b,"));
        JsonObject problem = reload(agent, 422);
        assertThat(problem.getInteger("status")).isEqualTo(422);
        assertThat(problem.getInteger("generation")).isEqualTo(1);
        String diagnostics = problem.getJsonArray("diagnostics").encode();
        assertThat(diagnostics).contains("50-test.conf:3", "hss4.home.example", "ERROR", "did you mean");
        assertThat(answeredBy(client)).isEqualTo(HSS1);
        assertThat(agent.agent().peers()).hasSize(3);
        assertThat(agent.metrics()).containsEntry("realmgate_rules_generation", 1.0);
        // Mended, it is taken.
        agent.config().rules(to(HSS2));
        assertThat(reload(agent, 200).getInteger("generation")).isEqualTo(2);
        assertThat(answeredBy(client)).isEqualTo(HSS2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void underTrafficNothingIsLost(int loops) throws Exception {
        int clients = 4;
        TestConfig config = new TestConfig().agent("event-loops = " + loops).agent("timers.request = 60s");
        for (int i = 0; i < clients; i++) {
            config.peers(LoadClients.identity(i));
        }
        config.peers(LoadServers.identity(0), LoadServers.identity(1)).rules(to(LoadServers.identity(0)));
        TestAgent agent = start(config);
        try (LoadServers servers = new LoadServers(agent.port(), 2);
                LoadClients asking = new LoadClients(agent.port(), clients, 40_000)) {
            Thread serving = new Thread(servers, "servers");
            serving.start();
            Flips flips = new Flips(agent);
            Thread reloading = new Thread(flips, "reloads");
            reloading.start();
            try {
                asking.run(System.nanoTime() + TimeUnit.SECONDS.toNanos(100));
            } finally {
                flips.stopped = true;
                reloading.join();
                servers.stop();
                serving.join();
                servers.assertNoFailure();
            }
            agent.awaitPending(0);
            asking.assertNothingLeft();
            assertThat(flips.refused).isZero();
            assertThat(flips.done).isGreaterThan(3);
            assertThat(agent.metrics()).containsEntry("realmgate_rules_generation", 1.0 + flips.done);
        }
    }

    /** Reloads again and again, with another rule each time. */
    private static final class Flips implements Runnable {
        final TestAgent agent;
        volatile boolean stopped;
        int done;
        int refused;

        Flips(TestAgent agent) {
            this.agent = agent;
        }

        @Override
        public void run() {
            while (!stopped) {
                agent.config().rules(to(LoadServers.identity((done + 1) % 2)));
                refused += agent.reload().accepted() ? 0 : 1;
                done++;
            }
        }
    }

    // Peers -------------------------------------------------------------------------------------------------------

    @Test
    void aPeerThatDidNotChangeKeepsItsConnection() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig().peers(CLIENT).peer(HSS1, listener));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = accept(listener, HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage pending = server.next();
        agent.config()
                .peers(HSS2)
                .peersFile("groups { g { members = [ " + HSS1 + " ] } }")
                .rules(to("g"));
        reload(agent, 200);
        server.send(RawMessages.success(pending, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        server.echo();
        assertThat(answeredBy(client)).isEqualTo(HSS1);
        listener.assertNobodyConnects();
    }

    @Test
    void aPeerThatIsNewIsConnectedOrAdmitted() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig().peers(CLIENT));
        RawPeer client = connect(CLIENT, S6A);
        agent.config().peer(HSS1, listener).peers(HSS2);
        reload(agent, 200);
        accept(listener, HSS1, S6A).echo();
        connect(HSS2, S6A).echo();
        assertThat(answeredBy(client)).isIn(HSS1, HSS2);
    }

    @Test
    void aPeerThatIsGoneIsSentAwayAndNotLetIn() {
        TestAgent agent = start(new TestConfig().agent("timers.drain = 200ms").peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        Ask ask = Ask.realm("home.example");
        client.send(ask);
        server.next();
        agent.config().withoutPeer(HSS1);
        reload(agent, 200);
        assertThat(server.connection().nextDisconnect().avp(273).number())
                .as("DO_NOT_WANT_TO_TALK_TO_YOU")
                .isEqualTo(2);
        server.connection().awaitClosed();
        // What it had not answered by then is answered for.
        ErrorShape.check(client.next(), ask.bytes(), 3002);
        RawConnection again = dial();
        again.send(RawMessages.cer(HSS1, S6A));
        assertThat(again.next().resultCode()).isEqualTo(3010);
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(3003);
    }

    /** RFC 6733 5.4: our DPR comes after what is pending, for a peer that is gone and for one that changed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsPendingFinishesBeforeAPeerIsSentAway(boolean changed) {
        TestAgent agent = start(new TestConfig().agent("timers.drain = 60s").peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage pending = server.next();
        if (changed) {
            agent.config().peer(HSS1, null, "from = [ \"127.0.0.0/8\" ]");
        } else {
            agent.config().withoutPeer(HSS1);
        }
        reload(agent, 200);
        Ask late = Ask.realm("home.example");
        client.send(late);
        ErrorShape.check(client.next(), late.bytes(), changed ? 3002 : 3003);
        server.connection().ping();
        List<JsonObject> shown = shown(agent, HSS1);
        assertThat(shown).hasSize(changed ? 2 : 1);
        if (changed) {
            assertThat(shown.get(0).getBoolean("leaving")).isFalse();
            assertThat(shown.get(0).getString("state")).isEqualTo("DOWN");
        }
        JsonObject leaving = shown.get(shown.size() - 1);
        assertThat(leaving.getBoolean("leaving")).isTrue();
        assertThat(leaving.getString("state")).isEqualTo("DRAINING");
        assertThat(leaving.getInteger("pending")).isEqualTo(1);
        assertThat(leaving.getLong("secondsLeft")).isBetween(1L, 60L);
        assertThat(new JsonObject(agent.get("/v1/peers/" + HSS1).body()).getBoolean("leaving"))
                .isEqualTo(!changed);
        server.send(RawMessages.success(pending, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(server.connection().nextDisconnect().avp(273).number()).isEqualTo(changed ? 0 : 2);
        server.connection().awaitClosed();
        await().until(() -> shown(agent, HSS1).size() == (changed ? 1 : 0));
    }

    /** What {@code GET /v1/peers} says of a name. */
    private static List<JsonObject> shown(TestAgent agent, String identity) {
        return new JsonObject(agent.get("/v1/peers").body())
                .getJsonArray("peers").stream()
                        .map(JsonObject.class::cast)
                        .filter(peer -> peer.getString("identity").equals(identity))
                        .toList();
    }

    @Test
    void aPeerThatChangedConnectsAgain() {
        RawListener listener = listen();
        RawListener moved = listen();
        TestAgent agent = start(new TestConfig().peers(CLIENT).peer(HSS1, listener));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = accept(listener, HSS1, S6A);
        agent.config().peer(HSS1, moved).peer(CLIENT, null, "from = [ \"127.0.0.0/8\" ]");
        reload(agent, 200);
        for (RawPeer peer : new RawPeer[] {client, server}) {
            // Told to stay away, a peer that connects to us would never come back.
            assertThat(peer.connection().nextDisconnect().avp(273).number())
                    .as("REBOOTING")
                    .isZero();
            peer.connection().awaitClosed();
        }
        accept(moved, HSS1, S6A).echo();
        RawPeer clientAgain = connect(CLIENT, S6A);
        assertThat(answeredBy(clientAgain)).isEqualTo(HSS1);
    }

    @Test
    void aPeerThatChangedIsConnectedToWhenItsOldConnectionIsGone() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig().agent("timers.handshake = 60s").peer(HSS1, listener));
        RawPeer server = accept(listener, HSS1, S6A);
        server.connection().ignoreDisconnect();
        agent.config().peer(HSS1, listener, "from = [ \"127.0.0.0/8\" ]");
        reload(agent, 200);
        RawMessage dpr = server.connection().nextDisconnect();
        server.connection().ping();
        listener.assertNobodyConnects();
        server.send(RawMessages.answer(dpr, 0, 2001, HSS1));
        server.connection().awaitClosed();
        accept(listener, HSS1, S6A);
        assertThat(agent.peer(HSS1).isOpen()).isTrue();
    }

    @Test
    void aPeerThatIsGoneBeforeItsCeaCameIsLeft() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig().agent("timers.handshake = 60s").peer(HSS1, listener));
        RawConnection attempt = use(listener.accept());
        attempt.next();
        agent.config().withoutPeer(HSS1);
        reload(agent, 200);
        attempt.awaitClosed();
    }

    @Test
    void aPeerThatIsNoLongerConnectedToIsLeftInPeace() {
        RawListener listener = listen();
        RawListener witness = listen();
        TestAgent agent = start(new TestConfig()
                .agent("timers.reconnect = 50ms")
                .peer(HSS1, listener)
                .peer(HSS2, witness));
        RawPeer server = accept(listener, HSS1, S6A);
        agent.config().withoutPeer(HSS1);
        reload(agent, 200);
        server.connection().nextDisconnect();
        server.connection().awaitClosed();
        for (int i = 0; i < 5; i++) {
            witness.accept().close();
        }
        listener.assertNobodyConnects();
    }
}
