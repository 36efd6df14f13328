package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.Chunk;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link Outbox}: request -> one copy in a chunk -> one flush an iteration -> peer; the chunk stays while it is held. */
class OutboxTest {
    private static final ByteBuf NO_TAIL = Unpooled.EMPTY_BUFFER;
    private static final byte[] REQUEST = TestMessage.request(TestAvp.text(263, "session"), TestAvp.of(999));
    private static final int CHUNK = Outbox.CHUNK_SIZE;

    private final TestChannel channel = new TestChannel();
    private final IoLoop loop = new IoLoop(channel.eventLoop(), () -> 0);
    private Outbox outbox = attach(OutboxLimits.of(100_000, 1 << 20));

    private Outbox attach(OutboxLimits limits) {
        TransportConnection connection =
                new TransportConnection(loop, 0xffffff, limits, ignored -> new RecordingSink());
        channel.pipeline().addLast(connection);
        return connection.outbox();
    }

    @AfterEach
    void holdsNothingInTheEnd() {
        channel.endWithNothingHeld();
    }

    @Test
    void patchesIdentifierAndLengthAndAddsTheTailAndNothingElse() {
        byte[] tail = TestAvp.encode(List.of(TestAvp.text(282, "origin")));
        channel.iteration(() -> outbox.append(view(REQUEST), 0xcafebabe, Fenced.amid(tail, 5, 0xff)));

        byte[] expected = new byte[REQUEST.length + tail.length];
        System.arraycopy(REQUEST, 0, expected, 0, REQUEST.length);
        System.arraycopy(tail, 0, expected, REQUEST.length, tail.length);
        TestMessage.setLength(expected, expected.length);
        System.arraycopy(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe}, 0, expected, 12, 4);
        assertThat(hex(channel.received())).isEqualTo(hex(expected));
    }

    @Test
    void patchesOnlyTheIdentifierOfAnAnswer() {
        channel.iteration(() -> outbox.append(view(REQUEST), 7));
        byte[] expected = REQUEST.clone();
        System.arraycopy(new byte[] {0, 0, 0, 7}, 0, expected, 12, 4);
        assertThat(hex(channel.received())).isEqualTo(hex(expected));
    }

    @Test
    void sendsAMessageOfItsOwnAsItStands() {
        channel.iteration(() -> outbox.append(Fenced.amid(REQUEST, 9, 0xee), 9, REQUEST.length));
        assertThat(hex(channel.received())).isEqualTo(hex(REQUEST));
    }

    @Test
    void flushesOnceAnIterationHoweverMuchWasAppended() {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        channel.iteration(() -> {
            for (int i = 0; i < 2000; i++) {
                byte[] message = numbered(i, 60 + i % 40 * 4);
                expected.writeBytes(message);
                outbox.append(message(message), 0, message.length);
                assertThat(channel.flushes()).isZero();
            }
        });
        assertThat(channel.flushes()).isOne();
        assertThat(hex(channel.received())).isEqualTo(hex(expected.toByteArray()));

        channel.iteration(() -> outbox.append(view(REQUEST), 1));
        assertThat(channel.flushes()).isEqualTo(2);
        channel.iteration(() -> {});
        assertThat(channel.flushes()).isEqualTo(2);
    }

    @Test
    void keepsTheOrderOverChunkBordersAndAroundMessagesLargerThanAChunk() {
        int[] sizes = {100, CHUNK - 100, 20, CHUNK, CHUNK + 4, 3 * CHUNK, 28, CHUNK - 28, CHUNK - 4, 400, 1 << 20, 60};
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        channel.iteration(() -> {
            for (int i = 0; i < sizes.length; i++) {
                byte[] message = numbered(i, sizes[i]);
                expected.writeBytes(message);
                outbox.append(message(message), 0, message.length);
                ByteBuf where = outbox.lastChunk().bytes();
                assertThat(outbox.lastLength()).isEqualTo(sizes[i]);
                assertThat(where.getInt(outbox.lastOffset() + 12)).isEqualTo(i);
            }
        });
        assertThat(Arrays.equals(channel.received(), expected.toByteArray())).isTrue();
        assertThat(channel.flushes()).isOne();
    }

    @Test
    void anIdleConnectionHoldsNoBuffer() {
        for (int i = 0; i < 3; i++) {
            channel.iteration(() -> outbox.append(view(REQUEST), 1));
            channel.received();
            channel.allocator.assertNothingHeld();
        }
        assertThatThrownBy(outbox::lastChunk).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatAPendingRequestHoldsStaysReadableAndIsFilledOn() {
        List<Chunk> held = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            channel.iteration(() -> {
                outbox.append(view(REQUEST), 1000 + held.size(), NO_TAIL);
                offsets.add(outbox.lastOffset());
                held.add(outbox.lastChunk().hold());
            });
            channel.received();
        }
        assertThat(channel.allocator.liveBuffers()).isOne();
        assertThat(offsets).containsExactly(0, REQUEST.length, 2 * REQUEST.length);
        for (int i = 0; i < 3; i++) {
            ByteBuf bytes = held.get(i).bytes();
            assertThat(bytes.getInt(offsets.get(i) + 12)).isEqualTo(1000 + i);
            assertThat(bytes.getInt(offsets.get(i) + 16)).isEqualTo(0x0a0b0c0d);
            held.get(i).drop();
        }

        channel.iteration(() -> outbox.append(view(REQUEST), 1));
        channel.received();
        channel.allocator.assertNothingHeld();
    }

    @Test
    void aFullChunkIsFreedWithItsLastRequest() {
        List<Chunk> held = new ArrayList<>();
        channel.iteration(() -> {
            for (int i = 0; i < 2 * CHUNK / REQUEST.length; i++) {
                outbox.append(view(REQUEST), i, NO_TAIL);
                held.add(outbox.lastChunk().hold());
            }
        });
        channel.received();
        assertThat(channel.allocator.liveBuffers()).isEqualTo(3);
        held.forEach(Chunk::drop);
        assertThat(channel.allocator.liveBuffers()).isOne();
    }

    @Test
    void canSendAgainWhatItHolds() {
        List<Chunk> held = new ArrayList<>();
        channel.iteration(() -> {
            outbox.append(view(REQUEST), 5, NO_TAIL);
            held.add(outbox.lastChunk().hold());
        });
        byte[] first = channel.received();
        channel.iteration(() -> outbox.append(held.get(0).bytes(), 0, REQUEST.length));
        assertThat(hex(channel.received())).isEqualTo(hex(first));
        held.get(0).drop();
    }

    @Test
    void aChunkForBytesThatMoveCountsAndIsNotSent() {
        Chunk moved = outbox.newChunk(CHUNK + 1);
        assertThat(moved.bytes().capacity()).isEqualTo(CHUNK + 1);
        assertThat(outbox.isRetentionExhausted()).isFalse();
        assertThat(outbox.retentionLimit()).isEqualTo(1 << 20);
        moved.bytes().writeLong(1);
        channel.iteration(() -> outbox.append(view(REQUEST), 1));
        assertThat(channel.received()).hasSize(REQUEST.length);
        moved.drop();
    }

    private static DiameterMessage view(byte[] message) {
        return new DiameterMessage().wrap(Fenced.amid(message, 3, 0xaa), 3, message.length);
    }

    private static ByteBuf message(byte[] message) {
        return Unpooled.wrappedBuffer(message);
    }

    private static byte[] numbered(int hopByHop, int length) {
        byte[] message = TestMessage.ofLength(length, hopByHop);
        for (int i = 0; i < 4; i++) {
            message[12 + i] = (byte) (hopByHop >>> 24 - 8 * i);
        }
        return message;
    }

    private static String hex(byte[] bytes) {
        return ByteBufUtil.hexDump(bytes);
    }
}
