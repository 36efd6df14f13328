package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.agent.testkit.TrackingAllocator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/** However TCP cuts a stream, {@link FrameReader} tells the same, at once, and holds no more than has arrived. */
class FrameReaderFuzzTest {
    private TrackingAllocator allocator = new TrackingAllocator();
    private RecordingSink sink = new RecordingSink();

    @BeforeTry
    void fresh() {
        allocator = new TrackingAllocator();
        sink = new RecordingSink();
    }

    @Property
    void anyCutOfAStreamYieldsTheSame(
            @ForAll("streams") byte[] stream, @ForAll("cuts") List<Integer> cuts, @ForAll("limits") int maxMessage) {
        check(stream, cuts, maxMessage);
    }

    @Property
    void anyCutOfNoiseYieldsTheSame(
            @ForAll @Size(max = 600) byte[] stream,
            @ForAll("cuts") List<Integer> cuts,
            @ForAll("limits") int maxMessage) {
        check(stream, cuts, maxMessage);
    }

    @Property
    void nothingIsToldAfterAStop(
            @ForAll("streams") byte[] stream,
            @ForAll("cuts") List<Integer> cuts,
            @ForAll @IntRange(min = 1, max = 4) int stopAfter) {
        FrameReader reader = new FrameReader(300, allocator);
        sink.then = message -> {
            if (sink.events.size() == stopAfter) {
                reader.stop();
            }
        };
        feed(reader, stream, cuts, arrived -> {});

        List<String> all = ReferenceFramer.cut(stream, 300).events();
        assertThat(sink.events).isEqualTo(all.subList(0, Math.min(stopAfter, all.size())));
        reader.stop();
        allocator.assertNothingHeld();
    }

    private void check(byte[] stream, List<Integer> cuts, int maxMessage) {
        FrameReader reader = new FrameReader(maxMessage, allocator);
        feed(reader, stream, cuts, arrived -> {
            ReferenceFramer.Cut expected = ReferenceFramer.cut(Arrays.copyOf(stream, arrived), maxMessage);
            assertThat(sink.events).isEqualTo(expected.events());
            assertThat(reader.isStopped()).isEqualTo(expected.broken());
            assertThat(reader.isMidMessage()).isEqualTo(expected.waiting() > 0 || expected.skipping());
            int waiting = expected.waiting();
            assertThat(allocator.liveOctets()).isLessThanOrEqualTo(waiting == 0 ? 0 : Math.max(256, 2L * waiting));
        });
        reader.stop();
        allocator.assertNothingHeld();
    }

    /** Gives the reader pieces of the sizes {@code cuts}, over and over; {@code then} hears how much has arrived. */
    private void feed(FrameReader reader, byte[] stream, List<Integer> cuts, IntConsumer then) {
        int pieces = 0;
        for (int at = 0; at < stream.length; ) {
            int size = Math.min(cuts.get(pieces++ % cuts.size()), stream.length - at);
            byte[] piece = Arrays.copyOfRange(stream, at, at + size);
            ByteBuf in = pieces % 2 == 0 ? Fenced.exact(piece) : Fenced.amid(piece, 7, 0x01);
            reader.read(in, sink);
            assertThat(in.refCnt()).isOne();
            assertThat(reader.isStopped() || !in.isReadable()).isTrue();
            at += size;
            then.accept(at);
        }
    }

    /** Good messages, some above any limit, at times a torn one or one that no length can be read from. */
    @Provide
    Arbitrary<byte[]> streams() {
        Arbitrary<byte[]> good = Arbitraries.integers()
                .between(0, 60)
                .map(words -> TestMessage.ofLength(words == 0 ? 20 : 28 + 4 * words, words));
        Arbitrary<byte[]> large =
                Arbitraries.integers().between(301, 5500).map(length -> TestMessage.ofLength(length, 0x55));
        Arbitrary<byte[]> otherVersion = good.map(message -> {
            message[0] = 3;
            return message;
        });
        Arbitrary<byte[]> liar = Combinators.combine(
                        good, Arbitraries.integers().between(0, 0xffffff))
                .as(TestMessage::setLength);
        Arbitrary<byte[]> part = Arbitraries.frequencyOf(
                Tuple.of(12, good), Tuple.of(3, large), Tuple.of(1, otherVersion), Tuple.of(1, liar));
        return part.list()
                .ofMaxSize(8)
                .map(parts -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    parts.forEach(out::writeBytes);
                    return out.toByteArray();
                })
                .withoutEdgeCases();
    }

    /** From octet by octet to all at once. */
    @Provide
    Arbitrary<List<Integer>> cuts() {
        Arbitrary<Integer> size = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.integers().between(1, 8)),
                Tuple.of(3, Arbitraries.integers().between(1, 400)),
                Tuple.of(1, Arbitraries.just(100_000)));
        return size.list().ofMinSize(1).ofMaxSize(20).withoutEdgeCases();
    }

    @Provide
    Arbitrary<Integer> limits() {
        return Arbitraries.of(20, 100, 300, 5000, 0xffffff);
    }
}
