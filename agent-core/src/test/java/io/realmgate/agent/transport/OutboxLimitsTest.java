package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.Chunk;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link Outbox} and {@link TransportConnection} do when the peer asks or is asked for more than it reads. */
class OutboxLimitsTest {
    private static final int SIZE = 1000;
    private static final int HIGH = 10 * SIZE;

    private final TestChannel channel = new TestChannel();
    private final IoLoop loop = new IoLoop(channel.eventLoop(), () -> 0);
    private final RecordingSink sink = new RecordingSink();
    private final TransportConnection connection =
            new TransportConnection(loop, SIZE, OutboxLimits.of(HIGH, 3L * Outbox.CHUNK_SIZE), ignored -> sink);

    OutboxLimitsTest() {
        channel.pipeline().addLast(connection);
    }

    @AfterEach
    void holdsNothingInTheEnd() {
        channel.endWithNothingHeld();
    }

    @Test
    void isFullAboveTheHighMarkWithinOneIteration() {
        channel.iteration(() -> {
            append(10);
            assertThat(connection.outbox().backlog()).isEqualTo(HIGH);
            assertThat(connection.outbox().isFull()).isFalse();
            append(1);
            assertThat(connection.outbox().isFull()).isTrue();
        });
        assertThat(connection.outbox().backlog()).isZero();
        assertThat(connection.outbox().isFull()).isFalse();
        assertThat(channel.received()).hasSize(11 * SIZE);
    }

    @Test
    void isFullFromTheMomentThatItsChannelCloses() {
        channel.iteration(() -> {
            channel.close();
            assertThat(sink.events).isEmpty();
            assertThat(connection.outbox().isFull()).isTrue();
        });
        assertThat(sink.events).containsExactly("closed");
    }

    @Test
    void countsEachOctetOnceOverChunkBorders() {
        channel.iteration(() -> {
            append(100);
            int entries = 100 * SIZE / (Outbox.CHUNK_SIZE / SIZE * SIZE);
            assertThat(connection.outbox().backlog()).isBetween(100L * SIZE, 100L * SIZE + entries * 128L);
        });
        channel.received();
    }

    @Test
    void isFullWhileThePeerDoesNotReadAndStillTakesAnswers() {
        channel.peerStopsReading();
        int iterations = 0;
        for (; !connection.outbox().isFull(); iterations++) {
            channel.iteration(() -> append(1));
        }
        assertThat(iterations).isBetween(8, 11);
        channel.iteration(() -> append(1));
        assertThat(connection.outbox().backlog()).isGreaterThanOrEqualTo((iterations + 1) * (long) SIZE);

        channel.peerReads();
        assertThat(connection.outbox().isFull()).isFalse();
        assertThat(channel.received()).hasSize((iterations + 1) * SIZE);
    }

    @Test
    void saysWhenPendingRequestsHoldTheirBudget() {
        List<Chunk> held = new ArrayList<>();
        while (!connection.outbox().isRetentionExhausted()) {
            channel.iteration(() -> {
                append(1);
                held.add(connection.outbox().lastChunk().hold());
            });
            channel.received();
            assertThat(held.size()).isLessThanOrEqualTo(3 * Outbox.CHUNK_SIZE / SIZE);
        }
        assertThat(held).hasSize(2 * (Outbox.CHUNK_SIZE / SIZE) + 1);
        held.forEach(Chunk::drop);
        assertThat(connection.outbox().isRetentionExhausted()).isFalse();
    }

    @Test
    void aSlowPeersBacklogTakesLittleMoreMemoryThanItsOctets() {
        channel.peerStopsReading();
        byte[] small = TestMessage.ofLength(100, 1);
        for (int i = 0; i < 300; i++) {
            channel.iteration(() -> connection.outbox().append(Unpooled.wrappedBuffer(small), 0, small.length));
        }
        assertThat(channel.allocator.liveOctets()).isLessThanOrEqualTo(30_000 + 2 * Outbox.CHUNK_SIZE);
        channel.peerReads();
        assertThat(channel.received()).hasSize(30_000);
    }

    @Test
    void aPeerThatDoesNotReadItsAnswersIsNotReadFromUntilItDoes() {
        sink.then = message -> connection.outbox().append(message, 1);
        channel.peerStopsReading();
        int asked = 0;
        for (; channel.config().isAutoRead(); asked++) {
            channel.arrive(TestMessage.ofLength(SIZE, 1));
        }
        assertThat(asked).isBetween(18, 21);
        assertThat(channel.isOpen()).isTrue();

        channel.peerReads();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.arrive(TestMessage.ofLength(SIZE, 1));
        assertThat(channel.received()).hasSize((asked + 1) * SIZE);
    }

    @Test
    void aBurstBeyondThePauseThatDrainsAtOnceDoesNotStopReading() {
        sink.then = message -> append(30);
        channel.arrive(TestMessage.ofLength(SIZE, 1));
        assertThat(channel.received()).hasSize(30 * SIZE);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aPeerWhoseUnreadAnswersFillTheBoundIsClosed() {
        sink.then = message -> append(20);
        channel.peerStopsReading();
        for (int i = 0; i < 4; i++) {
            channel.arrive(TestMessage.ofLength(SIZE, 1));
            assertThat(channel.isOpen()).isEqualTo(i < 3);
        }
        assertThat(sink.events).hasSize(5).endsWith("closed");
    }

    @Test
    void limitsMustRise() {
        assertThatThrownBy(() -> new OutboxLimits(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutboxLimits(10, 9, 20, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutboxLimits(10, 20, 19, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(OutboxLimits.of(10, 5)).isEqualTo(new OutboxLimits(10, 20, 80, 5));
        assertThat(OutboxLimits.of(10, 5).fitting(10)).isEqualTo(OutboxLimits.of(10, 5));
        assertThat(OutboxLimits.of(10, 5).fitting(100)).isEqualTo(new OutboxLimits(10, 110, 440, 5));
    }

    private void append(int messages) {
        byte[] message = TestMessage.ofLength(SIZE, 7);
        DiameterMessage view = new DiameterMessage().wrap(Fenced.exact(message), 0, SIZE);
        for (int i = 0; i < messages; i++) {
            connection.outbox().append(view, i);
        }
    }
}
