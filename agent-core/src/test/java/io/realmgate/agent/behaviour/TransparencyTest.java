package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a valid message holds, it leaves as it came, bit for bit: of a request only hop-by-hop, length and the appended
 * Route-Record differ, of an answer only hop-by-hop (RFC 6733 6.1.9, 6.2.2, 2.8.1).
 *
 * <pre>
 *  client.visited.example -- any request --&gt; [ agent ] -- the same --&gt; agent1.home.example (a relay)
 *                         &lt;-- the same -----            &lt;-- any answer --
 * </pre>
 */
class TransparencyTest {
    private static final String CLIENT = "client.visited.example";
    private static final String SERVER = "agent1.home.example";

    private static @Nullable Peers peers;

    /** All tries use the same connections. */
    private record Peers(TestAgent agent, RawPeer client, RawPeer server) {}

    @BeforeContainer
    static void start() {
        TestAgent agent = TestAgent.start(new TestConfig()
                .agent("limits { message-size = 1 MiB, output-per-peer = 16 MiB }")
                .peers(CLIENT, SERVER));
        peers = new Peers(
                agent,
                RawPeer.connect(agent, CLIENT, RawMessages.RELAY),
                RawPeer.connect(agent, SERVER, RawMessages.RELAY));
    }

    @AfterContainer
    static void stop() {
        Peers p = peers();
        p.client.close();
        p.server.close();
        p.agent.close();
    }

    private static Peers peers() {
        Peers p = peers;
        if (p == null) {
            throw new IllegalStateException("not started");
        }
        return p;
    }

    /** After a try that failed, what it left behind is not for the next one. */
    @BeforeTry
    void forget() {
        peers().client.connection().forget();
        peers().server.connection().forget();
    }

    @AfterTry
    void nothingPending() {
        peers().agent.awaitPending(0);
        peers().client.connection().assertQuiet();
        peers().server.connection().assertQuiet();
    }

    @Provide
    Arbitrary<List<byte[]>> requests() {
        return Transit.requests("home.example").list().ofMinSize(1).ofMaxSize(4).withoutEdgeCases();
    }

    @Provide
    Arbitrary<byte[]> body() {
        return Transit.answerBodies();
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 3000).list().ofMaxSize(6).withoutEdgeCases();
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    @Conforms({"6733:2/all-applications", "6733:2.7/avp-order", "6733:6.3/origin", "6733:6.7.4/opaque"})
    void leavesAsItCame(
            @ForAll("requests") List<byte[]> requests,
            @ForAll("cuts") List<Integer> cuts,
            @ForAll("body") byte[] body,
            @ForAll byte answerFlags) {
        RawPeer client = peers().client;
        RawPeer server = peers().server;
        client.send(pieces(requests, cuts));
        List<byte[]> answers = new ArrayList<>();
        for (byte[] sent : requests) {
            RawMessage relayed = server.next();
            assertThat(relayed.bytes()).isEqualTo(Relayed.request(sent, relayed.hopByHop(), CLIENT));
            answers.add(answer(relayed, answerFlags, body));
        }
        // In the other order, so that nothing but the identifiers can bring them home.
        for (int i = answers.size() - 1; i >= 0; i--) {
            server.send(answers.get(i));
            int asked = ByteBuffer.wrap(requests.get(i)).getInt(12);
            assertThat(client.next().bytes()).isEqualTo(Relayed.answer(answers.get(i), asked));
        }
    }

    private static byte[] answer(RawMessage request, byte flags, byte[] body) {
        byte[] answer = Arrays.copyOf(request.bytes(), 20 + body.length);
        System.arraycopy(body, 0, answer, 20, body.length);
        ByteBuffer.wrap(answer).putInt(0, 1 << 24 | answer.length);
        answer[4] = (byte) (flags & 0x7f);
        return answer;
    }

    /** The messages as one stream, cut anywhere. */
    private static byte[][] pieces(List<byte[]> messages, List<Integer> cuts) {
        int length = messages.stream().mapToInt(m -> m.length).sum();
        ByteBuffer stream = ByteBuffer.allocate(length);
        messages.forEach(stream::put);
        stream.flip();
        List<byte[]> pieces = new ArrayList<>();
        for (int cut : cuts) {
            byte[] piece = new byte[Math.min(cut, stream.remaining())];
            stream.get(piece);
            pieces.add(piece);
        }
        byte[] rest = new byte[stream.remaining()];
        stream.get(rest);
        pieces.add(rest);
        return pieces.toArray(byte[][]::new);
    }
}
