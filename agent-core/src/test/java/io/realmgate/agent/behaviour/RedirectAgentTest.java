package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The agent as a redirect agent (RFC 6733 6.1.8, RFC 7075 3.2.1), and two agents of which one redirects and the other follows.
 *
 * <pre>
 *  client.visited.example --- [ follows ] --- [ redirects ]
 *                                  |
 *                                  |--- hss1.home.example
 *                                  \--- hss2.home.example
 * </pre>
 */
class RedirectAgentTest extends Behaviour {
    private static final String REDIRECTING = "redirects.transit.example";

    private static TestConfig config(String... rules) {
        return new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .peersFile("groups { hss { members = [ { peer = " + HSS1 + ", weight = 1 }, { peer = " + HSS2
                        + ", weight = 1 } ] } }")
                .rules(rules);
    }

    private static List<String> texts(RawMessage answer, int code) {
        return answer.all(code).stream().map(RawAvp::text).toList();
    }

    private static void isRedirect(RawMessage answer, Ask ask, int result) {
        assertThat(answer.resultCode()).isEqualTo(result);
        assertThat(answer.isError()).isTrue();
        assertThat(answer.avp(264).text()).isEqualTo(TestAgent.IDENTITY);
        assertThat(answer.hopByHop()).isEqualTo(ask.message().hopByHop());
        assertThat(answer.endToEnd()).isEqualTo(ask.message().endToEnd());
        assertThat(answer.avps().get(0).code()).isEqualTo(263);
    }

    @Conforms({"6733:2.7/redirect", "6733:6.1.8/redirect-answer", "6733:6.12/redirect-host", "6733:6.14/cache-time"})
    @Test
    void theHostsOfTheRuleWithUsageAndTime() {
        TestAgent agent =
                start(config("{ name = r, action = redirect, to = hss, usage = ALL_SESSION, cache-time = 90s }"));
        RawPeer client = connect(CLIENT, S6A);
        Ask ask = Ask.realm("home.example")
                .with(TestAvp.of(284, TestAvp.encode(List.of(TestAvp.text(280, "x"), TestAvp.text(33, "y")))));
        client.send(ask);
        RawMessage answer = client.next();
        isRedirect(answer, ask, 3006);
        // Nobody is connected: an agent that only redirects needs no connections.
        assertThat(texts(answer, 292)).containsExactlyInAnyOrder("aaa://" + HSS1, "aaa://" + HSS2);
        assertThat(answer.avp(261).number()).isEqualTo(1);
        assertThat(answer.avp(262).number()).isEqualTo(90);
        assertThat(answer.all(284)).hasSize(1);
        assertThat(agent.metric("realmgate_error_answers_total", CLIENT, "result_code", "3006"))
                .isEqualTo(1);
    }

    @Test
    void whoIsUpIsNamedAndEachIsNamedFirstByItsWeight() {
        start(config("{ name = r, action = redirect, to = hss }"));
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage alone = client.next();
        assertThat(texts(alone, 292)).containsExactly("aaa://" + HSS1);
        assertThat(alone.all(261)).isEmpty();
        assertThat(alone.all(262)).isEmpty();
        connect(HSS2, S6A);
        Set<String> first = new HashSet<>();
        while (first.size() < 2) {
            client.send(Ask.realm("home.example"));
            RawMessage both = client.next();
            assertThat(both.all(292)).hasSize(2);
            first.add(texts(both, 292).get(0));
        }
    }

    @Test
    void thePortIsTheOneThatWeConnectTo() {
        RawListener listener = listen();
        start(new TestConfig()
                .peers(CLIENT)
                .peer(HSS1, listener)
                .rules("{ name = r, action = redirect, to = " + HSS1 + " }"));
        accept(listener, HSS1, S6A);
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example"));
        assertThat(texts(client.next(), 292)).containsExactly("aaa://" + HSS1 + ":" + listener.port());
    }

    @Test
    void nobodyIsRedirectedToHimself() {
        start(config("{ name = r, action = redirect, to = " + HSS1 + " }"));
        RawPeer server = connect(HSS1, S6A);
        server.send(Ask.realm("home.example").from(HSS1));
        assertThat(server.next().resultCode()).isEqualTo(3002);
    }

    @Test
    void theRealmsOfTheRule() {
        start(config("{ name = r, match { application = S6a }, action = redirect, "
                + "to-realm = [ new.example, newer.example ], usage = REALM_AND_APPLICATION, cache-time = 1h }"));
        RawPeer client = connect(CLIENT, S6A);
        Ask ask = Ask.realm("home.example");
        client.send(ask);
        RawMessage answer = client.next();
        isRedirect(answer, ask, 3011);
        assertThat(texts(answer, 620)).containsExactly("new.example", "newer.example");
        assertThat(answer.avp(261).number()).isEqualTo(3);
        assertThat(answer.avp(262).number()).isEqualTo(3600);
        assertThat(answer.all(292)).isEmpty();
    }

    @Test
    void whatIsExplainedIsWhatHappens() {
        TestAgent agent = start(config("{ name = r, action = redirect, to = hss }"));
        connect(CLIENT, S6A);
        JsonObject fields = new JsonObject()
                .put("from", CLIENT)
                .put("application", "S6a")
                .put("command", "ULR")
                .put("destination-realm", "home.example");
        JsonObject explained = new JsonObject(
                agent.http("POST", "/v1/explain", fields.encode()).body());
        assertThat(explained.getJsonObject("decision").getString("action")).isEqualTo("redirect");
        assertThat(explained.getJsonObject("decision").getString("to")).isEqualTo("hss");
        assertThat(explained.getInteger("result")).isEqualTo(3006);
    }

    @Test
    void oneAgentRedirectsAndAnotherFollows() {
        TestAgent redirects = start(new TestConfig()
                .identity(REDIRECTING)
                .peers(TestAgent.IDENTITY, HSS1, HSS2)
                .peersFile("groups { hss { members = [ " + HSS1 + ", " + HSS2 + " ] } }")
                .rules("{ name = r, action = redirect, to = hss, usage = ALL_SESSION, cache-time = 1h }"));
        TestAgent follows = start(new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .peerWithRealm(REDIRECTING, TestAgent.REALM, ", connect = \"tcp://127.0.0.1:" + redirects.port() + "\"")
                .rules("{ name = r, match { from = " + CLIENT + " }, action = relay, to = " + REDIRECTING + " }"));
        follows.awaitOpen(REDIRECTING);
        RawPeer client = connect(follows, CLIENT, S6A);
        connect(follows, HSS1, S6A).echo();
        connect(follows, HSS2, S6A).echo();
        String[] first = new String[20];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < first.length; i++) {
                client.send(Ask.realm("home.example").session("s;" + i));
                String server = client.next().avp(264).text();
                assertThat(round == 0 ? server : first[i]).isEqualTo(server);
                first[i] = server;
            }
        }
        assertThat(Arrays.stream(first).collect(Collectors.toSet())).containsExactlyInAnyOrder(HSS1, HSS2);
        // The second round went straight.
        assertThat(follows.metric("realmgate_redirects_total", REDIRECTING, "outcome", "followed"))
                .isEqualTo(20);
        assertThat(follows.metrics()).containsEntry("realmgate_redirect_cache_hits_total", 20.0);
    }
}
