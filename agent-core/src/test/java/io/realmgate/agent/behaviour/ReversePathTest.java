package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.realmgate.agent.conformance.Conforms;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each answer reaches the client that asked, exactly once, however many ask with the same identifiers and in whatever
 * order they are answered.
 *
 * <pre>
 *  a.visited.example --\                       /-- hss0.home.example
 *  b.visited.example --+                       +-- hss1.home.example
 *  …  (16 clients)     +----- [ agent ] -------+-- hss2.home.example
 *  p.visited.example --/                       \-- hss3.home.example
 *
 *   all count hop-by-hop 0, 1, 2…               answer at random
 * </pre>
 */
class ReversePathTest extends Behaviour {
    private static final int CLIENTS = 16;
    private static final int SERVERS = 4;
    private static final int REQUESTS = 1_000_000;

    /** What buffers may be kept for reuse; those of a million messages are many times that. */
    private static final long KEPT_OCTETS = 16 << 20;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Conforms("6733:6.2.2/way-back")
    void everyAnswerFindsItsAsker(int loops) throws Exception {
        TestConfig config =
                new TestConfig().agent("event-loops = " + loops).agent("timers { request = 60s, watchdog = 10m }");
        for (int i = 0; i < CLIENTS; i++) {
            config.peers(LoadClients.identity(i));
        }
        for (int i = 0; i < SERVERS; i++) {
            config.peers(LoadServers.identity(i));
        }
        TestAgent agent = start(config);
        long begun = System.nanoTime();
        long pinned = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        try (LoadServers servers = new LoadServers(agent.port(), SERVERS);
                LoadClients clients = new LoadClients(agent.port(), CLIENTS, REQUESTS / CLIENTS)) {
            Thread serving = new Thread(servers, "servers");
            serving.start();
            try {
                clients.run(begun + TimeUnit.SECONDS.toNanos(100));
            } finally {
                servers.stop();
                serving.join();
                servers.assertNoFailure();
            }
            agent.awaitPending(0);
            clients.assertNothingLeft();
            assertCounters(agent, REQUESTS);
            assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - pinned)
                    .isLessThan(KEPT_OCTETS);
        }
    }

    private static void assertCounters(TestAgent agent, long requests) {
        long asked = 0;
        long answered = 0;
        for (Map.Entry<String, Double> sample : agent.metrics().entrySet()) {
            String name = sample.getKey();
            long value = sample.getValue().longValue();
            if (name.startsWith("realmgate_requests_total")) {
                asked += value;
            } else if (name.startsWith("realmgate_answers_total")) {
                assertThat(name.contains("2xxx") || value == 0).as(name).isTrue();
                answered += value;
            } else if (name.startsWith("realmgate_discarded_total")
                    || name.startsWith("realmgate_unanswered_total")
                    || name.startsWith("realmgate_error_answers_total")) {
                assertThat(value).as(name).isZero();
            }
        }
        assertThat(asked).isEqualTo(requests);
        assertThat(answered).isEqualTo(requests);
    }
}
