package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.peer.AdminState;
import io.realmgate.routing.check.Diagnostic;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/**
 * Rules that answer nothing, that only observe, that let later rules decide; and what is counted of all.
 *
 * <pre>
 *  client.visited.example ---- [ agent ] ---- hss1.home.example
 * </pre>
 */
class RuleConductTest extends Behaviour {
    private static final String HOME =
            "{ name = home, match { destination-realm = home.example }, action = relay, to = " + HSS1
                    + ", tag = home }";
    private static final String SCREEN = "{ name = screen, match { command = 316 }, action = reject, result = 5003, ";

    private static TestConfig config() {
        return new TestConfig().peers(CLIENT, HSS1);
    }

    private static long hits(TestAgent agent, String rule, String mode) {
        String sample = "realmgate_rule_hits_total{rule=\"" + rule + "\",mode=\"" + mode + "\",}";
        return agent.metrics().getOrDefault(sample, 0.0).longValue();
    }

    private static long tagged(TestAgent agent, String tag) {
        return agent.total("realmgate_tagged_requests_total", "tag", tag);
    }

    private static void relayed(RawPeer client, RawPeer server, Ask ask) {
        client.send(ask);
        server.serve();
        assertThat(client.next().hopByHop()).isEqualTo(ask.message().hopByHop());
    }

    @Test
    void aDiscardedRequestHasNoAnswerAndNobodyWaitsForOne() {
        TestAgent agent = start(config().rules("{ name = drop, match { command = 318 }, action = discard }", HOME));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        for (int i = 0; i < 3; i++) {
            client.send(Ask.realm("home.example").command(318));
        }
        relayed(client, server, Ask.realm("home.example").command(316));
        assertThat(agent.metric("realmgate_discarded_total", CLIENT, "cause", "rule"))
                .isEqualTo(3);
        assertThat(agent.metric("realmgate_error_answers_total", CLIENT)).isZero();
        assertThat(hits(agent, "drop", "enforce")).isEqualTo(3);
        assertThat(hits(agent, "home", "enforce")).isEqualTo(1);
        // Had it been waited for, the connection would stay for the time of a drain.
        agent.agent().setAdminState(CLIENT, AdminState.DRAIN);
        client.connection().nextDisconnect();
        client.connection().awaitClosed();
    }

    @Test
    void anObservingRuleIsCountedAndHasNoEffectUntilItIsEnforced() {
        TestAgent agent = start(config().rules(SCREEN + "tag = screened, mode = observe }", HOME));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        relayed(client, server, Ask.realm("home.example").command(316));
        relayed(client, server, Ask.realm("home.example").command(318));
        assertThat(hits(agent, "screen", "observe")).isEqualTo(1);
        assertThat(hits(agent, "home", "enforce")).isEqualTo(2);
        assertThat(tagged(agent, "screened")).isZero();

        agent.config().rules(SCREEN + "tag = screened }", HOME);
        assertThat(agent.reload().accepted()).isTrue();
        client.send(Ask.realm("home.example").command(316));
        assertThat(client.next().resultCode()).isEqualTo(5003);
        relayed(client, server, Ask.realm("home.example").command(318));
        assertThat(hits(agent, "screen", "enforce")).isEqualTo(1);
        assertThat(hits(agent, "screen", "observe")).isEqualTo(1);
        assertThat(hits(agent, "home", "enforce")).as("goes on over reloads").isEqualTo(3);
        assertThat(tagged(agent, "screened")).isEqualTo(1);
    }

    @Test
    void anObservingRuleOfAnyActionHasNoEffect() {
        String observing = ", mode = observe }";
        TestAgent agent = start(config().rules(
                        "{ name = a, action = discard" + observing,
                        "{ name = b, action = redirect, to = " + HSS1 + observing,
                        "{ name = c, action = relay, to = " + CLIENT + observing,
                        "{ name = d, action = continue, tag = d" + observing,
                        HOME));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        relayed(client, server, Ask.realm("home.example"));
        for (String rule : new String[] {"a", "b", "c", "d"}) {
            assertThat(hits(agent, rule, "observe")).as(rule).isEqualTo(1);
        }
        assertThat(tagged(agent, "d")).isZero();
    }

    @Test
    void aRuleThatContinuesGivesItsTagsAndLaterRulesDecide() {
        TestAgent agent = start(config().rules(
                        "{ name = all, action = continue, tag = [all, home] }",
                        "{ name = air, match { command = 318 }, action = continue, tag = air }",
                        HOME));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        relayed(client, server, Ask.realm("home.example").command(318));
        relayed(client, server, Ask.realm("home.example").command(316));
        client.send(Ask.realm("nowhere.example"));
        assertThat(client.next().resultCode()).isEqualTo(3003);
        assertThat(tagged(agent, "all")).isEqualTo(3);
        assertThat(tagged(agent, "air")).isEqualTo(1);
        assertThat(tagged(agent, "home")).as("each request once").isEqualTo(3);
        assertThat(hits(agent, "all", "enforce")).isEqualTo(3);

        // What is no more in the set is no more in the metrics.
        agent.config().rules(HOME);
        assertThat(agent.reload().accepted()).isTrue();
        relayed(client, server, Ask.realm("home.example"));
        assertThat(agent.metrics().keySet()).noneMatch(sample -> sample.contains("\"air\""));
        assertThat(hits(agent, "home", "enforce")).isEqualTo(3);
        assertThat(tagged(agent, "home")).isEqualTo(4);
    }

    @Test
    void explainShowsWhatIsMatchedOnTheWay() {
        TestAgent agent = start(
                config().rules(SCREEN + "mode = observe }", "{ name = all, action = continue, tag = all }", HOME));
        JsonObject question = new JsonObject()
                .put("from", CLIENT)
                .put("application", "S6a")
                .put("command", "ULR")
                .put("destination-realm", "home.example");
        JsonObject said = new JsonObject(
                agent.http("POST", "/v1/explain", question.encode()).body());
        assertThat(said.getJsonArray("tags")).containsExactly("all", "home");
        assertThat(said.getJsonArray("passed"))
                .extracting(rule -> ((JsonObject) rule).getString("why"))
                .containsExactly(
                        "matches but only observes; enforced, it rejects it with 5003", "matches and continues");
        assertThat(said.getJsonObject("decision").getString("rule")).isEqualTo("home");
        assertThat(hits(agent, "screen", "observe")).as("nothing was sent").isZero();
    }

    @Test
    void hitsOfAllRulesThoseThatNeverWereMatchedAmongThem() {
        TestAgent agent = start(config().rules(
                        SCREEN + "mode = observe, tag = s }",
                        "{ name = never, match { command = 1 }, action = discard }",
                        HOME));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        relayed(client, server, Ask.realm("home.example").command(316));
        relayed(client, server, Ask.realm("home.example").command(318));
        JsonObject said = new JsonObject(agent.get("/v1/rules/hits").body());
        assertThat(said.getJsonArray("rules"))
                .extracting(rule -> ((JsonObject) rule).getString("rule") + " " + ((JsonObject) rule).getString("mode")
                        + " " + ((JsonObject) rule).getInteger("hits"))
                .containsExactly("screen observe 1", "never enforce 0", "home enforce 2");
        assertThat(said.getJsonArray("rules").getJsonObject(0).getString("place"))
                .endsWith("50-test.conf:2");
        assertThat(agent.http("PUT", "/v1/rules/hits", "x").statusCode()).isEqualTo(400);
    }

    @Test
    void theListenerThatThePeerConnectedTo() {
        TestAgent agent = start(config().listener("{ transport = tcp, host = \"127.0.0.1\", port = 0, name = edge }")
                .rules("{ name = edge, match { listener = edge }, action = reject, result = 5003 }", HOME));
        RawPeer server = connect(HSS1, S6A);
        RawPeer client =
                use(RawPeer.connect(RawConnection.to(agent.agent().ports().get(1)), CLIENT, S6A));
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(5003);
        JsonObject question = new JsonObject()
                .put("from", CLIENT)
                .put("application", "S6a")
                .put("command", "ULR")
                .put("destination-realm", "home.example");
        assertThat(decider(agent, question)).isEqualTo("edge");
        client.close();
        agent.awaitDown(CLIENT);
        assertThat(decider(agent, question)).isEqualTo("home");
        relayed(connect(CLIENT, S6A), server, Ask.realm("home.example"));

        agent.config().rules("{ name = edge, match { listener = egde }, action = reject, result = 5003 }", HOME);
        assertThat(agent.reload().diagnostics())
                .extracting(Diagnostic::text)
                .singleElement()
                .asString()
                .endsWith("unknown listener \"egde\" (did you mean \"edge\"?)");
    }

    private static String decider(TestAgent agent, JsonObject question) {
        return new JsonObject(
                        agent.http("POST", "/v1/explain", question.encode()).body())
                .getJsonObject("decision")
                .getString("rule");
    }
}
