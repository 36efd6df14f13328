package io.realmgate.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WaitingTimesTest {
    @Test
    void withoutAnswersThereIsNothing() {
        assertThat(new WaitingTimes().within(0.99)).isZero();
    }

    @Test
    void sharesAreOfAllAnswers() {
        WaitingTimes times = new WaitingTimes();
        for (int i = 0; i < 99; i++) {
            times.add(1_000_000);
        }
        times.add(300_000_000);
        assertThat(times.within(0.99)).isBetween(1_000_000L, 1_125_000L);
        assertThat(times.within(1)).isEqualTo(300_000_000);
        assertThat(times.longest()).isEqualTo(300_000_000);
    }

    /** Each step is at most an eighth of the time wide, and never short of it. */
    @Property
    void aStepIsNarrow(@ForAll @LongRange(min = 8_000, max = 100_000_000_000L) long nanos) {
        WaitingTimes times = new WaitingTimes();
        times.add(nanos);
        times.add(1_000_000_000_000L);
        assertThat(times.within(0.5)).isBetween(nanos - nanos % 1000, nanos + nanos / 8 + 1000);
    }
}
