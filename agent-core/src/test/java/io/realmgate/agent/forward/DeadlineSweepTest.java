package io.realmgate.agent.forward;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.realmgate.agent.transaction.DeadlineWheel;
import io.realmgate.agent.transaction.TransactionTable;
import io.realmgate.agent.transport.IoLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds; a tick is 20. */
class DeadlineSweepTest {
    private static final long TICK = MILLISECONDS.toNanos(20);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private long clock;
    private final IoLoop loop = new IoLoop(channel.eventLoop(), () -> clock);
    private final DeadlineWheel<String> wheel = new DeadlineWheel<>(TICK, 0, 4);
    private final TransactionTable<String> table = new TransactionTable<>("hss1", 1, 64, wheel);
    private final List<Long> expired = new ArrayList<>();
    private final DeadlineSweep<String> sweep = new DeadlineSweep<>(loop, wheel, (from, pending) -> {
        expired.add(MILLISECONDS.convert(loop.now(), java.util.concurrent.TimeUnit.NANOSECONDS));
        from.recycle(pending);
    });

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    private void open(long deadline) {
        assertThat(table.open(MILLISECONDS.toNanos(deadline))).isNotNull();
        sweep.want();
    }

    /** The loop turns again after so long. */
    private void turnAfter(long millis) {
        clock += MILLISECONDS.toNanos(millis);
        channel.advanceTimeBy(millis, MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void aDeadlineIsFoundWithinATickOfIt() {
        open(100);
        for (int i = 0; i < 5; i++) {
            turnAfter(20);
        }
        assertThat(expired).containsExactly(100L);
    }

    /** What an iteration reads before the second look may answer what seems to have expired. */
    @Test
    void aLateLookWaitsForTheNextIteration() {
        open(100);
        turnAfter(700);
        assertThat(expired).isEmpty();
        turnAfter(20);
        assertThat(expired).containsExactly(720L);
    }

    @Test
    void anAnswerThatIsReadInBetweenIsInTime() {
        open(100);
        turnAfter(700);
        table.recycle(Objects.requireNonNull(table.take(1)));
        turnAfter(20);
        assertThat(expired).isEmpty();
        assertThat(wheel.size()).isZero();
    }

    @Test
    void aLoopThatIsAlwaysLateStillExpires() {
        open(100);
        for (int i = 0; i < 4; i++) {
            turnAfter(200);
        }
        assertThat(expired).isEmpty();
        turnAfter(200);
        assertThat(expired).containsExactly(1000L);
    }
}
