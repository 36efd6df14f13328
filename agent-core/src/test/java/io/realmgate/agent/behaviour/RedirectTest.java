package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestAvp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers 3006 that are followed, and those that are not (RFC 6733 6.1.8).
 *
 * <pre>
 *                                          /-- slf.home.example (redirects)
 *  client.visited.example --- [ agent ] --&lt;--- hss1.home.example
 *                                          \-- hss2.home.example
 * </pre>
 */
class RedirectTest extends Behaviour {
    private static final String SLF = "slf.home.example";
    private static final String TO_HSS1 = "aaa://" + HSS1 + ":3868;transport=tcp";
    private static final String TO_HSS2 = "aaa://" + HSS2;
    private static final int T_BIT = 0x10;

    @SuppressWarnings("NullAway.Init") // Each test begins with start().
    private RawPeer client;

    @SuppressWarnings("NullAway.Init")
    private RawPeer slf;

    private TestAgent start(String agentLines, String rule) {
        TestAgent agent = start(new TestConfig()
                .agent("timers.request = 60s\n" + agentLines)
                .peers(CLIENT, SLF, HSS1, HSS2)
                .rules("{ name = r, match { from = " + CLIENT + " }, action = relay, to = " + SLF + rule + " }"));
        client = connect(CLIENT, S6A);
        slf = connect(SLF, S6A);
        return agent;
    }

    private static long redirects(TestAgent agent, String outcome) {
        return agent.metric("realmgate_redirects_total", SLF, "outcome", outcome);
    }

    /** The client's request, as it reached the one who redirects. */
    private RawMessage asked() {
        client.send(Ask.realm("home.example"));
        return slf.next();
    }

    private void passed(byte[] answer) {
        slf.send(answer);
        RawMessage got = client.next();
        assertThat(got.resultCode()).isEqualTo(3006);
        assertThat(got.avp(264).text()).isEqualTo(SLF);
    }

    private static void isSameRequest(RawMessage again, RawMessage first) {
        byte[] expected = first.bytes().clone();
        byte[] actual = again.bytes().clone();
        for (int i : new int[] {12, 13, 14, 15}) {
            expected[i] = 0;
            actual[i] = 0;
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void theRequestGoesToTheHostAsItWasSent() {
        TestAgent agent = start("", "");
        RawPeer hss = connect(HSS1, S6A);
        RawMessage first = asked();
        slf.send(RedirectAnswer.toHosts(first, SLF, TO_HSS1).bytes());
        RawMessage again = hss.next();
        isSameRequest(again, first);
        assertThat(again.flags() & T_BIT).isZero();
        hss.send(RawMessages.success(again, HSS1));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
        assertThat(redirects(agent, "followed")).isEqualTo(1);
        assertThat(agent.metric("realmgate_failovers_total", SLF)).isZero();
    }

    @Test
    void theTBitThatWasSetOnArrivalStays() {
        start("", "");
        RawPeer hss = connect(HSS1, S6A);
        client.send(Ask.realm("home.example").flags(0xd0));
        slf.send(RedirectAnswer.toHosts(slf.next(), SLF, TO_HSS1).bytes());
        RawMessage again = hss.next();
        assertThat(again.flags() & T_BIT).isEqualTo(T_BIT);
        hss.send(RawMessages.success(again, HSS1));
        client.next();
    }

    @Test
    void theFirstHostThatCanTakeItDoes() {
        start("", "");
        RawPeer hss = connect(HSS2, S6A);
        slf.send(RedirectAnswer.toHosts(
                        asked(),
                        SLF,
                        "aaa://unknown.home.example",
                        "aaa://" + HSS2 + ";transport=tcp;protocol=radius",
                        TO_HSS1,
                        "aaa://" + CLIENT,
                        TO_HSS2)
                .bytes());
        hss.serve();
        assertThat(client.next().avp(264).text()).isEqualTo(HSS2);
    }

    /** Nobody is connected to because an answer says so, and nobody gets a request twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaa://unknown.home.example",
                "aaa://hss1.home.example",
                "aaa://slf.home.example",
                "aaa://client.visited.example",
                "aaa://agent.transit.example",
                "hss2.home.example",
                ""
            })
    void whoCannotBeFollowedToIsNotAndTheAnswerIsPassedOn(String uri) {
        TestAgent agent = start("", "");
        passed(RedirectAnswer.toHosts(asked(), SLF, uri).bytes());
        assertThat(redirects(agent, "passed")).isEqualTo(1);
        assertThat(agent.agent().peers()).hasSize(4);
    }

    @Test
    void anAnswerWithoutHostsIsPassedOn() {
        start("", "");
        passed(RedirectAnswer.toHosts(asked(), SLF).bytes());
    }

    @Test
    void anAnswerWithoutErrorBitIsPassedOn() {
        start("", "");
        connect(HSS1, S6A);
        passed(RedirectAnswer.toHosts(asked(), SLF, TO_HSS1).withoutError().bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass", "follow"})
    void aRuleDecidesAgainstTheAgentsSetting(String rule) {
        TestAgent agent = start("redirect = " + (rule.equals("pass") ? "follow" : "pass"), ", redirect = " + rule);
        RawPeer hss = connect(HSS1, S6A);
        RawMessage asked = asked();
        byte[] answer = RedirectAnswer.toHosts(asked, SLF, TO_HSS1).bytes();
        if (rule.equals("pass")) {
            passed(answer);
            assertThat(redirects(agent, "passed")).isEqualTo(1);
        } else {
            slf.send(answer);
            hss.serve();
            assertThat(client.next().resultCode()).isEqualTo(2001);
        }
    }

    /** The first attempt and three redirects are the four attempts that a request has. */
    @Test
    void hostsThatRedirectInACircleEnd() {
        start("", "");
        RawPeer hss1 = connect(HSS1, S6A);
        RawPeer hss2 = connect(HSS2, S6A);
        slf.send(RedirectAnswer.toHosts(asked(), SLF, TO_HSS1).bytes());
        hss1.send(RedirectAnswer.toHosts(hss1.next(), HSS1, TO_HSS2).bytes());
        hss2.send(RedirectAnswer.toHosts(hss2.next(), HSS2, TO_HSS1, "aaa://" + SLF)
                .bytes());
        RawMessage answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(3006);
        assertThat(answer.avp(264).text()).isEqualTo(HSS2);
    }

    @Test
    void aHostInTheRouteRecordIsNotFollowedTo() {
        start("", "");
        connect(HSS1, S6A);
        client.send(Ask.realm("home.example").routeRecord(HSS1));
        passed(RedirectAnswer.toHosts(slf.next(), SLF, TO_HSS1).bytes());
    }

    @Test
    void aHostThatIsLostFailsOverToWhoeverHasNotHadTheRequest() {
        start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, SLF, HSS1, HSS2)
                .peersFile("groups { g { members = [ { peer = " + SLF + ", priority = 1 }, { peer = " + HSS2
                        + ", priority = 2 } ] } }")
                .rules("{ name = r, match { from = " + CLIENT + " }, action = relay, to = g }"));
        client = connect(CLIENT, S6A);
        slf = connect(SLF, S6A);
        RawPeer hss1 = connect(HSS1, S6A);
        RawPeer hss2 = connect(HSS2, S6A);
        slf.send(RedirectAnswer.toHosts(asked(), SLF, TO_HSS1).bytes());
        hss1.next();
        hss1.close();
        RawMessage again = hss2.serve();
        assertThat(again.flags() & T_BIT).isEqualTo(T_BIT);
        assertThat(client.next().avp(264).text()).isEqualTo(HSS2);
    }

    @Test
    void manyRedirectsNeedNoRetryBudget() {
        start("", "");
        RawPeer hss = connect(HSS1, S6A);
        hss.echo();
        slf.connection()
                .respond(
                        request -> RedirectAnswer.toHosts(request, SLF, TO_HSS1).bytes());
        int rounds = 13;
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < 1000; i++) {
                client.send(Ask.realm("home.example").session("s;" + round + ";" + i));
            }
            assertThat(client.next(1000)).allMatch(answer -> answer.resultCode() == 2001);
        }
    }

    @Test
    void aBrokenAvpInARedirectIsNoReasonToStumble() {
        start("", "");
        connect(HSS1, S6A);
        passed(RedirectAnswer.toHosts(asked(), SLF)
                .with(TestAvp.of(261, new byte[] {1}))
                .with(TestAvp.of(262, new byte[] {1, 2, 3, 4, 5}))
                .with(TestAvp.of(292, new byte[] {(byte) 0xff, 0}))
                .bytes());
    }
}
