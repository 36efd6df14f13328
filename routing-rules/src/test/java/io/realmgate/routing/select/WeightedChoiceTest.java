package io.realmgate.routing.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.realmgate.routing.model.Candidate;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WeightedChoiceTest {

    private static final Candidate[] CANDIDATES = {
        new Candidate("a", 1, 3),
        new Candidate("b", 1, 1),
        new Candidate("c", 1, 6),
        new Candidate("d", 2, 1),
        new Candidate("e", 2, 65_535)
    };

    private final RandomGenerator random = new SplittableRandom(42);

    @Test
    void sharesAreInProportionToWeight() {
        int[] chosen = draw(100_000, i -> true);
        assertThat(chosen[0] / 100_000.0).isCloseTo(0.3, within(0.01));
        assertThat(chosen[1] / 100_000.0).isCloseTo(0.1, within(0.01));
        assertThat(chosen[2] / 100_000.0).isCloseTo(0.6, within(0.01));
        assertThat(chosen[3] + chosen[4]).isZero();
    }

    @Test
    void theSharesOfWhatIsNotUsableGoToTheOthersInProportion() {
        int[] chosen = draw(100_000, i -> i != 2);
        assertThat(chosen[0] / 100_000.0).isCloseTo(0.75, within(0.01));
        assertThat(chosen[1] / 100_000.0).isCloseTo(0.25, within(0.01));
        assertThat(chosen[2]).isZero();
    }

    @Test
    void theNextPriorityIsUsedOnlyWhenNothingOfTheFirstIsUsable() {
        int[] chosen = draw(100_000, i -> i >= 3);
        assertThat(chosen[3] + chosen[4]).isEqualTo(100_000);
        assertThat(chosen[3]).isBetween(0, 10);
        assertThat(draw(10, i -> i == 1)[1]).isEqualTo(10);
    }

    @Test
    void nothingUsableIsNone() {
        int[] into = new int[CANDIDATES.length];
        assertThat(Usable.ofLowestPriority(CANDIDATES, i -> false, into)).isZero();
        assertThat(Usable.ofLowestPriority(new Candidate[0], i -> true, into)).isZero();
    }

    @Test
    void eachCandidateIsAskedAtMostOnceAndNoneBehindTheChosenPriority() {
        BitSet asked = new BitSet();
        Usable.ofLowestPriority(
                CANDIDATES,
                i -> {
                    assertThat(asked.get(i)).isFalse();
                    asked.set(i);
                    return i == 2;
                },
                new int[CANDIDATES.length]);
        assertThat(asked.cardinality()).isEqualTo(3);
    }

    @Test
    void theSameSeedChoosesTheSame() {
        RandomGenerator one = new SplittableRandom(7);
        RandomGenerator other = new SplittableRandom(7);
        for (int i = 0; i < 100; i++) {
            assertThat(choose(c -> true, one)).isEqualTo(choose(c -> true, other));
        }
    }

    private int[] draw(int times, IntPredicate usable) {
        int[] chosen = new int[CANDIDATES.length];
        for (int i = 0; i < times; i++) {
            chosen[choose(usable, random)]++;
        }
        return chosen;
    }

    private static int choose(IntPredicate usable, RandomGenerator random) {
        int[] into = new int[CANDIDATES.length];
        int count = Usable.ofLowestPriority(CANDIDATES, usable, into);
        return WeightedChoice.choose(CANDIDATES, into, count, random);
    }
}
