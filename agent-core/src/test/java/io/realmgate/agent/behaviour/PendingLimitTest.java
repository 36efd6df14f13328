package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that has as many pending requests as it may: the next candidate gets the others, whatever loop it is on.
 *
 * <pre>
 *                                          /-- hss1.home.example (priority 1, max-pending = 2)
 *  client.visited.example --- [ agent ] --&lt;
 *                                          \-- hss2.home.example (priority 2)
 * </pre>
 */
class PendingLimitTest extends Behaviour {
    private static final int REQUESTS = 100;

    private TestAgent start(int loops) {
        return start(new TestConfig()
                .agent("timers.request = 60s")
                .agent("event-loops = " + loops)
                .peers(CLIENT)
                .peer(HSS1, null, "max-pending = 2")
                .peer(HSS2, null)
                .peersFile("groups { hss { members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = " + HSS2
                        + ", priority = 2 } ] } }")
                .rules("{ name = r, action = relay, to = hss }"));
    }

    private static byte[] burst(Function<Integer, Ask> ask) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < REQUESTS; i++) {
            all.writeBytes(ask.apply(i).bytes());
        }
        return all.toByteArray();
    }

    /** A burst is decided on before any other loop has seen a request of it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theNextCandidateTakesWhatIsTooMuch(int loops) {
        TestAgent agent = start(loops);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer limited = connect(HSS1, S6A);
        connect(HSS2, S6A).echo();
        client.send(burst(i -> Ask.realm("home.example").session("s;" + i)));
        List<RawMessage> answers = client.next(REQUESTS - 2);
        Map<String, Long> by =
                answers.stream().collect(Collectors.groupingBy(a -> a.avp(264).text(), Collectors.counting()));
        assertThat(by).isEqualTo(Map.of(HSS2, REQUESTS - 2L));
        assertThat(answers).allSatisfy(a -> assertThat(a.resultCode()).isEqualTo(2001));
        assertThat(agent.peer(HSS1).pending()).isEqualTo(2);
        // Nobody had them twice: they are no retransmissions.
        assertThat(agent.metric("realmgate_failovers_total", HSS1)).isZero();
        limited.serve();
        limited.serve();
        client.next(2).forEach(a -> assertThat(a.avp(264).text()).isEqualTo(HSS1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whoAsksForThatHostIsToldThatItIsTooBusy(int loops) {
        start(loops);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer limited = connect(HSS1, S6A);
        connect(HSS2, S6A).echo();
        client.send(burst(i -> Ask.realm("home.example").host(HSS1)));
        client.next(REQUESTS - 2).forEach(a -> assertThat(a.resultCode()).isEqualTo(3004));
        limited.serve();
        limited.serve();
        client.next(2).forEach(a -> assertThat(a.resultCode()).isEqualTo(2001));
    }

    @Test
    void aPatternMayLimitThePeersThatItAdmits() {
        TestAgent agent = start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT)
                .accept("{ identity = \"*.home.example\", realm = home.example, max-pending = 1 }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        await().until(() -> agent.peer(HSS1).pending() == 1);
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(3002);
        server.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }
}
