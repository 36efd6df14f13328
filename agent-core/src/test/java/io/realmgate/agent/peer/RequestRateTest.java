package io.realmgate.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final RequestRate rate = new RequestRate();

    private int taken(int perSecond, int asked, long now) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += rate.take(perSecond, now) ? 1 : 0;
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE - 5, Long.MIN_VALUE, -7 * SECOND})
    void aBurstOfOneSecondWhateverTheClockSays(long start) {
        assertThat(taken(100, 1000, start)).isEqualTo(100);
        assertThat(taken(100, 1000, start + SECOND / 10)).isEqualTo(10);
        assertThat(taken(100, 1000, start + SECOND / 10)).isZero();
        assertThat(taken(100, 1000, start + 100 * SECOND)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 999, 100_000, 1_000_000})
    void overTimeTheRateIsTheRate(int perSecond) {
        long taken = 0;
        for (int step = 1; step <= 10_000; step++) {
            taken += taken(perSecond, perSecond / 500 + 2, step * SECOND / 1000);
        }
        // Ten seconds and the burst.
        assertThat(taken).isBetween(10L * perSecond, 11L * perSecond + perSecond / 100 + 1);
    }

    @Test
    void noRateIsNoBound() {
        assertThat(taken(0, 100_000, 5)).isEqualTo(100_000);
    }

    @Test
    void anotherRateCountsFromNowOn() {
        assertThat(taken(10, 100, 0)).isEqualTo(10);
        assertThat(taken(1000, 2000, SECOND / 2)).isEqualTo(500);
    }
}
