package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client that asks and does not read its answers: it is not read from until it does, or closed, and nobody else feels
 * it.
 *
 * <pre>
 *  client.visited.example (does not read) --\
 *                                            >-- [ agent ] -- hss1.home.example
 *  client2.visited.example -----------------/
 * </pre>
 */
class SlowClientTest extends Behaviour {
    private static final String CLIENT2 = "client2.visited.example";

    /** Eight times the output-per-peer below, and room for what one loop iteration adds. */
    private static final long BOUND = 24 << 20;

    private final TestAgent agent = start(new TestConfig()
            .agent("timers { request = 100s, watchdog = 10m }")
            .agent("limits.output-per-peer = 1 MiB")
            .peers(CLIENT, CLIENT2, HSS1));
    private final RawPeer client = use(RawPeer.connect(RawConnection.to(agent.port(), 8192), CLIENT, S6A));
    private final RawPeer client2 = connect(CLIENT2, S6A);
    private final RawPeer server = connect(HSS1, S6A);
    private long before;

    @BeforeEach
    void measure() {
        before = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    }

    private void memoryIsBounded() {
        assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before).isLessThan(BOUND);
    }

    private void othersAreServed() {
        client2.send(Ask.realm("unknown.example"));
        assertThat(client2.next().resultCode()).isEqualTo(3003);
    }

    private static byte[] large(RawMessage request, int size) {
        return TestMessage.of(
                Ask.P,
                request.command(),
                request.application(),
                request.hopByHop(),
                request.endToEnd(),
                List.of(TestAvp.u32(268, 2001), TestAvp.raw(999_999, 0, 0, new byte[size])));
    }

    @Test
    void thatReadsLaterGetsEverything() {
        server.connection().respond(request -> large(request, 20_000));
        client.connection().setReading(false);
        for (int i = 0; i < 300; i++) {
            client.send(Ask.realm("home.example"));
        }
        agent.awaitPending(0);
        othersAreServed();
        memoryIsBounded();
        client.connection().setReading(true);
        client.next(300).forEach(a -> assertThat(a.length()).isEqualTo(20 + 12 + 20_008));
    }

    @Test
    void thatAsksOnAndOnIsNotReadFrom() throws InterruptedException {
        int count = 300_000;
        client.connection().setReading(false);
        Thread asking = new Thread(
                () -> {
                    for (int i = 0; i < count / 100; i++) {
                        byte[][] batch = new byte[100][];
                        for (int k = 0; k < batch.length; k++) {
                            batch[k] = Ask.realm("unknown.example").bytes();
                        }
                        client.send(batch);
                    }
                },
                "asking");
        asking.setDaemon(true);
        asking.start();
        // It comes to a stop: our answers fill its window, then its requests ours.
        long answered = -1;
        for (long now = answered(); now != answered; now = answered()) {
            answered = now;
            othersAreServed();
        }
        memoryIsBounded();
        client.connection().setReading(true);
        client.next(count);
        asking.join();
        memoryIsBounded();
    }

    private long answered() {
        return agent.metric("realmgate_error_answers_total", CLIENT, "result_code", "3003");
    }

    @Test
    void whoseAnswersExceedEveryBoundIsClosed() {
        client.connection().setReading(false);
        for (int i = 0; i < 2000; i++) {
            client.send(Ask.realm("home.example"));
        }
        // All at once, and it asks for nothing more meanwhile: 40 MB of answers.
        List<RawMessage> requests = server.next(2000);
        requests.forEach(request -> server.send(large(request, 20_000)));
        server.connection().ping();
        othersAreServed();
        memoryIsBounded();
        agent.awaitDown(CLIENT);
        client.connection().setReading(true);
        client.connection().awaitClosed();
        client.connection().forget();
        assertThat(agent.metric("realmgate_discarded_total", CLIENT, "cause", "origin_gone"))
                .isPositive();
    }
}
