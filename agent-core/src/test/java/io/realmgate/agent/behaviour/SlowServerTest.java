package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.realmgate.agent.testkit.TestAvp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that stops reading: it is refused new requests at once, within bounded memory, and nobody else feels it.
 *
 * <pre>
 *  client.visited.example  --\                /-- hss1.home.example  (stops reading)
 *                             >-- [ agent ] --
 *  client2.visited.example --/                \-- hss2.home.example
 * </pre>
 */
class SlowServerTest extends Behaviour {
    private static final String CLIENT2 = "client2.visited.example";
    private static final int REQUESTS = 1500;

    /** What the kernel takes and what may be kept for pending requests, and some room. */
    private static final long BOUND = 24 << 20;

    private final RawListener listener = use(RawListener.withReceiveBuffer(8192));

    private TestAgent open(int loops) {
        return start(new TestConfig()
                .agent("event-loops = " + loops)
                .agent("timers { request = 100s, watchdog = 10m }")
                .agent("limits { output-per-peer = 64 KiB, retained-per-peer = 8 MiB }")
                .peers(CLIENT, CLIENT2, HSS2)
                .peer(HSS1, listener));
    }

    private static Ask large(String realm) {
        return Ask.realm(realm).with(TestAvp.raw(999_999, 0, 0, new byte[10_000]));
    }

    /** Another client and another server have their usual conversation. */
    private void othersAreServed(RawPeer client2) {
        client2.send(Ask.realm("home.example").host(HSS2));
        assertThat(client2.next().avp(264).text()).isEqualTo(HSS2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isRefusedWithinBoundsAndRecovers(int loops) {
        TestAgent agent = open(loops);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer slow = accept(listener, HSS1, S6A);
        connect(HSS2, S6A).echo();
        RawPeer client2 = connect(CLIENT2, S6A);
        slow.connection().setReading(false);
        long before = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        for (int i = 0; i < REQUESTS; i++) {
            client.send(large("home.example").host(HSS1));
        }
        // All are read and decided on: what is not pending has its answer.
        client.connection().ping();
        othersAreServed(client2);
        client.send(Ask.realm("home.example").host(HSS2));
        // The slow one reads nothing, so what is pending there stays; all else has come back.
        await().until(() -> agent.peer(HSS1).pending() + client.connection().waiting() == REQUESTS + 1);
        int refused = client.connection().waiting() - 1;
        assertThat(refused).isPositive();
        assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before).isLessThan(BOUND);
        List<RawMessage> answers = client.next(refused + 1);
        assertThat(answers.stream().filter(a -> a.resultCode() == 3004).count()).isEqualTo(refused);
        assertThat(answers.stream().filter(a -> a.resultCode() == 2001).count()).isOne();

        slow.echo();
        slow.connection().setReading(true);
        client.next(REQUESTS - refused).forEach(a -> assertThat(a.resultCode()).isEqualTo(2001));
        client.send(large("home.example").host(HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        othersAreServed(client2);
    }

    @Test
    void withoutADestinationHostRequestsGoToTheOther() {
        TestAgent agent = open(1);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer slow = accept(listener, HSS1, S6A);
        connect(HSS2, S6A).echo();
        slow.connection().setReading(false);
        for (int i = 0; i < REQUESTS; i++) {
            client.send(large("home.example"));
            // Not faster than the one that reads can take it.
            if (i % 4 == 3) {
                int sent = i + 1;
                await().until(() -> agent.peer(HSS2).pending() == 0
                        && agent.pending() + client.connection().waiting() == sent);
            }
        }
        int answered = client.connection().waiting();
        client.next(answered).forEach(a -> assertThat(a.avp(264).text()).isEqualTo(HSS2));
        assertThat(answered).isGreaterThan(REQUESTS / 2);
        slow.echo();
        slow.connection().setReading(true);
        client.next(REQUESTS - answered).forEach(a -> assertThat(a.resultCode()).isEqualTo(2001));
    }

    @Test
    void theWatchdogFindsItDeadInTheEnd() {
        TestAgent agent = start(new TestConfig()
                .agent("timers { request = 100s, watchdog = 200ms }")
                .agent("limits.output-per-peer = 64 KiB")
                .peers(CLIENT)
                .peer(HSS1, listener));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer slow = accept(listener, HSS1, S6A);
        slow.connection().setReading(false);
        for (int i = 0; i < REQUESTS; i++) {
            client.send(large("home.example"));
        }
        client.next(REQUESTS).forEach(a -> assertThat(a.resultCode()).isEqualTo(3002));
        agent.awaitDown(HSS1);
        slow.connection().setReading(true);
        slow.connection().awaitClosed();
        slow.connection().forget();
    }
}
