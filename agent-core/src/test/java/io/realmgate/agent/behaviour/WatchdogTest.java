package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.realmgate.agent.conformance.Conforms;
import org.junit.jupiter.api.Test;

/**
 * Each side proves that it lives (RFC 6733 5.5, RFC 3539 3.4.1). Tw is 100 ms here.
 *
 * <pre>
 *  client.visited.example -- [ agent ] &lt;-- DWR, DWA --&gt; hss1.home.example
 * </pre>
 */
class WatchdogTest extends Behaviour {
    private static final String TW = "timers.watchdog = 100ms";

    @Test
    @Conforms("3539:3.4/support")
    void aWatchdogRequestIsAnswered() {
        start(new TestConfig().peers(CLIENT));
        RawMessage answer = connect(CLIENT, S6A).connection().ping();
        assertThat(answer.flags()).isZero();
        assertThat(answer.avps().stream().map(RawAvp::code).toList()).containsExactly(268, 264, 296, 278);
        assertThat(answer.resultCode()).isEqualTo(2001);
        assertThat(answer.avp(264).text()).isEqualTo(TestAgent.IDENTITY);
    }

    @Test
    @Conforms({"6733:5.5.2/watchdog", "3539:3.4/support"})
    void anIdlePeerIsProbedAndStaysOpen() {
        TestAgent agent = start(new TestConfig().agent(TW).peers(CLIENT));
        RawPeer client = connect(CLIENT, S6A);
        RawMessage dwr = client.connection().nextWatchdog();
        assertThat(dwr.flags()).isEqualTo(Ask.R);
        assertThat(dwr.application()).isZero();
        assertThat(dwr.avps().stream().map(RawAvp::code).toList()).containsExactly(264, 296, 278);
        for (int i = 0; i < 4; i++) {
            client.connection().nextWatchdog();
        }
        assertThat(agent.peer(CLIENT).isOpen()).isTrue();
    }

    @Test
    @Conforms("3539:3.4.1/reset")
    void anythingThatArrivesIsASignOfLife() {
        TestAgent agent = start(new TestConfig().agent("timers.watchdog = 1s").peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        client.connection().ignoreWatchdog();
        client.connection().nextWatchdog();
        // The other peer's watchdog tells when Tw has passed.
        RawPeer clock = connect(HSS1, S6A);
        for (int i = 0; i < 3; i++) {
            clock.connection().nextWatchdog();
            client.send(Ask.realm("unknown.example"));
            assertThat(client.next().resultCode()).isEqualTo(3003);
        }
        assertThat(agent.peer(CLIENT).isOpen()).isTrue();
        client.connection().awaitClosed();
    }

    /**
     * RFC 3539 3.4.1: Failover() before the connection is given up, Failback() when it answers after all.
     */
    @Test
    @Conforms({"6733:5.5.4/failover", "6733:5.5.4/failback", "3539:3.4.1/failover"})
    void aSuspectPeerLosesItsRequestsAndGetsNewOnesAgainWhenItSpeaks() {
        TestAgent agent = start(new TestConfig()
                .agent("timers { watchdog = 1s, request = 60s }")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile("groups { hss { members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = " + HSS2
                        + ", priority = 2 } ] } }")
                .rules("{ name = r, action = relay, to = hss }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        first.connection().ignoreWatchdog();
        client.send(Ask.realm("home.example"));
        RawMessage before = first.next();
        RawMessage after = second.next();
        assertThat(after.endToEnd()).isEqualTo(before.endToEnd());
        assertThat(after.isRetransmitted()).isTrue();
        second.send(RawMessages.success(after, HSS2));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(agent.peer(HSS1).isOpen()).isTrue();

        assertThat(agent.peer(HSS1).suspended()).isTrue();
        first.connection().ping();
        assertThat(agent.peer(HSS1).suspended()).isFalse();
        client.send(Ask.realm("home.example"));
        first.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    /** Its request is on its way to another one; the answer of the suspect is there first all the same. */
    @Test
    void theFirstAnswerMayBeThatOfASuspectPeer() {
        TestAgent agent = start(new TestConfig()
                .agent("timers { watchdog = 1s, request = 60s }")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile("groups { hss { members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = " + HSS2
                        + ", priority = 2 } ] } }")
                .rules("{ name = r, action = relay, to = hss }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        first.connection().ignoreWatchdog();
        client.send(Ask.realm("home.example"));
        RawMessage before = first.next();
        RawMessage after = second.next();
        first.send(RawMessages.success(before, HSS1));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
        assertThat(agent.peer(HSS1).suspended()).isFalse();
        second.send(RawMessages.success(after, HSS2));
        await().until(() -> agent.metric("realmgate_discarded_total", HSS2, "cause", "answered_already"), n -> n == 1);
    }

    /** RFC 3539 3.4.1, REOPEN: a peer that failed proves itself first, unless nobody else is there. */
    @Test
    @Conforms("3539:3.4.1/reopen")
    void aPeerThatFailedOwesAnswersBeforeItIsPreferredAgain() {
        TestAgent agent = start(new TestConfig()
                .agent("timers { watchdog = 1s, request = 60s }")
                .agent("reopen-after = 3")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile("groups { hss { members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = " + HSS2
                        + ", priority = 2 } ] } }")
                .rules("{ name = r, action = relay, to = hss }"));
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A).close();
        agent.awaitDown(HSS1);
        connect(HSS1, S6A).echo();
        client.send(Ask.realm("home.example"));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
        RawPeer second = connect(HSS2, S6A).echo();
        client.send(Ask.realm("home.example"));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS2);
        await().until(() -> !agent.peer(HSS1).suspended());
        client.send(Ask.realm("home.example"));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
        assertThat(second.connection().isClosed()).isFalse();
    }

    /** {@code destination-host = prefer}: a host in doubt is not preferred while another member is beyond it. */
    @Test
    void aSuspendedHostIsNotPreferredToOthers() {
        TestAgent agent = start(new TestConfig()
                .agent("timers { watchdog = 10m, request = 60s }")
                .agent("reopen-after = 3")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile("groups { hss { members = [ " + HSS1 + ", " + HSS2 + " ] } }")
                .rules("{ name = r, action = relay, to = hss, destination-host = prefer }"));
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A).close();
        agent.awaitDown(HSS1);
        connect(HSS1, S6A).echo();
        assertThat(agent.peer(HSS1).suspended()).isTrue();
        client.send(Ask.realm("home.example").host(HSS1));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
        connect(HSS2, S6A).echo();
        for (int i = 0; i < 10; i++) {
            client.send(Ask.realm("home.example").host(HSS1));
            assertThat(client.next().avp(264).text()).isEqualTo(HSS2);
        }
    }

    @Test
    @Conforms("3539:3.4.1/closed")
    void aDeadLinkIsNoticedAndItsRequestsAreAnswered() {
        TestAgent agent =
                start(new TestConfig().agent(TW).agent("timers.request = 60s").peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        server.connection().ignoreWatchdog();
        Ask ask = Ask.realm("home.example");
        client.send(ask);
        server.next();
        ErrorShape.check(client.next(), ask.bytes(), 3002);
        server.connection().awaitClosed();
        // By a reset: what lies unsent in the buffers has been answered for, and must not reach it later.
        assertThat(server.connection().wasReset()).isTrue();
        agent.awaitDown(HSS1);
        assertThat(agent.peer(HSS1).lastEvent()).contains("watchdog");
        // It comes back by itself.
        connect(HSS1, S6A).echo();
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }
}
