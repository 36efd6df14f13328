package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Redirects that are remembered for other requests (RFC 6733 6.13, 6.14).
 *
 * <pre>
 *                                          /-- slf.home.example (redirects)
 *  client.visited.example --- [ agent ] --&lt;--- hss1.home.example
 *                                          \-- hss2.home.example
 * </pre>
 */
class RedirectUsageTest extends Behaviour {
    private static final String SLF = "slf.home.example";
    private static final String TO_HSS1 = "aaa://" + HSS1;
    private static final String TO_HSS2 = "aaa://" + HSS2;
    private static final int OTHER_APPLICATION = 16777217;

    private static final int ALL_SESSION = 1;
    private static final int ALL_REALM = 2;
    private static final int ALL_APPLICATION = 4;
    private static final int ALL_HOST = 5;

    private TestAgent agent;
    private RawPeer client;
    private RawPeer slf;
    private RawPeer hss1;
    private RawPeer hss2;

    @BeforeEach
    void begin() {
        agent = start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, SLF, HSS1, HSS2)
                .rules(
                        "{ name = straight, match { destination-realm = straight.example }, action = relay, to = "
                                + HSS2 + " }",
                        "{ name = slf, match { from = " + CLIENT + " }, action = relay, to = " + SLF + " }"));
        client = connect(CLIENT, S6A, OTHER_APPLICATION);
        slf = connect(SLF, RELAY);
        hss1 = connect(HSS1, RELAY);
        hss2 = connect(HSS2, RELAY);
    }

    private static Ask ask(String session, String user, String realm, int application) {
        return Ask.realm(realm).session(session).application(application).with(TestAvp.text(1, user));
    }

    private static Ask usual() {
        return ask("s1", "u1", "home.example", S6A);
    }

    /** Has a request answered by a redirect that may be cached, and served where that leads. */
    private void learn(Ask ask, String uri, RawPeer host, int usage, int seconds) {
        client.send(ask);
        slf.send(RedirectAnswer.toHosts(slf.next(), SLF, uri)
                .cached(usage, seconds)
                .bytes());
        goesTo(host);
    }

    private void goesTo(RawPeer server) {
        server.serve();
        assertThat(client.next().avp(264).text()).isEqualTo(server.identity());
    }

    private void goesTo(RawPeer server, Ask ask) {
        client.send(ask);
        goesTo(server);
    }

    private JsonObject redirects() {
        return new JsonObject(agent.get("/v1/redirects").body());
    }

    /** Which of session, user, realm and application have to be the same. */
    @ParameterizedTest
    @CsvSource({
        // usage, other session, other user, other realm, other application
        "0, false, false, false, false",
        "1, false, true,  true,  true",
        "2, true,  true,  false, true",
        "3, true,  true,  false, false",
        "4, true,  true,  true,  false",
        "5, true,  true,  true,  true",
        "6, true,  false, true,  true",
        "7, false, false, false, false"
    })
    void whichRequestsAreMeant(int usage, boolean session, boolean user, boolean realm, boolean application) {
        learn(usual(), TO_HSS1, hss1, usage, 3600);
        boolean cached = usage >= 1 && usage <= 6;
        goesTo(cached ? hss1 : slf, usual());
        goesTo(session ? hss1 : slf, ask("s2", "u1", "home.example", S6A));
        goesTo(user ? hss1 : slf, ask("s1", "u2", "home.example", S6A));
        goesTo(realm ? hss1 : slf, ask("s1", "u1", "other.example", S6A));
        goesTo(application ? hss1 : slf, ask("s1", "u1", "home.example", OTHER_APPLICATION));
        assertThat(redirects().getInteger("size")).isEqualTo(cached ? 1 : 0);
    }

    @Test
    void realmsCompareWithoutCaseAndSessionsDoNot() {
        learn(usual(), TO_HSS1, hss1, ALL_REALM, 3600);
        goesTo(hss1, ask("s2", "u2", "HOME.Example", S6A));
        agent.http("DELETE", "/v1/redirects");
        learn(usual(), TO_HSS1, hss1, ALL_SESSION, 3600);
        goesTo(slf, ask("S1", "u1", "home.example", S6A));
    }

    /** 6.13: ALL_SESSION, ALL_USER, REALM_AND_APPLICATION, ALL_REALM, ALL_APPLICATION, ALL_HOST. */
    @Conforms({"6733:6.1.8/precedence", "6733:6.13/precedence"})
    @ParameterizedTest
    @CsvSource({"1, 6", "6, 3", "3, 2", "2, 4", "4, 5"})
    void theUsageThatComesFirstWins(int first, int second) {
        // Both are learned from requests that were under way together.
        client.send(usual());
        RawMessage one = slf.next();
        client.send(usual());
        RawMessage other = slf.next();
        slf.send(RedirectAnswer.toHosts(one, SLF, TO_HSS2).cached(second, 3600).bytes());
        goesTo(hss2);
        slf.send(RedirectAnswer.toHosts(other, SLF, TO_HSS1).cached(first, 3600).bytes());
        goesTo(hss1);
        assertThat(redirects().getInteger("size")).isEqualTo(2);
        goesTo(hss1, usual());
    }

    @Test
    void withoutItsTimeNothingIsCached() {
        client.send(usual());
        slf.send(RedirectAnswer.toHosts(slf.next(), SLF, TO_HSS1)
                .with(TestAvp.u32(261, ALL_REALM))
                .bytes());
        goesTo(hss1);
        goesTo(slf, usual());
        learn(usual(), TO_HSS1, hss1, ALL_REALM, 0);
        goesTo(slf, usual());
    }

    /** Nobody draws requests that would not have gone to him. */
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 4})
    void requestsThatGoElsewhereAreNotTouched(int usage) {
        learn(usual(), TO_HSS1, hss1, usage, 3600);
        goesTo(hss2, ask("s1", "u1", "straight.example", S6A));
        goesTo(hss2, usual().host(HSS2));
    }

    /** What a host behind the one who answered says of itself is not for everything that goes that way. */
    @Test
    void allHostIsForTheHostThatRedirectsAndNotForTheAgentBeforeIt() {
        client.send(usual());
        slf.send(RedirectAnswer.toHosts(slf.next(), "behind.home.example", TO_HSS1)
                .cached(ALL_HOST, 3600)
                .bytes());
        goesTo(hss1);
        goesTo(slf, usual());
    }

    @Conforms("6733:6.14/unreachable")
    @Test
    void whatLeadsToNobodyIsForgotten() {
        learn(usual(), TO_HSS1, hss1, ALL_REALM, 3600);
        hss1.close();
        agent.awaitDown(HSS1);
        goesTo(slf, usual());
        assertThat(redirects().getInteger("size")).isZero();
        hss1 = connect(HSS1, RELAY);
        goesTo(slf, usual());
    }

    @Test
    void oneHostLostLeavesTheOthers() {
        client.send(usual());
        slf.send(RedirectAnswer.toHosts(slf.next(), SLF, TO_HSS1, TO_HSS2)
                .cached(ALL_REALM, 3600)
                .bytes());
        goesTo(hss1);
        hss1.close();
        agent.awaitDown(HSS1);
        goesTo(hss2, usual());
    }

    @Test
    void aReloadForgetsWhatLeadsToPeersThatAreGone() {
        learn(usual(), TO_HSS1, hss1, ALL_REALM, 3600);
        learn(ask("s1", "u1", "other.example", S6A), TO_HSS2, hss2, ALL_REALM, 3600);
        assertThat(redirects().getInteger("size")).isEqualTo(2);
        agent.config().withoutPeer(HSS1);
        assertThat(agent.reload().accepted()).isTrue();
        hss1.connection().nextDisconnect();
        hss1.connection().awaitClosed();
        JsonObject left = redirects();
        assertThat(left.getInteger("size")).isEqualTo(1);
        assertThat(left.getJsonArray("redirects").getJsonObject(0).getString("for"))
                .isEqualTo("other.example");
    }

    @Test
    void whatIsRememberedCanBeSeenAndForgottenWithoutTellingWhoIsMeant() {
        learn(usual(), TO_HSS1, hss1, ALL_APPLICATION, 3600);
        JsonObject row = redirects().getJsonArray("redirects").getJsonObject(0);
        assertThat(row.getString("usage")).isEqualTo("ALL_APPLICATION");
        assertThat(row.getString("application")).isEqualTo(Integer.toUnsignedString(S6A));
        assertThat(row.getString("from")).isEqualTo(SLF);
        assertThat(row.getJsonArray("hosts").encode()).isEqualTo("[\"" + HSS1 + "\"]");
        assertThat(row.getLong("secondsLeft")).isBetween(3000L, 3600L);
        goesTo(hss1, usual());
        assertThat(agent.metrics())
                .containsEntry("realmgate_redirect_cache_hits_total", 1.0)
                .containsEntry("realmgate_redirect_cache_entries", 1.0);
        assertThat(agent.http("DELETE", "/v1/redirects").body()).contains("\"forgotten\" : 1");
        learn(usual(), TO_HSS1, hss1, 6, 3600);
        assertThat(agent.get("/v1/redirects").body()).doesNotContain("u1");
    }
}
