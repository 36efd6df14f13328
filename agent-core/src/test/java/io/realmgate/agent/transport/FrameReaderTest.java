package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.agent.testkit.TrackingAllocator;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int MAX = 1000;
    private static final byte[] FIRST = TestMessage.request(TestAvp.text(263, "first"));
    private static final byte[] SECOND = TestMessage.request(TestAvp.text(263, "the second"));

    private final TrackingAllocator allocator = new TrackingAllocator();
    private final RecordingSink sink = new RecordingSink();
    private final FrameReader reader = new FrameReader(MAX, allocator);

    @AfterEach
    void holdsNothingOnceStopped() {
        reader.stop();
        allocator.assertNothingHeld();
    }

    @Test
    void deliversMergedMessagesWhereTheyLie() {
        ByteBuf in = Unpooled.wrappedBuffer(FIRST, SECOND).copy();
        sink.then = message -> assertThat(message.bytes()).isSameAs(in);
        reader.read(in, sink);
        assertThat(sink.events).containsExactly(RecordingSink.message(FIRST), RecordingSink.message(SECOND));
        assertThat(in.isReadable()).isFalse();
        assertThat(allocator.allocations()).isZero();
        in.release();
    }

    @Test
    void gathersAMessageThatArrivesOctetByOctet() {
        for (byte octet : FIRST) {
            assertThat(sink.events).isEmpty();
            reader.read(Fenced.exact(new byte[] {octet}), sink);
        }
        assertThat(sink.events).containsExactly(RecordingSink.message(FIRST));
        assertThat(reader.isMidMessage()).isFalse();
        assertThat(allocator.allocations()).isOne();
        allocator.assertNothingHeld();
    }

    @Test
    void theViewIsEmptyOnceTheCallIsOver() {
        DiameterMessage[] seen = {new DiameterMessage()};
        sink.then = message -> seen[0] = message;
        reader.read(Fenced.exact(FIRST), sink);
        assertThat(seen[0].length()).isZero();
    }

    @Test
    void aMessageOfJustTheLimitIsTakenWholeAndOneOctetMoreIsNot() {
        reader.read(Fenced.exact(TestMessage.ofLength(MAX, 7)), sink);
        byte[] larger = TestMessage.ofLength(MAX + 4, 7);
        reader.read(Fenced.exact(larger), sink);
        assertThat(sink.events)
                .containsExactly(
                        RecordingSink.message(TestMessage.ofLength(MAX, 7)), RecordingSink.oversized(MAX + 4, larger));
    }

    @Test
    void skipsAnOversizedMessageUnbufferedAndGoesOnBehindIt() {
        byte[] head = TestMessage.setLength(TestMessage.ofLength(4096, 9), 0xfffffc);
        reader.read(Fenced.exact(Arrays.copyOf(head, 4095)), sink);
        assertThat(sink.events).isEmpty();
        assertThat(allocator.liveOctets()).isLessThanOrEqualTo(8192);
        reader.read(Fenced.exact(new byte[] {9}), sink);
        assertThat(sink.events).containsExactly(RecordingSink.oversized(0xfffffc, head));

        byte[] piece = new byte[65536];
        Arrays.fill(piece, (byte) 1);
        int left = 0xfffffc - 4096;
        for (; left > piece.length; left -= piece.length) {
            assertThat(reader.isMidMessage()).isTrue();
            reader.read(Fenced.exact(piece), sink);
            allocator.assertNothingHeld();
        }
        reader.read(Unpooled.wrappedBuffer(new byte[left], FIRST), sink);
        assertThat(sink.events).hasSize(2).endsWith(RecordingSink.message(FIRST));
        assertThat(reader.isMidMessage()).isFalse();
    }

    @Test
    void aHeaderThatPromisesMuchReservesLittle() {
        FrameReader generous = new FrameReader(0xffffff, allocator);
        byte[] header = TestMessage.setLength(TestMessage.request(), 0xfffffc);
        generous.read(Fenced.exact(header), sink);
        assertThat(allocator.liveOctets()).isLessThanOrEqualTo(256);
        generous.read(Fenced.exact(new byte[1000]), sink);
        assertThat(allocator.liveOctets()).isLessThanOrEqualTo(2048);
        generous.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 19})
    void aLengthBelowAHeaderEndsTheStream(int length) {
        byte[] bad = TestMessage.setLength(TestMessage.request(), length);
        reader.read(Unpooled.wrappedBuffer(FIRST, bad, SECOND), sink);
        assertThat(sink.events).containsExactly(RecordingSink.message(FIRST), "broken");
        reader.read(Fenced.exact(SECOND), sink);
        assertThat(sink.events).hasSize(2);
    }

    @Test
    void aBadLengthIsSeenWithItsLastOctet() {
        byte[] bad = TestMessage.setLength(TestMessage.request(), 8);
        for (int i = 0; i < 4; i++) {
            assertThat(sink.events).isEmpty();
            reader.read(Fenced.exact(Arrays.copyOfRange(bad, i, i + 1)), sink);
        }
        assertThat(sink.events).containsExactly("broken");
        allocator.assertNothingHeld();
    }

    @Test
    void somethingThatIsNotDiameterEndsTheStreamBeforeItIsSkipped() {
        byte[] http = "GET / HTTP/1.1\r\nHost: realmgate.example\r\n\r\n"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        reader.read(Fenced.exact(http), sink);
        assertThat(sink.events).containsExactly("broken");
    }

    @Test
    void anotherVersionWithASoundLengthIsDeliveredToBeAnswered() {
        byte[] two = FIRST.clone();
        two[0] = 2;
        reader.read(Unpooled.wrappedBuffer(two, SECOND), sink);
        assertThat(sink.events).containsExactly(RecordingSink.message(two), RecordingSink.message(SECOND));
    }

    @Test
    void anEmptyReadSaysNothing() {
        reader.read(Unpooled.EMPTY_BUFFER, sink);
        assertThat(sink.events).isEmpty();
        assertThat(reader.isMidMessage()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30})
    void whateverTheOwnerThrowsNothingLeaks(int firstPiece) {
        sink.then = message -> {
            throw new IllegalStateException("the owner's fault");
        };
        reader.read(Fenced.exact(Arrays.copyOf(FIRST, firstPiece % FIRST.length)), sink);
        ByteBuf rest = Fenced.exact(Arrays.copyOfRange(FIRST, firstPiece % FIRST.length, FIRST.length));
        assertThatThrownBy(() -> reader.read(rest, sink)).hasMessage("the owner's fault");
        allocator.assertNothingHeld();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stoppingInTheMiddleOfADeliveryDropsTheRest(boolean inPieces) {
        sink.then = message -> reader.stop();
        if (inPieces) {
            reader.read(Fenced.exact(Arrays.copyOf(FIRST, 10)), sink);
            reader.read(Unpooled.wrappedBuffer(Arrays.copyOfRange(FIRST, 10, FIRST.length), SECOND), sink);
        } else {
            reader.read(Unpooled.wrappedBuffer(FIRST, SECOND), sink);
        }
        assertThat(sink.events).containsExactly(RecordingSink.message(FIRST));
        allocator.assertNothingHeld();
    }
}
