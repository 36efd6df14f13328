package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that were sent on and find no answer, and answers that find no request (RFC 6733 5.5.4, 6.2.1).
 *
 * <pre>
 *  client.visited.example  --\                     /-- hss1.home.example  (silent, lost, or late)
 *                             >---- [ agent ] ----&lt;
 *  client2.visited.example --/                     \-- hss2.home.example
 * </pre>
 */
class PendingRequestTest extends Behaviour {
    private static final String CLIENT2 = "client2.visited.example";
    private static final String SHORT = "timers.request = 200ms";

    private TestAgent start(String more) {
        return start(new TestConfig().agent(more).peers(CLIENT, CLIENT2, HSS1, HSS2));
    }

    private static List<Ask> send(RawPeer client, int count) {
        List<Ask> asked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Ask ask = ErrorShape.full(Ask.realm("home.example").host(HSS1).session("s;" + i));
            asked.add(ask);
            client.send(ask);
        }
        return asked;
    }

    private static long unknown(TestAgent agent) {
        return agent.metric("realmgate_discarded_total", HSS1, "cause", "unknown_hop_by_hop");
    }

    @Test
    void aDeadlineThatPassesIsAnsweredAndTheLateAnswerDropped() {
        TestAgent agent = start(SHORT);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        List<Ask> asked = send(client, 100);
        List<RawMessage> requests = server.next(100);
        List<RawMessage> answers = client.next(100);
        for (int i = 0; i < 100; i++) {
            ErrorShape.check(answers.get(i), asked.get(i).bytes(), 3002);
            ErrorShape.checkCopies(answers.get(i), asked.get(i).bytes());
        }
        assertThat(agent.metric("realmgate_unanswered_total", HSS1, "cause", "timeout"))
                .isEqualTo(100);
        requests.forEach(request -> server.send(RawMessages.success(request, HSS1)));
        server.connection().ping();
        assertThat(unknown(agent)).isEqualTo(100);
    }

    @Test
    @Conforms("6733:2.8.1/transaction-state")
    void anAnswerWithinTheDeadlineIsNotAnsweredAgain() {
        TestAgent agent = start("timers.request = 600ms");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        RawPeer silent = connect(HSS2, S6A);
        List<Ask> asked = send(client, 50);
        // The witness: asked later, so that its deadline passes after that of the others.
        server.next(50).forEach(request -> server.send(RawMessages.success(request, HSS1)));
        Ask last = Ask.realm("home.example").host(HSS2);
        client.send(last);
        silent.next();
        List<RawMessage> answers = client.next(51);
        for (int i = 0; i < 50; i++) {
            assertThat(answers.get(i).hopByHop())
                    .isEqualTo(asked.get(i).message().hopByHop());
            assertThat(answers.get(i).resultCode()).isEqualTo(2001);
        }
        ErrorShape.check(answers.get(50), last.bytes(), 3002);
        assertThat(agent.metric("realmgate_unanswered_total", HSS1, "cause", "timeout"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Conforms("6733:7.1.3/3002")
    void aLostServerIsAnsweredForAtOnce(boolean reset) {
        TestAgent agent = start("timers.request = 60s");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        List<Ask> asked = send(client, 200);
        server.next(200);
        if (reset) {
            server.connection().reset();
        } else {
            server.close();
        }
        List<RawMessage> answers = client.next(200);
        for (int i = 0; i < 200; i++) {
            ErrorShape.check(answers.get(i), asked.get(i).bytes(), 3002);
            ErrorShape.checkCopies(answers.get(i), asked.get(i).bytes());
        }
        assertThat(agent.metric("realmgate_unanswered_total", HSS1, "cause", "connection_lost"))
                .isEqualTo(200);
    }

    @Test
    void anAnswerForAClientThatIsGoneIsDropped() {
        TestAgent agent = start("timers.request = 60s");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer client2 = connect(CLIENT2, S6A);
        RawPeer server = connect(HSS1, S6A);
        send(client, 10);
        send(client2, 1);
        List<RawMessage> requests = server.next(11);
        client.close();
        agent.awaitDown(CLIENT);
        requests.forEach(request -> server.send(RawMessages.success(request, HSS1)));
        assertThat(client2.next().resultCode()).isEqualTo(2001);
        assertThat(agent.metric("realmgate_discarded_total", CLIENT, "cause", "origin_gone"))
                .isEqualTo(10);
    }

    @Test
    void anAnswerDoesNotReachTheSameClientOnANewConnection() {
        TestAgent agent = start("timers.request = 60s");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        send(client, 1);
        RawMessage request = server.next();
        client.close();
        agent.awaitDown(CLIENT);
        RawPeer again = connect(CLIENT, S6A);
        server.send(RawMessages.success(request, HSS1));
        server.connection().ping();
        again.connection().assertQuiet();
    }

    @Test
    @Conforms({"6733:3/unknown-answer", "6733:6.2/matching"})
    void duplicateAndUnsolicitedAnswersAreDropped() {
        TestAgent agent = start("timers.request = 60s");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        send(client, 1);
        RawMessage request = server.next();
        byte[] answer = RawMessages.success(request, HSS1);
        server.send(answer, answer, answer);
        // Never asked for: an identifier that nobody used, and one of a request to another peer.
        server.send(RawMessages.success(Ask.realm("home.example").message(), HSS1));
        client.next();
        server.connection().ping();
        assertThat(unknown(agent)).isEqualTo(3);
    }

    @Test
    @Conforms("6733:6.2/matching")
    void onlyThePeerThatWasAskedCanAnswer() {
        TestAgent agent = start("timers.request = 60s");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        RawPeer other = connect(HSS2, S6A);
        send(client, 1);
        RawMessage request = server.next();
        other.send(RawMessages.success(request, HSS2));
        other.connection().ping();
        assertThat(agent.metric("realmgate_discarded_total", HSS2, "cause", "unknown_hop_by_hop"))
                .isOne();
        server.send(RawMessages.success(request, HSS1));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
    }

    @Test
    void aBrokenAnswerIsAnsweredForAtOnce() {
        TestAgent agent = start("timers.request = 60s");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        Ask ask = send(client, 1).get(0);
        byte[] answer = RawMessages.success(server.next(), HSS1);
        answer[0] = 2;
        server.send(answer);
        ErrorShape.check(client.next(), ask.bytes(), 3002);
        assertThat(agent.metric("realmgate_discarded_total", HSS1, "cause", "broken_answer"))
                .isOne();
    }

    @Test
    void anAnswerAboveTheLimitIsAnsweredForAtOnce() {
        TestAgent agent = start("timers.request = 60s, limits.message-size = 4096");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        List<Ask> asked = send(client, 2);
        List<RawMessage> requests = server.next(2);
        byte[] small = RawMessages.success(requests.get(0), HSS1);
        byte[] large = io.realmgate.agent.testkit.TestMessage.ofLength(60_000, 0);
        System.arraycopy(small, 4, large, 4, 16);
        server.send(large, RawMessages.success(requests.get(1), HSS1));
        ErrorShape.check(client.next(), asked.get(0).bytes(), 3002);
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(agent.metric("realmgate_discarded_total", HSS1, "cause", "broken_answer"))
                .isOne();
    }

    // A full table ------------------------------------------------------------------------------------------------

    @Test
    @Conforms("6733:7.1.3/3004")
    void aFullHostIsTooBusy() {
        TestAgent agent = start("timers.request = 60s, limits.pending-per-peer = 3");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        connect(HSS2, S6A);
        send(client, 3);
        List<RawMessage> requests = server.next(3);
        Ask fourth = send(client, 1).get(0);
        ErrorShape.check(client.next(), fourth.bytes(), 3004);
        server.send(RawMessages.success(requests.get(0), HSS1));
        client.next();
        send(client, 1);
        RawMessage fifth = server.next();
        for (RawMessage request : List.of(requests.get(1), requests.get(2), fifth)) {
            server.send(RawMessages.success(request, HSS1));
        }
        client.next(3);
        await().until(() -> agent.peer(HSS1).pending() == 0);
    }

    @Test
    void theOctetsKeptForPendingRequestsAreBounded() {
        TestAgent agent = start("timers.request = 60s, limits { retained-per-peer = 1 MiB, output-per-peer = 16 MiB }");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        long before = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        int count = 2000;
        for (int i = 0; i < count; i++) {
            client.send(Ask.realm("home.example").host(HSS1).with(TestAvp.raw(999_999, 0, 0, new byte[10_000])));
        }
        // It reads everything and answers nothing.
        await().until(() -> server.connection().waiting() + client.connection().waiting() == count);
        int pending = server.connection().waiting();
        assertThat(pending).isBetween(50, 110);
        assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before).isLessThan(12 << 20);
        client.next(count - pending).forEach(a -> assertThat(a.resultCode()).isEqualTo(3004));
        server.echo();
        client.next(pending).forEach(a -> assertThat(a.resultCode()).isEqualTo(2001));
        client.send(Ask.realm("home.example").host(HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(agent.peer(HSS1).pending()).isZero();
    }

    @Test
    void withoutADestinationHostAFullPeerIsPassedOver() {
        // One loop: what another loop knows of a peer's table comes too late to pass it over.
        start("event-loops = 1, timers.request = 60s, limits.pending-per-peer = 20");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        for (int i = 0; i < 40; i++) {
            client.send(Ask.realm("home.example"));
        }
        List<RawMessage> firsts = first.next(20);
        List<RawMessage> seconds = second.next(20);
        Ask one = Ask.realm("home.example");
        client.send(one);
        // No specific host was asked for, so it is not 3004 (RFC 6733 7.1.3).
        ErrorShape.check(client.next(), one.bytes(), 3002);
        firsts.forEach(request -> first.send(RawMessages.success(request, HSS1)));
        seconds.forEach(request -> second.send(RawMessages.success(request, HSS2)));
        client.next(40);
    }
}
