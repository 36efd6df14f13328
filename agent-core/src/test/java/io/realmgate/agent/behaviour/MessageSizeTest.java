package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages around the size limit, which is 1 MiB here: up to it they pass, above it they are answered, unbuffered.
 *
 * <pre>
 *  client.visited.example ----- [ agent ] ----- hss1.home.example
 * </pre>
 */
class MessageSizeTest extends Behaviour {
    private static final int LIMIT = 1 << 20;

    private final TestAgent agent = start(new TestConfig()
            .agent("limits { message-size = 1 MiB, output-per-peer = 16 MiB }")
            .peers(CLIENT, HSS1));
    private final RawPeer client = connect(CLIENT, S6A);
    private final RawPeer server = connect(HSS1, S6A);

    private static byte[] ofLength(int length) {
        int rest = length - Ask.realm("home.example").bytes().length - 8;
        byte[] fill = new byte[rest];
        Arrays.fill(fill, (byte) 0xa5);
        return Ask.realm("home.example").with(TestAvp.raw(999_999, 0, 0, fill)).bytes();
    }

    private void passes(byte[] request) {
        client.send(request);
        RawMessage relayed = server.next();
        assertThat(relayed.bytes()).isEqualTo(Relayed.request(request, relayed.hopByHop(), CLIENT));
        byte[] answer = TestMessage.ofLength(Math.min(request.length, LIMIT), 7);
        answer[4] = Ask.P;
        ByteBuffer.wrap(answer).putInt(12, relayed.hopByHop()).putInt(16, relayed.endToEnd());
        server.send(answer);
        assertThat(client.next().bytes())
                .isEqualTo(Relayed.answer(answer, ByteBuffer.wrap(request).getInt(12)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 32 * 1024 - 32, 32 * 1024, 32 * 1024 + 4, 65536, 500_000, LIMIT - 4, LIMIT})
    void upToTheLimitItPasses(int length) {
        passes(ofLength(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 4, LIMIT + 8, 2 * LIMIT, 0xfffffc})
    void aboveItIsAnsweredAndTheConnectionGoesOn(int length) {
        byte[] request = ofLength(length);
        client.send(request, ofLength(4096));
        RawMessage refused = client.next();
        ErrorShape.check(refused, request, 5015);
        assertThat(refused.avp(263).text()).isEqualTo("client.visited.example;1;2");
        RawMessage next = server.serve();
        assertThat(next.length()).isEqualTo(4096 + 32);
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(agent.metric("realmgate_error_answers_total", CLIENT, "result_code", "5015"))
                .isOne();
    }

    @Test
    void itIsAnsweredBeforeItsEndHasCome() {
        byte[] request = ofLength(8 * LIMIT);
        client.send(Arrays.copyOf(request, 5000));
        ErrorShape.check(client.next(), request, 5015);
        client.send(Arrays.copyOfRange(request, 5000, request.length));
        passes(ofLength(4096));
    }

    @Test
    void manyLargeOnesAtOnce() {
        byte[][] requests = new byte[20][];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = ofLength(100_000 + 4 * i);
        }
        client.send(requests);
        for (byte[] request : requests) {
            RawMessage relayed = server.serve();
            assertThat(relayed.bytes()).isEqualTo(Relayed.request(request, relayed.hopByHop(), CLIENT));
        }
        client.next(requests.length);
    }
}
