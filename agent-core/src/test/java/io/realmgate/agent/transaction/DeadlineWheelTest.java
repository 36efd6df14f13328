package io.realmgate.agent.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins are the deadlines themselves, so that an expired entry says when it should have. */
class DeadlineWheelTest {
    private static final long TICK = 10;
    private static final long ROTATION = 256 * TICK;

    private final List<Long> expired = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -1, -3 * ROTATION - 3, -55, Long.MAX_VALUE / 2, Long.MIN_VALUE / 2})
    void expiresAtMostOneTickLateAndNeverEarly(long start) {
        DeadlineWheel<Long> wheel = new DeadlineWheel<>(TICK, start, 100);
        TransactionTable<Long> table = new TransactionTable<>(0L, 0, 10_000, wheel);
        for (long after = 0; after < 3 * ROTATION; after += 3) {
            open(table, start + after);
        }
        int pending = table.size();
        for (long now = start; now <= start + 3 * ROTATION + TICK; now++) {
            expired.clear();
            wheel.expire(now, recycle(table));
            pending -= expired.size();
            assertThat(wheel.size()).isEqualTo(pending);
            for (long deadline : expired) {
                assertThat(now - deadline).isBetween(0L, TICK);
            }
        }
        assertThat(pending).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 255, 256, 257, 1000, 1_000_000_000})
    void missesNothingOverAnIdleGap(long gap) {
        DeadlineWheel<Long> wheel = new DeadlineWheel<>(TICK, 0, 100);
        TransactionTable<Long> table = new TransactionTable<>(0L, 0, 10_000, wheel);
        long now = gap * TICK + 5;
        for (long tick = 1; tick < 600; tick++) {
            open(table, tick * TICK);
        }
        wheel.expire(now, recycle(table));
        assertThat(expired).hasSize((int) Math.min(599, gap)).allMatch(deadline -> deadline <= now);

        open(table, now + 1);
        expired.clear();
        wheel.expire(now + TICK, recycle(table));
        assertThat(expired).contains(now + 1);
    }

    @Test
    void anEntryAddedAfterAGapExpiresInTime() {
        DeadlineWheel<Long> wheel = new DeadlineWheel<>(TICK, 0, 100);
        TransactionTable<Long> table = new TransactionTable<>(0L, 0, 10_000, wheel);
        long now = 5 * ROTATION + 33;
        open(table, now + 20);
        wheel.expire(now, recycle(table));
        assertThat(expired).isEmpty();
        wheel.expire(now + 30, recycle(table));
        assertThat(expired).containsExactly(now + 20);
    }

    @Test
    void aDeadlineThatHasPassedExpiresWithTheNextTick() {
        DeadlineWheel<Long> wheel = new DeadlineWheel<>(TICK, 100, 100);
        TransactionTable<Long> table = new TransactionTable<>(0L, 0, 10_000, wheel);
        open(table, 3);
        open(table, Long.MIN_VALUE / 2);
        wheel.expire(109, recycle(table));
        assertThat(expired).isEmpty();
        wheel.expire(110, recycle(table));
        assertThat(expired).hasSize(2);
    }

    @Test
    void aClockThatStandsOrGoesBackDoesNoHarm() {
        DeadlineWheel<Long> wheel = new DeadlineWheel<>(TICK, 100, 100);
        TransactionTable<Long> table = new TransactionTable<>(0L, 0, 10_000, wheel);
        open(table, 150);
        wheel.expire(140, recycle(table));
        wheel.expire(90, recycle(table));
        open(table, 95);
        wheel.expire(140, recycle(table));
        assertThat(expired).isEmpty();
        wheel.expire(150, recycle(table));
        assertThat(expired).containsExactlyInAnyOrder(95L, 150L);
    }

    @Test
    void aConsumerThatOpensWithAPassedDeadlineHasTheNextTurn() {
        DeadlineWheel<Long> wheel = new DeadlineWheel<>(TICK, 0, 100);
        TransactionTable<Long> table = new TransactionTable<>(0L, 0, 10_000, wheel);
        open(table, 10);
        for (int turn = 1; turn <= 5; turn++) {
            wheel.expire(turn * TICK, (from, pending) -> {
                expired.add(pending.origin());
                table.recycle(pending);
                open(table, 0);
            });
            assertThat(expired).hasSize(turn);
        }
    }

    @Test
    void aConsumerMayTakeWhatIsAboutToExpire() {
        DeadlineWheel<Long> wheel = new DeadlineWheel<>(TICK, 0, 100);
        TransactionTable<Long> table = new TransactionTable<>(0L, 0, 10_000, wheel);
        for (int i = 0; i < 20; i++) {
            open(table, i);
        }
        wheel.expire(100, (from, pending) -> {
            expired.add(pending.origin());
            table.recycle(pending);
            table.drain(other -> {
                expired.add(other.origin());
                table.recycle(other);
            });
        });
        assertThat(expired).hasSize(20).doesNotHaveDuplicates();
        assertThat(wheel.size()).isZero();
    }

    @Test
    void whatAFailingConsumerLeftExpiresNextTime() {
        DeadlineWheel<Long> wheel = new DeadlineWheel<>(TICK, 0, 100);
        TransactionTable<Long> table = new TransactionTable<>(0L, 0, 10_000, wheel);
        open(table, 5);
        open(table, 6);
        assertThatThrownBy(() -> wheel.expire(10, (from, pending) -> {
                    throw new IllegalStateException("expected by this test");
                }))
                .hasMessage("expected by this test");
        assertThat(wheel.size()).isOne();
        wheel.expire(10, recycle(table));
        assertThat(expired).containsExactly(6L);
    }

    @Test
    void servesAllTablesOfItsLoop() {
        DeadlineWheel<Long> wheel = new DeadlineWheel<>(TICK, 0, 100);
        assertThat(wheel.tickNanos()).isEqualTo(TICK);
        TransactionTable<Long> one = new TransactionTable<>(0L, 0, 10, wheel);
        TransactionTable<Long> two = new TransactionTable<>(0L, 0, 10, wheel);
        open(one, 10);
        open(two, 20);
        wheel.expire(10, recycle(one));
        assertThat(one.size()).isZero();
        assertThat(two.size()).isOne();
        wheel.expire(20, recycle(two));
        assertThat(expired).containsExactly(10L, 20L);
    }

    private BiConsumer<TransactionTable<Long>, PendingRequest<Long>> recycle(TransactionTable<Long> table) {
        return (from, pending) -> {
            assertThat(from).isSameAs(table);
            expired.add(pending.origin());
            table.recycle(pending);
        };
    }

    private static void open(TransactionTable<Long> table, long deadline) {
        PendingRequest<Long> pending = table.open(deadline);
        if (pending == null) {
            throw new AssertionError("refused");
        }
        TransactionTable<Long> asker = new TransactionTable<>(deadline, 0, 1, table.wheel);
        pending.from(asker, 0, 0);
        asker.close();
    }
}
