package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.realmgate.agent.codec.Chunk;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportConnectionTest {
    private static final byte[] ANSWER = TestMessage.of(0, 316, 16777251, 1, 1, List.of());
    private static final byte[] REQUEST = TestMessage.request(TestAvp.text(263, "session"));

    private final TestChannel channel = new TestChannel();
    private long clock = 1;
    private final IoLoop loop = new IoLoop(channel.eventLoop(), () -> clock);
    private final RecordingSink sink = new RecordingSink();
    private final TransportConnection connection = connection(sink);

    TransportConnectionTest() {
        channel.pipeline().addLast(connection);
    }

    private TransportConnection connection(RecordingSink sink) {
        return new TransportConnection(loop, 1000, OutboxLimits.of(100_000, 1 << 20), ignored -> sink);
    }

    @AfterEach
    void holdsNothingInTheEnd() {
        channel.endWithNothingHeld();
    }

    @Test
    void isUsableFromTheMomentItsOwnerIsMade() {
        TestChannel other = new TestChannel();
        RecordingSink owner = new RecordingSink();
        other.iteration(() -> other.pipeline()
                .addLast(new TransportConnection(
                        new IoLoop(other.eventLoop(), () -> 0), 1000, OutboxLimits.of(1000, 1000), made -> {
                            made.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length);
                            assertThat(made.remoteAddress().getHostString()).isEqualTo("peer.example");
                            assertThat(made.localAddress().getPort()).isEqualTo(3868);
                            return owner;
                        })));
        assertThat(other.received()).isEqualTo(REQUEST);
        other.endWithNothingHeld();
        assertThat(owner.events).containsExactly("closed");
    }

    @Test
    void hasNoOutboxBeforeItIsInAPipeline() {
        assertThatThrownBy(connection(sink)::outbox).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void framesWhatArrivesAndReadsTheClockOncePerRead() {
        List<Long> times = new ArrayList<>();
        sink.then = message -> {
            times.add(connection.loop().now());
            clock++;
        };
        channel.arrive(Arrays.copyOf(REQUEST, 11));
        channel.arrive(join(Arrays.copyOfRange(REQUEST, 11, REQUEST.length), REQUEST));
        channel.arrive(REQUEST);
        String event = RecordingSink.message(REQUEST);
        assertThat(sink.events).containsExactly(event, event, event);
        assertThat(times).containsExactly(1L, 1L, 3L);
    }

    @Test
    void oneFlushForTheAnswersToABatchOfReads() {
        sink.then = message -> connection.outbox().append(message, 1);
        channel.arrive(REQUEST, REQUEST, REQUEST, REQUEST);
        assertThat(channel.flushes()).isOne();
        assertThat(channel.received()).hasSize(4 * REQUEST.length);
    }

    @Test
    void oneFlushForEachOfTheConnectionsThatAnIterationWroteTo() {
        TestChannel second = new TestChannel();
        TransportConnection other =
                new TransportConnection(loop, 1000, OutboxLimits.of(100_000, 1000), ignored -> new RecordingSink());
        second.pipeline().addLast(other);
        sink.then = message -> other.outbox().append(message, 1);
        channel.arrive(REQUEST, REQUEST);
        assertThat(channel.flushes()).isZero();
        assertThat(second.flushes()).isOne();
        assertThat(second.received()).hasSize(2 * REQUEST.length);
        second.endWithNothingHeld();
    }

    @Test
    void whatRunsBeforeEachFlushMayWriteToo() {
        int[] runs = {0};
        loop.beforeEachFlush(() -> {
            if (runs[0]++ == 0) {
                connection.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length);
            }
        });
        channel.iteration(loop::wantFlush);
        assertThat(channel.received()).isEqualTo(REQUEST);
        assertThat(channel.flushes()).isOne();
    }

    @Test
    void anExceptionOfTheOwnerClosesTheConnectionAndEscapesNowhere() {
        sink.then = message -> {
            throw new IllegalStateException("expected by this test");
        };
        channel.arrive(REQUEST, REQUEST);
        assertThat(channel.isOpen()).isFalse();
        assertThat(sink.events).containsExactly(RecordingSink.message(REQUEST), "closed");
    }

    @Test
    void aBrokenStreamIsClosed() {
        sink.then = message -> connection.outbox().append(message, 7);
        byte[] bad = TestMessage.setLength(TestMessage.request(), 3);
        channel.arrive(REQUEST, bad, REQUEST);
        assertThat(sink.events).containsExactly(RecordingSink.message(REQUEST), "broken", "closed");
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.received()).hasSize(REQUEST.length);
    }

    @Test
    void closingSendsWhatWasAppendedAndHearsNoMore() {
        sink.then = message -> {
            connection.outbox().append(message, 0x01020304);
            connection.close();
            connection.close();
        };
        channel.arrive(join(REQUEST, REQUEST), REQUEST);
        assertThat(sink.events).containsExactly(RecordingSink.message(REQUEST), "closed");
        assertThat(channel.received()).isEqualTo(REQUEST);
    }

    @Test
    void appendsAfterTheEndGoNowhere() {
        channel.close();
        assertThat(sink.events).containsExactly("closed");
        List<Chunk> held = new ArrayList<>();
        channel.iteration(() -> {
            assertThat(connection.outbox().isFull()).isTrue();
            connection.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length);
            connection.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length);
            assertThat(connection.outbox().lastOffset()).isEqualTo(REQUEST.length);
            held.add(connection.outbox().lastChunk().hold());
        });
        assertThat(held.get(0).isShared()).isFalse();
        assertThat(held.get(0).bytes().getInt(12)).isEqualTo(0x01020304);
        held.get(0).drop();
        channel.allocator.assertNothingHeld();
        assertThat(channel.flushes()).isZero();
        assertThat(channel.received()).isEmpty();
    }

    @Test
    void whatWasAppendedWhenThePeerVanishesIsLetGoOf() {
        channel.peerStopsReading();
        channel.iteration(() -> connection.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length));
        channel.iteration(() -> {
            connection.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length);
            channel.close();
            connection.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length);
        });
        assertThat(sink.events).containsExactly("closed");
        channel.allocator.assertNothingHeld();
    }

    @Test
    void aCloseInOrderWaitsUntilThePeerHasReadWhatWasSaid() {
        channel.peerStopsReading();
        channel.iteration(() -> connection.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length));
        channel.iteration(connection::close);
        assertThat(channel.isOpen()).isTrue();
        // What comes meanwhile is not wanted any more.
        channel.arrive(REQUEST);
        channel.peerReads();
        channel.runPendingTasks();
        assertThat(channel.received()).isEqualTo(REQUEST);
        assertThat(channel.isOpen()).isFalse();
        assertThat(sink.events).containsExactly("closed");
    }

    @Test
    void aCloseInOrderDoesNotWaitForEver() {
        channel.freezeTime();
        channel.peerStopsReading();
        channel.iteration(() -> connection.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length));
        channel.iteration(connection::close);
        channel.advanceTimeBy(TransportConnection.LINGER_NANOS - 1, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(sink.events).containsExactly("closed");
        channel.allocator.assertNothingHeld();
    }

    @Test
    void anAbortWaitsForNobody() {
        channel.peerStopsReading();
        channel.iteration(() -> connection.outbox().append(Fenced.exact(REQUEST), 0, REQUEST.length));
        channel.iteration(connection::abort);
        assertThat(channel.isOpen()).isFalse();
        channel.allocator.assertNothingHeld();
    }

    @Test
    void tearsOffAHalfMessageWhenThePeerVanishes() {
        channel.arrive(Arrays.copyOf(REQUEST, 12));
        channel.close();
        assertThat(sink.events).containsExactly("closed");
        channel.allocator.assertNothingHeld();
    }

    @Test
    void aConnectionThatWasLostBeforehandIsReportedOnce() {
        TestChannel lost = new TestChannel();
        lost.close();
        RecordingSink owner = new RecordingSink();
        TransportConnection late = connection(owner);
        lost.pipeline().addLast(late);
        assertThat(owner.events).containsExactly("closed");
        lost.pipeline().fireChannelInactive();
        assertThat(owner.events).containsExactly("closed");
        lost.endWithNothingHeld();
    }

    @Test
    void aNetworkErrorClosesTheConnection() {
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(sink.events).containsExactly("closed");
    }

    @Test
    void takesNothingThatIsNotBytesAndPassesNoReadOn() {
        List<Object> above = new ArrayList<>();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                above.add(message);
            }
        });
        ByteBuf bytes = channel.allocator.buffer().writeBytes(REQUEST);
        channel.writeInbound("no bytes", bytes);
        assertThat(bytes.refCnt()).isZero();
        assertThat(sink.events).containsExactly(RecordingSink.message(REQUEST));
        assertThat(above).isEmpty();
    }

    @Test
    void theChannelsEndIsPassedOnEvenWhenTheOwnerFails() {
        boolean[] heard = {false};
        RecordingSink failing = new RecordingSink() {
            @Override
            public void onClosed() {
                throw new IllegalStateException("expected by this test");
            }
        };
        TestChannel other = new TestChannel();
        other.pipeline().addLast(connection(failing)).addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext context) {
                heard[0] = true;
            }
        });
        other.close();
        assertThat(heard[0]).isTrue();
        other.endWithNothingHeld();
    }

    @Test
    void moreMessagesThanATurnHasWaitForTheNextInOrder() {
        int count = 3 * ReadTurns.MESSAGES + 7;
        List<Long> turns = new ArrayList<>();
        sink.then = message -> turns.add(connection.loop().now());
        ByteBuf many = channel.allocator.buffer();
        for (int i = 0; i < count; i++) {
            many.writeBytes(TestMessage.request(TestAvp.u32(1, i)));
        }
        clock = 1;
        channel.pipeline().fireChannelRead(many);
        channel.pipeline().fireChannelReadComplete();
        assertThat(sink.events).hasSize(ReadTurns.MESSAGES);
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(connection.isPaused()).isFalse();
        // What arrives meanwhile, as it does from a TLS handler, waits behind the rest.
        channel.pipeline()
                .fireChannelRead(channel.allocator.buffer().writeBytes(TestMessage.request(TestAvp.u32(1, count))));
        for (int turn = 2; turn <= 4; turn++) {
            clock = turn;
            int before = sink.events.size();
            channel.runScheduledPendingTasks();
            assertThat(sink.events.size() - before).isBetween(1, ReadTurns.MESSAGES);
        }
        assertThat(channel.config().isAutoRead()).isTrue();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            expected.add(RecordingSink.message(TestMessage.request(TestAvp.u32(1, i))));
        }
        assertThat(sink.events).isEqualTo(expected);
        for (long turn = 1; turn <= 4; turn++) {
            long now = turn;
            assertThat(turns.stream().filter(t -> t == now).count()).isLessThanOrEqualTo(ReadTurns.MESSAGES);
        }
    }

    @Test
    void whereManyAnswersAreAwaitedATurnHasRoomForMore() {
        sink.awaited = ReadTurns.MANY + 1;
        ByteBuf many = channel.allocator.buffer();
        for (int i = 0; i < ReadTurns.SHARE + 7; i++) {
            many.writeBytes(ANSWER);
        }
        channel.pipeline().fireChannelRead(many);
        channel.pipeline().fireChannelReadComplete();
        assertThat(sink.events).hasSize(ReadTurns.SHARE);
        channel.runScheduledPendingTasks();
        assertThat(sink.events).hasSize(ReadTurns.SHARE + 7);
    }

    @Test
    void whereFewAnswersAreAwaitedATurnHasAsManyAsOfRequests() {
        sink.awaited = ReadTurns.MANY;
        ByteBuf many = channel.allocator.buffer();
        for (int i = 0; i < ReadTurns.MESSAGES + 7; i++) {
            many.writeBytes(ANSWER);
        }
        channel.pipeline().fireChannelRead(many);
        channel.pipeline().fireChannelReadComplete();
        assertThat(sink.events).hasSize(ReadTurns.MESSAGES);
        channel.runScheduledPendingTasks();
        assertThat(sink.events).hasSize(ReadTurns.MESSAGES + 7);
    }

    @Test
    void whatWaitsForItsTurnWhenTheConnectionEndsIsLetGoOf() {
        ByteBuf many = channel.allocator.buffer();
        for (int i = 0; i < 2 * ReadTurns.MESSAGES; i++) {
            many.writeBytes(REQUEST);
        }
        channel.pipeline().fireChannelRead(many);
        channel.pipeline().fireChannelInactive();
        channel.runScheduledPendingTasks();
        assertThat(sink.events).hasSize(ReadTurns.MESSAGES + 1).endsWith("closed");
        channel.allocator.assertNothingHeld();
    }

    @Test
    void aConnectionThatItsOwnerClosesInALaterTurnLetsGoOfTheRest() {
        ByteBuf many = channel.allocator.buffer();
        for (int i = 0; i < 3 * ReadTurns.MESSAGES; i++) {
            many.writeBytes(REQUEST);
        }
        int[] left = {ReadTurns.MESSAGES + 5};
        sink.then = message -> {
            if (--left[0] == 0) {
                connection.close();
            }
        };
        channel.pipeline().fireChannelRead(many);
        channel.runScheduledPendingTasks();
        assertThat(sink.events).hasSize(ReadTurns.MESSAGES + 6).endsWith("closed");
        channel.allocator.assertNothingHeld();
    }

    @Test
    void outputMayBeBoundAnewWhenThePeerIsKnown() {
        channel.peerStopsReading();
        byte[] large = TestMessage.request(TestAvp.raw(1, 0, 0, new byte[980]));
        for (int i = 0; i < 20; i++) {
            channel.iteration(() -> connection.outbox().append(Fenced.exact(large), 0, large.length));
        }
        assertThat(connection.outbox().isFull()).isFalse();
        channel.iteration(() -> connection.boundOutput(10_000));
        assertThat(connection.outbox().isFull()).isTrue();
        assertThat(channel.config().getWriteBufferHighWaterMark()).isEqualTo(10_000);
        channel.iteration(() -> connection.boundOutput(100_000));
        assertThat(connection.outbox().isFull()).isFalse();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aMessageThatTricklesInIsStalled() {
        channel.freezeTime();
        connection.boundMessageTime(Duration.ofSeconds(30));
        for (int i = 0; i < 10; i++) {
            channel.arrive(new byte[] {REQUEST[i]});
            channel.advanceTimeBy(2, TimeUnit.SECONDS);
            channel.runPendingTasks();
        }
        assertThat(sink.events).isEmpty();
        channel.advanceTimeBy(10, TimeUnit.SECONDS);
        channel.runPendingTasks();
        assertThat(sink.events).containsExactly("broken");
    }

    @Test
    void messagesThatComeInPiecesButComeAreNotStalled() {
        channel.freezeTime();
        connection.boundMessageTime(Duration.ofSeconds(30));
        for (int i = 0; i < 50; i++) {
            channel.arrive(Arrays.copyOf(REQUEST, 11));
            channel.advanceTimeBy(10, TimeUnit.SECONDS);
            channel.runPendingTasks();
            channel.arrive(Arrays.copyOfRange(REQUEST, 11, REQUEST.length));
        }
        channel.advanceTimeBy(10, TimeUnit.MINUTES);
        channel.runPendingTasks();
        assertThat(sink.events).hasSize(50).allMatch(RecordingSink.message(REQUEST)::equals);
    }

    @Test
    void anOversizedMessageThatTricklesInIsStalledToo() {
        channel.freezeTime();
        connection.boundMessageTime(Duration.ofSeconds(30));
        channel.arrive(Arrays.copyOf(TestMessage.setLength(TestMessage.request(), 100_000), 20), new byte[5000]);
        channel.advanceTimeBy(30, TimeUnit.SECONDS);
        channel.runPendingTasks();
        assertThat(sink.events).hasSize(2).endsWith("broken");
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
