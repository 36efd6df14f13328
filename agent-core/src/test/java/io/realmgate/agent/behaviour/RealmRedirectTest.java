package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers 3011 (RFC 7075 3.2.2): the operator of home.example has moved the service to another realm.
 *
 * <pre>
 *                                          /-- hss1.home.example (redirects to new.example)
 *  client.visited.example --- [ agent ] --&lt;
 *                                          \-- hss.new.example
 * </pre>
 */
class RealmRedirectTest extends Behaviour {
    private static final String NEW = "hss.new.example";
    private static final int REALM_AND_APPLICATION = 3;

    private TestAgent start(String agentLines) {
        return start(new TestConfig()
                .agent("timers.request = 60s\n" + agentLines)
                .peers(CLIENT, HSS1, NEW)
                .rules());
    }

    private static void isTurned(RawMessage turned, RawMessage first) {
        assertThat(turned.all(293)).isEmpty();
        assertThat(turned.avp(283).text()).isEqualTo("new.example");
        assertThat(turned.endToEnd()).isEqualTo(first.endToEnd());
        assertThat(turned.flags()).isEqualTo(first.flags());
        // All else as it was, in its order.
        assertThat(turned.avps().stream()
                        .filter(avp -> !avp.is(283))
                        .map(RawAvp::toString)
                        .toList())
                .isEqualTo(first.avps().stream()
                        .filter(avp -> !avp.is(283) && !avp.is(293))
                        .map(RawAvp::toString)
                        .toList());
    }

    private static String explain(TestAgent agent, Ask ask) {
        String hex = HexFormat.of().formatHex(ask.bytes());
        return agent.http(
                        "POST", "/v1/explain", new JsonObject().put("hex", hex).encode())
                .body();
    }

    @Test
    void theRequestIsTurnedToTheFirstRealmThatHasSomebody() {
        TestAgent agent = start("realm-redirect = [ S6a ]");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer old = connect(HSS1, S6A);
        RawPeer current = connect(NEW, S6A);
        Ask ask = Ask.realm("home.example").host(HSS1);
        client.send(ask);
        RawMessage first = old.next();
        old.send(RedirectAnswer.toRealms(first, HSS1, "nowhere.example", "not a realm", "new.example")
                .bytes());
        isTurned(current.serve(), first);
        RawMessage answer = client.next();
        assertThat(answer.avp(264).text()).isEqualTo(NEW);
        assertThat(answer.hopByHop()).isEqualTo(ask.message().hopByHop());
        assertThat(agent.metric("realmgate_redirects_total", HSS1, "outcome", "followed"))
                .isEqualTo(1);
    }

    @Test
    void laterRequestsAreTurnedAtOnceWhileThereIsSomebody() {
        TestAgent agent = start("realm-redirect = [ \"16777251\" ]");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer old = connect(HSS1, S6A);
        RawPeer current = connect(NEW, S6A);
        client.send(Ask.realm("home.example"));
        old.send(RedirectAnswer.toRealms(old.next(), HSS1, "new.example")
                .cached(REALM_AND_APPLICATION, 3600)
                .bytes());
        current.serve();
        client.next();
        Ask again = Ask.realm("Home.Example").session("another");
        String explained = explain(agent, again);
        assertThat(explained).contains("\"next\" : \"" + NEW).contains("an earlier answer of " + HSS1 + " (3011)");
        client.send(again);
        RawMessage turned = current.serve();
        assertThat(turned.avp(283).text()).isEqualTo("new.example");
        assertThat(turned.avp(282).text()).isEqualTo(CLIENT);
        assertThat(client.next().hopByHop()).isEqualTo(again.message().hopByHop());
        assertThat(agent.get("/v1/redirects").body()).contains("\"realm\" : \"new.example\"");
        current.close();
        agent.awaitDown(NEW);
        assertThat(explain(agent, again)).contains("\"next\" : \"" + HSS1).contains("nobody can take it");
        // Asking forgets nothing.
        assertThat(agent.get("/v1/redirects").body()).contains("\"size\" : 1");
        client.send(Ask.realm("home.example"));
        old.serve();
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
        assertThat(agent.get("/v1/redirects").body()).contains("\"size\" : 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "realm-redirect = [ Cx ]", "realm-redirect = [ S6a ]\nredirect = pass"})
    void onlyForApplicationsThatAreNamed(String lines) {
        start(lines);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer old = connect(HSS1, S6A);
        RawPeer current = connect(NEW, S6A);
        client.send(Ask.realm("home.example"));
        old.send(RedirectAnswer.toRealms(old.next(), HSS1, "new.example").bytes());
        if (lines.contains("S6a")) {
            // The setting for hosts is another one.
            current.serve();
            assertThat(client.next().resultCode()).isEqualTo(2001);
        } else {
            assertThat(client.next().resultCode()).isEqualTo(3011);
        }
    }

    /** RFC 7075 3.2.2: when nobody can be reached, the indication goes on towards the client. */
    @Test
    void whatFailsGoesToTheClient() {
        start("realm-redirect = [ S6a ]");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer old = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        old.send(RedirectAnswer.toRealms(old.next(), HSS1, "new.example", "home.example")
                .bytes());
        RawMessage answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(3011);
        assertThat(answer.all(620)).hasSize(2);
    }
}
