package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pending requests that find another next hop (RFC 6733 5.5.4).
 *
 * <pre>
 *                                          /-- hss1.home.example (priority 1: lost, silent, or refusing)
 *  client.visited.example --- [ agent ] --&lt;
 *                                          \-- hss2.home.example (priority 2)
 * </pre>
 */
class FailoverTest extends Behaviour {
    private static final int T_BIT = 0x10;
    private static final String GROUP = "groups { hss { members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = "
            + HSS2 + ", priority = 2 } ] } }";

    private TestAgent start(String agent, String rule) {
        return start(new TestConfig()
                .agent(agent)
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules("{ name = r, action = relay, to = hss" + rule + " }"));
    }

    private static long failovers(TestAgent agent) {
        return agent.metric("realmgate_failovers_total", HSS1);
    }

    private static byte[] tooBusy(RawMessage request, String server) {
        return RawMessages.answer(request, 0x20, 3004, server);
    }

    /** What leaves the second time is what left the first time, but for the hop-by-hop identifier and the T bit. */
    private static void isSameRequest(RawMessage again, RawMessage first, boolean retransmitted) {
        assertThat(again.endToEnd()).isEqualTo(first.endToEnd());
        assertThat(again.flags() & T_BIT).isEqualTo(retransmitted ? T_BIT : 0);
        byte[] expected = first.bytes().clone();
        byte[] actual = again.bytes().clone();
        for (int i : new int[] {4, 12, 13, 14, 15}) {
            expected[i] = 0;
            actual[i] = 0;
        }
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Conforms({"6733:3/t-bit-resent", "6733:5.5.4/failover", "6733:5.5.4/duplicates"})
    void whatIsPendingTowardsALostPeerGoesToTheNext(boolean reset) {
        TestAgent agent = start("timers.request = 60s", "");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        List<Ask> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Ask ask = Ask.realm("home.example").session("s;" + i);
            asked.add(ask);
            client.send(ask);
        }
        List<RawMessage> before = first.next(200);
        if (reset) {
            first.connection().reset();
        } else {
            first.close();
        }
        List<RawMessage> after = second.next(200);
        for (int i = 0; i < 200; i++) {
            isSameRequest(after.get(i), before.get(i), true);
            second.send(RawMessages.success(after.get(i), HSS2));
        }
        List<RawMessage> answers = client.next(200);
        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i).resultCode()).isEqualTo(2001);
            assertThat(answers.get(i).hopByHop())
                    .isEqualTo(asked.get(i).message().hopByHop());
        }
        assertThat(failovers(agent)).isEqualTo(200);
    }

    @Test
    @Conforms("6733:3/t-bit-after-error")
    void aPeerThatIsTooBusyIsPassedOverWithoutTheTBit() {
        TestAgent agent = start("timers.request = 60s", "");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage before = first.next();
        first.send(tooBusy(before, HSS1));
        RawMessage after = second.next();
        isSameRequest(after, before, false);
        second.send(RawMessages.success(after, HSS2));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(failovers(agent)).isEqualTo(1);
    }

    @Test
    @Conforms({"6733:3/t-bit-kept", "6733:3/t-bit-after-error"})
    void theTBitThatWasSetOnArrivalStays() {
        start("timers.request = 60s", "");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example").flags(0xd0));
        RawMessage before = first.next();
        assertThat(before.flags() & T_BIT).isEqualTo(T_BIT);
        first.send(tooBusy(before, HSS1));
        RawMessage after = second.next();
        isSameRequest(after, before, true);
        second.send(RawMessages.success(after, HSS2));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    void anAnswerOfTheLastCandidateIsPassedOn() {
        start("timers.request = 60s", "");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        first.send(tooBusy(first.next(), HSS1));
        second.send(tooBusy(second.next(), HSS2));
        RawMessage answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(3004);
        assertThat(answer.avp(264).text()).isEqualTo(HSS2);
    }

    private static final String SLOW =
            ", retry { on = [peer-lost, timeout, 3004], attempt-timeout = 100ms, deadline = 50s }";

    /** Answers of a server that were dropped because nobody waits for them. */
    private static long dropped(TestAgent agent, String server) {
        return agent.metric("realmgate_discarded_total", server, "cause", "answered_already")
                + agent.metric("realmgate_discarded_total", server, "cause", "unknown_hop_by_hop");
    }

    /** Servers that answer both, in either order: the first counts, and it is the only one. */
    @ParameterizedTest
    @ValueSource(strings = {HSS1, HSS2})
    void anAttemptThatTakesTooLongGoesToTheNextAndWhoAnswersFirstCounts(String quick) {
        TestAgent agent = start("timers.request = 60s", SLOW);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage before = first.next();
        RawMessage after = second.next();
        isSameRequest(after, before, true);
        Runnable firstAnswers = () -> first.send(RawMessages.success(before, HSS1));
        Runnable secondAnswers = () -> second.send(RawMessages.success(after, HSS2));
        (quick.equals(HSS1) ? firstAnswers : secondAnswers).run();
        assertThat(client.next().avp(264).text()).isEqualTo(quick);
        agent.awaitPending(quick.equals(HSS1) ? 1 : 0);
        (quick.equals(HSS1) ? secondAnswers : firstAnswers).run();
        String slow = quick.equals(HSS1) ? HSS2 : HSS1;
        await().until(() -> dropped(agent, slow), n -> n == 1);
        assertThat(dropped(agent, quick)).isZero();
        assertThat(agent.metric("realmgate_unanswered_total", HSS1, "cause", "timeout"))
                .isOne();
        assertThat(failovers(agent)).isOne();
    }

    /** Whoever is too busy says nothing that the other one may not say better. */
    @ParameterizedTest
    @ValueSource(strings = {HSS1, HSS2})
    void aRefusalIsNotTheFirstAnswerWhileAnotherIsWaitedFor(String busy) {
        start("timers.request = 60s", SLOW);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage before = first.next();
        RawMessage after = second.next();
        if (busy.equals(HSS1)) {
            first.send(tooBusy(before, HSS1));
            first.connection().ping();
            second.send(RawMessages.success(after, HSS2));
        } else {
            second.send(tooBusy(after, HSS2));
            second.connection().ping();
            first.send(RawMessages.success(before, HSS1));
        }
        RawMessage answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(2001);
        assertThat(answer.avp(264).text()).isNotEqualTo(busy);
    }

    @Test
    void theLastRefusalIsPassedOn() {
        start("timers.request = 60s", SLOW);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage before = first.next();
        second.send(tooBusy(second.next(), HSS2));
        second.connection().ping();
        first.send(tooBusy(before, HSS1));
        RawMessage answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(3004);
        assertThat(answer.avp(264).text()).isEqualTo(HSS1);
    }

    @Test
    void aLateAnswerThatIsFinalCountsWhateverItSays() {
        start("timers.request = 60s", SLOW);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage before = first.next();
        RawMessage after = second.next();
        first.send(RawMessages.answer(before, 0, 5004, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(5004);
        second.send(RawMessages.success(after, HSS2));
    }

    /** All of them are silent, or lost one after the other: one error answer, of ours. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whenNobodyAnswersThereIsOneError(boolean lost) {
        TestAgent agent = start("timers.request = 60s", SLOW.replace("50s", lost ? "50s" : "500ms"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        first.next();
        second.next();
        if (lost) {
            second.close();
            agent.awaitDown(HSS2);
            agent.awaitPending(1);
            first.close();
        }
        assertThat(client.next().resultCode()).isEqualTo(3002);
        agent.awaitPending(0);
        client.connection().ping();
    }

    @Test
    void anAttemptThatTakesTooLongIsWaitedForWhenNobodyElseCanTakeIt() {
        TestAgent agent = start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, HSS1, HSS2)
                .rules("{ name = witness, match { destination-realm = witness.example }, action = relay, to = " + HSS2
                        + ", retry { deadline = 400ms } }\n"
                        + "{ name = r, action = relay, to = " + HSS1 + ", retry { attempt-timeout = 100ms } }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer silent = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage request = first.next();
        // Its deadline passes after the attempt of the other one has.
        client.send(Ask.realm("witness.example"));
        silent.next();
        assertThat(client.next().resultCode()).isEqualTo(3002);
        first.send(RawMessages.success(request, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(failovers(agent)).isZero();
    }

    @Test
    void aRuleMayKeepARequestFromBeingSentAgain() {
        start("timers.request = 60s", ", retry { on = [3004] }");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        first.next();
        first.close();
        assertThat(client.next().resultCode()).isEqualTo(3002);
    }

    @Test
    void noServerButTheOneAskedForIsTried() {
        start("timers.request = 60s", "");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        connect(HSS2, S6A);
        client.send(Ask.realm("home.example").host(HSS1));
        first.next();
        first.close();
        assertThat(client.next().resultCode()).isEqualTo(3002);
    }

    @Test
    void anotherAgentMayReachTheHostAskedFor() {
        start("timers.request = 60s", "");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer agent = connect(HSS2, -1);
        client.send(Ask.realm("home.example").host(HSS1));
        RawMessage before = first.next();
        first.close();
        RawMessage after = agent.next();
        isSameRequest(after, before, true);
        agent.send(RawMessages.success(after, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    /** The first server is slow, not dead: with the second one lost it is waited for, and not asked again. */
    @Test
    void whenTheLastOneIsLostASlowOneIsWaitedFor() {
        TestAgent agent = start("timers.request = 60s", SLOW);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage before = first.next();
        second.next();
        second.close();
        agent.awaitDown(HSS2);
        agent.awaitPending(1);
        first.connection().ping();
        first.send(RawMessages.success(before, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(failovers(agent)).isOne();
    }

    /** More than the retry budget allows would like to go elsewhere and cannot; one that can still may. */
    @Test
    void whatNobodyElseCanTakeCostsNothingOfTheRetryBudget() {
        TestAgent agent = start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules("{ name = alone, match { destination-realm = alone.example }, action = relay, to = " + HSS1
                        + ", retry { on = [timeout], attempt-timeout = 20ms } }\n"
                        + "{ name = witness, match { destination-realm = witness.example }, action = relay, to = "
                        + HSS2 + ", retry { deadline = 200ms } }\n"
                        + "{ name = r, action = relay, to = hss }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        // The budget, and what these themselves earn; by and by, since a server that does not keep up is refused.
        List<RawMessage> alone = new ArrayList<>();
        while (alone.size() < 13_000) {
            for (int i = 0; i < 500; i++) {
                client.send(Ask.realm("alone.example"));
            }
            alone.addAll(first.next(500));
        }
        // Its deadline passes after the attempts of the others have.
        client.send(Ask.realm("witness.example"));
        second.next();
        assertThat(client.next().resultCode()).isEqualTo(3002);
        client.send(Ask.realm("home.example"));
        first.send(tooBusy(first.next(), HSS1));
        second.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
        alone.forEach(request -> first.send(RawMessages.success(request, HSS1)));
        client.next(alone.size());
        assertThat(failovers(agent)).isEqualTo(1);
    }

    /** As long as hss1 is up, requests are for the group; without it, or after the reload, for nobody. */
    private static final String WHILE_UP = "{ name = up, match { group-up = first }, action = relay, to = hss }";

    private static final String NOBODY = "{ name = no, action = reject, result = 5012 }";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasDecidedStaysDecided(boolean reload) {
        TestAgent agent = start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP.substring(0, GROUP.length() - 1) + "\nfirst { members = [ " + HSS1 + " ] } }")
                .rules(WHILE_UP, NOBODY));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage before = first.next();
        if (reload) {
            agent.config().rules(NOBODY);
            assertThat(agent.reload().accepted()).isTrue();
        }
        first.close();
        RawMessage after = second.next();
        isSameRequest(after, before, true);
        // The next request is for the rules as they are now.
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(5012);
        second.send(RawMessages.success(after, HSS2));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }
}
