package io.realmgate.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswerTimeTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private final AnswerTime time = new AnswerTime();
    private long now = 1;

    private void answer(long millis) {
        time.observe(millis * MILLI, now);
    }

    @Test
    void oneOfWhichNothingIsKnownGetsOneRequest() {
        assertThat(time.averageMicros()).isNegative();
        assertThat(time.cost(0, now)).isZero();
        assertThat(time.cost(1, now)).isEqualTo(2 * AnswerTime.UNKNOWN_MICROS);
    }

    @Test
    void theFirstAnswerIsTheExpectation() {
        answer(20);
        assertThat(time.averageMicros()).isEqualTo(20_000);
        assertThat(time.cost(0, now)).isEqualTo(20_000);
        assertThat(time.cost(3, now)).isEqualTo(80_000);
    }

    @Test
    void followsWhatItSeesAndForgetsAnOutlier() {
        answer(8);
        answer(808);
        assertThat(time.averageMicros()).isEqualTo(108_000);
        for (int i = 0; i < 60; i++) {
            answer(8);
        }
        assertThat(time.averageMicros()).isBetween(8_000L, 8_100L);
    }

    /** A slow member to which nobody goes looks better and better, until one request finds out. */
    @Test
    void fadesWhileIdleAndOnlyThen() {
        answer(200);
        long before = time.cost(1, now);
        now += 8 * AnswerTime.HALF_LIFE;
        assertThat(time.cost(0, now)).isEqualTo(200_000 >> 8);
        // That request is under way: nobody else joins it.
        assertThat(time.cost(1, now)).isEqualTo(before);
        answer(150);
        assertThat(time.cost(0, now)).isEqualTo(150_000);
        now += 1000 * AnswerTime.HALF_LIFE;
        assertThat(time.cost(0, now)).isZero();
    }

    @Test
    void costsCanBeMultipliedByAnyWeight() {
        answer(TimeUnit.DAYS.toMillis(1));
        assertThat(time.cost(1 << 24, now)).isPositive().isLessThanOrEqualTo(1L << 46);
    }
}
