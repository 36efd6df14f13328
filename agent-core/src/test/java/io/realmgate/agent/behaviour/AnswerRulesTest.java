package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules about answers (RFC 6733 6.2.2).
 *
 * <pre>
 *                                         /-- hss1.home.example (priority 1)
 *  client.visited.example -- [ agent ] --+
 *                               rules     \-- hss2.home.example (priority 2)
 *                         about answers
 * </pre>
 */
class AnswerRulesTest extends Behaviour {
    private static final String GROUP = "groups { hss { members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = "
            + HSS2 + ", priority = 2 } ] } }";
    private static final String REQUESTS = "{ name = requests, action = relay, to = hss }";
    private static final TestAvp NO_STATE = TestAvp.u32(277, 1);
    private static final TestAvp SUBSCRIPTION = TestAvp.raw(1400, 0xc0, 10415, new byte[40]);
    private static final TestAvp OTHERS =
            TestAvp.group(284, TestAvp.text(280, "proxy.visited.example"), TestAvp.text(33, "theirs"));

    private TestAgent agent(String... rules) {
        return agent(new TestConfig(), rules);
    }

    private TestAgent agent(TestConfig config, String... rules) {
        List<String> all = new ArrayList<>(List.of(REQUESTS));
        all.addAll(List.of(rules));
        return start(config.peers(CLIENT, HSS1, HSS2).peersFile(GROUP).rules(all.toArray(String[]::new)));
    }

    private static String reject(String match, int result) {
        String all = match.isEmpty() ? "" : ", " + match;
        return "{ name = screened, match { phase = answer" + all + " }, action = reject, result = " + result + " }";
    }

    /** An answer of hss1: Session-Id, these, Origin-Host and Origin-Realm. */
    private static byte[] answer(RawMessage request, TestAvp... more) {
        List<TestAvp> avps = new ArrayList<>();
        request.all(263).forEach(session -> avps.add(TestAvp.of(263, session.data())));
        avps.addAll(List.of(more));
        avps.add(TestAvp.text(264, HSS1));
        avps.add(TestAvp.text(296, "home.example"));
        request.all(284).forEach(info -> avps.add(TestAvp.of(284, info.data())));
        return TestMessage.of(
                0x40, request.command(), request.application(), request.hopByHop(), request.endToEnd(), avps);
    }

    private static TestAvp experimental(int code) {
        return TestAvp.group(297, TestAvp.u32(266, 10415), TestAvp.u32(298, code));
    }

    /** What the client gets when hss1 answers so. */
    private RawMessage asked(TestAvp... answer) {
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example").with(OTHERS));
        server.send(answer(server.next(), answer));
        return client.next();
    }

    private static boolean isScreened(RawMessage answer) {
        return !answer.all(294).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3002, 0x60", "4001, 0x40", "5012, 0x40"})
    @Conforms({"6733:6.2.2/success-to-error", "6733:7.1/reporting-host", "6733:7/protocol-errors"})
    void aSuccessMadeAnErrorNamesUs(int result, String flags) {
        TestAgent agent = agent(reject("", result));
        RawMessage answer = asked(TestAvp.u32(268, 2001), NO_STATE, SUBSCRIPTION);
        assertThat(answer.flags()).isEqualTo(Integer.decode(flags));
        assertThat(answer.resultCode()).isEqualTo(result);
        assertThat(answer.avp(294).text()).isEqualTo(TestAgent.IDENTITY);
        assertThat(answer.avp(294).flags()).as("RFC 6733 4.5: neither V nor M").isZero();
        assertThat(answer.avps().get(0).code()).as("RFC 6733 8.8").isEqualTo(263);
        assertThat(answer.avp(264).text()).isEqualTo(HSS1);
        assertThat(answer.avp(296).text()).isEqualTo("home.example");
        assertThat(answer.avp(277).number()).isOne();
        assertThat(answer.avp(284).inner().get(0).text()).isEqualTo("proxy.visited.example");
        assertThat(answer.avps()).as("nothing of what the success carried").noneMatch(avp -> avp.code() == 1400);
        assertThat(agent.metric("realmgate_error_answers_total", CLIENT, "cause", "rule"))
                .isOne();
    }

    /** In the order of the files: what sent the request first, then those about its answer. */
    @Test
    void editsOfAnswersAreDoneInTheirOrder() {
        start(new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules(
                        "{ name = requests, action = proxy, to = hss, answer = [ { add = Class, value = one } ] }",
                        "{ name = way, match { phase = answer }, action = continue, answer = [ { add = Class, value = two } ] }",
                        "{ name = watched, mode = observe, match { phase = answer }, action = proxy,"
                                + " answer = [ { add = Class, value = never } ] }",
                        "{ name = last, match { phase = answer, result = 2xxx }, action = proxy,"
                                + " answer = [ { remove = \"10415:1400\" }, { add = Class, value = three } ] }"));
        RawMessage answer = asked(TestAvp.u32(268, 2001), NO_STATE, SUBSCRIPTION);
        assertThat(answer.all(25)).extracting(RawAvp::text).containsExactly("one", "two", "three");
        assertThat(answer.avps()).noneMatch(avp -> avp.code() == 1400);
        assertThat(answer.resultCode()).isEqualTo(2001);
    }

    @Test
    void protocolErrorsAreNotEdited() {
        agent("{ name = all, match { phase = answer }, action = proxy, answer = [ { add = Class, value = x } ] }");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage request = server.next();
        byte[] refused = answer(request, TestAvp.u32(268, 3002));
        refused[4] |= 0x20;
        server.send(refused);
        assertThat(client.next().all(25)).isEmpty();
    }

    @Test
    void theAskerKnowsUsByTheNameThatItWasTold() {
        start(new TestConfig()
                .peers(HSS1, HSS2)
                .peer(CLIENT, null, "local-identity = edge.partner.example, local-realm = partner.example")
                .peersFile(GROUP)
                .rules(REQUESTS, reject("", 5012)));
        assertThat(asked(TestAvp.u32(268, 2001)).avp(294).text()).isEqualTo("edge.partner.example");
    }

    @Test
    void anExperimentalSuccessBecomesAResultCode() {
        agent(reject("experimental-result = \"10415:2xxx\"", 5012));
        RawMessage answer = asked(experimental(2001));
        assertThat(answer.resultCode()).isEqualTo(5012);
        assertThat(answer.all(297)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {3002, 4001, 5001, 6001, 5, 0})
    @Conforms({"6733:6.2.2/result-kept", "6733:7.1/unknown-class"})
    void aFailureStaysAsItIs(int result) {
        agent(reject("", 5012));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        for (TestAvp failed : List.of(TestAvp.u32(268, result), experimental(result == 0 ? 5001 : result), NO_STATE)) {
            client.send(Ask.realm("home.example"));
            byte[] sent = answer(server.next(), failed, SUBSCRIPTION);
            server.send(sent);
            RawMessage answer = client.next();
            assertThat(answer.bytes()).isEqualTo(Relayed.answer(sent, answer.hopByHop()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "result = 2001                              | true",
                "result = DIAMETER_SUCCESS                  | true",
                "result = [2002, \"2xxx\"]                  | true",
                "result = \"1000-2000\"                     | false",
                "experimental-result = \"10415:2001\"       | false",
                "from = hss                                 | true",
                "from = client.visited.example              | false",
                "asked-by = client.visited.example          | true",
                "asked-by = hss                             | false",
                "application = S6a, command = ULA           | true",
                "application = Sh                           | false",
                "command = AIR                              | false",
                "origin-realm = home.example                | true",
                "origin-host = hss2.home.example            | false",
                "origin-realm-matches-peer = true           | true",
                "flags = P                                  | true",
                "flags = E                                  | false",
                "size = \"0-60\"                            | false",
                "imsi = \"00101*\"                          | true",
                "imsi = \"00102*\"                          | false",
                "avp { path = Subscription-Data, exists = true } | true",
                "avp { path = Auth-Session-State, equals = 0 } | false",
                "not { result = 2001 }                      | false",
                "any = [ { result = 2002 }, { from = hss } ] | true"
            })
    void whatRulesAskOfAnAnswer(String match, boolean screened) {
        agent(reject(match, 5012));
        RawMessage answer = asked(TestAvp.u32(268, 2001), NO_STATE, TestAvp.text(1, "001010000000001"), SUBSCRIPTION);
        assertThat(isScreened(answer)).isEqualTo(screened);
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        agent(
                "{ name = trusted, match { phase = answer, from = hss, result = 2001 }, action = relay }",
                reject("", 5012));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        client.send(Ask.realm("home.example"));
        List<RawMessage> requests = server.next(2);
        byte[] trusted = answer(requests.get(0), TestAvp.u32(268, 2001), SUBSCRIPTION);
        server.send(trusted);
        RawMessage answer = client.next();
        assertThat(answer.bytes()).isEqualTo(Relayed.answer(trusted, answer.hopByHop()));
        server.send(answer(requests.get(1), TestAvp.u32(268, 2002)));
        assertThat(isScreened(client.next())).isTrue();
    }

    @Test
    void rulesAboutAnswersObserveContinueAndAreCounted() {
        TestAgent agent = agent(
                "{ name = tagged, match { phase = answer }, action = continue, tag = ours }",
                reject("", 5012).replace("action", "mode = observe, action"));
        assertThat(isScreened(asked(TestAvp.u32(268, 2001)))).isFalse();
        Map<String, Double> samples = agent.metrics();
        assertThat(samples)
                .containsEntry("realmgate_rule_hits_total{rule=\"requests\",mode=\"enforce\",}", 1.0)
                .containsEntry("realmgate_rule_hits_total{rule=\"tagged\",mode=\"enforce\",}", 1.0)
                .containsEntry("realmgate_rule_hits_total{rule=\"screened\",mode=\"observe\",}", 1.0)
                .containsEntry("realmgate_tagged_requests_total{tag=\"ours\",}", 1.0);
    }

    @Test
    void theRulesSeeTheAnswerThatGoesBackAndNoneBeforeIt() {
        agent(
                "{ name = busy, match { phase = answer, result = 3004 }, action = relay }",
                "{ name = second, match { phase = answer, from = " + HSS2 + " }, action = reject, result = 5012 }");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        first.send(RawMessages.answer(first.next(), 0x20, 3004, HSS1));
        second.serve();
        RawMessage answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(5012);
        assertThat(answer.avp(264).text()).isEqualTo(HSS2);
    }

    @Test
    void anErrorAnswerOfOursIsNotAskedAbout() {
        agent("{ name = all, match { phase = answer }, action = relay }", reject("asked-by = " + CLIENT, 5012));
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(3002);
        assertThat(answer.avp(264).text()).isEqualTo(TestAgent.IDENTITY);
    }

    @Test
    void whatWasAskedCountsAndNotWhatTheAnswerClaims() {
        agent(reject("application = S6a, command = ULR", 5012));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage request = server.next();
        server.send(
                TestMessage.of(0x40, 1, 1, request.hopByHop(), request.endToEnd(), List.of(TestAvp.u32(268, 2001))));
        assertThat(isScreened(client.next())).isTrue();
    }

    @Test
    void whatTheRulesCannotReadDoesNotPass() {
        TestAgent agent = agent(reject("application = S6a, avp { path = Subscription-Data, exists = true }", 5012));
        RawPeer client = connect(CLIENT, S6A, 16777217);
        RawPeer server = connect(HSS1, S6A, 16777217);
        for (int application : new int[] {S6A, 16777217}) {
            client.send(Ask.realm("home.example").application(application));
            byte[] broken = answer(server.next(), TestAvp.u32(268, 2001), SUBSCRIPTION);
            // The length of the Origin-Realm reaches beyond the message.
            broken[broken.length - 20 + 7] = 99;
            server.send(broken);
            RawMessage answer = client.next();
            if (application == S6A) {
                assertThat(answer.resultCode()).isEqualTo(3002);
                assertThat(answer.avp(264).text()).isEqualTo(TestAgent.IDENTITY);
            } else {
                assertThat(answer.bytes()).isEqualTo(Relayed.answer(broken, answer.hopByHop()));
            }
        }
        assertThat(agent.metric("realmgate_discarded_total", HSS1, "cause", "broken_answer"))
                .isOne();
    }

    @Test
    void ourProxyInfoIsTakenOffWhatARuleMadeToo() {
        agent(new TestConfig().agent("proxy-info = add"), reject("", 5012));
        RawMessage answer = asked(TestAvp.u32(268, 2001));
        assertThat(answer.resultCode()).isEqualTo(5012);
        assertThat(answer.avp(284).inner().get(0).text()).isEqualTo("proxy.visited.example");
    }

    @Test
    void theRulesThatSentTheRequestOnAreAskedAboutItsAnswer() {
        TestAgent agent = agent(reject("", 5012));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example").session("before"));
        RawMessage before = server.next();
        agent.config().rules(REQUESTS);
        assertThat(agent.reload().accepted()).isTrue();
        client.send(Ask.realm("home.example").session("after"));
        RawMessage after = server.next();
        server.send(answer(after, TestAvp.u32(268, 2001)));
        assertThat(isScreened(client.next())).isFalse();
        server.send(answer(before, TestAvp.u32(268, 2001)));
        assertThat(isScreened(client.next())).isTrue();
    }

    @Test
    void explainSaysWhatBecomesOfAnAnswer() {
        TestAgent agent = agent(
                "{ name = unlike, match { phase = answer, asked-by = hss }, action = relay }",
                reject("result = 2xxx", 5012));
        JsonObject fields = new JsonObject()
                .put("phase", "answer")
                .put("from", HSS1)
                .put("asked-by", CLIENT)
                .put("application", "S6a")
                .put("command", "ULA");
        JsonObject success = explain(agent, fields.copy().put("result", 2001));
        assertThat(success.getJsonObject("decision").getString("rule")).isEqualTo("screened");
        assertThat(success.getJsonObject("decision").getString("action")).isEqualTo("reject");
        assertThat(success.getJsonArray("passed").getJsonObject(0).getString("why"))
                .isEqualTo("asked-by: client.visited.example, wanted hss");
        assertThat(success.getString("next")).isEqualTo(CLIENT);
        JsonObject failure = explain(agent, fields.copy().put("experimental-result", "10415:5001"));
        assertThat(failure.getJsonObject("decision").getString("action")).isEqualTo("relay");
        assertThat(failure.getJsonArray("passed").getJsonObject(1).getString("why"))
                .isEqualTo("result: 10415:5001, wanted a success, as a failure is not changed");
    }

    private static JsonObject explain(TestAgent agent, JsonObject fields) {
        return new JsonObject(agent.http("POST", "/v1/explain", fields.encode()).body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"phase\": \"answer\"} | asked-by",
                "{\"phase\": \"reply\"} | request or answer",
                "{\"result\": 2001} | is for \"phase\" answer",
                "{\"phase\": \"answer\", \"asked-by\": \"a\", \"destination-realm\": \"b\"} | is for requests",
                "{\"phase\": \"answer\", \"asked-by\": \"a\", \"result\": \"DIAMETER_SUCESS\"} | did you mean",
                "{\"phase\": \"answer\", \"asked-by\": \"a\", \"experimental-result\": \"5001\"} | unknown",
                "{\"phase\": \"answer\", \"asked-by\": \"a\", \"result\": 1, \"experimental-result\": \"1:1\"} | one of them"
            })
    void aQuestionAboutAnAnswerThatIsUnclear(String more, String text) {
        JsonObject fields =
                new JsonObject(more).put("from", HSS1).put("application", "S6a").put("command", "ULA");
        assertThat(explain(agent(), fields).getString("title")).contains(text);
    }
}
