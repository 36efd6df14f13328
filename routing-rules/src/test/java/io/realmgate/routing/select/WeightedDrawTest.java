package io.realmgate.routing.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.realmgate.routing.model.Candidate;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WeightedDrawTest {
    private static final int TIMES = 100_000;

    private static final Candidate[] CANDIDATES = {
        new Candidate("a", 1, 3), new Candidate("b", 1, 1), new Candidate("c", 1, 6), new Candidate("d", 2, 65_535)
    };

    private final RandomGenerator random = new SplittableRandom(42);

    @Test
    void sharesAreInProportionToWeightAndNoneGoesBehindTheLowestPriority() {
        WeightedDraw draw = new WeightedDraw(CANDIDATES);
        int[] drawn = new int[CANDIDATES.length];
        for (int i = 0; i < TIMES; i++) {
            drawn[draw.draw(random)]++;
        }
        assertThat(draw.count()).isEqualTo(3);
        assertThat(drawn[0] / (double) TIMES).isCloseTo(0.3, within(0.01));
        assertThat(drawn[1] / (double) TIMES).isCloseTo(0.1, within(0.01));
        assertThat(drawn[2] / (double) TIMES).isCloseTo(0.6, within(0.01));
        assertThat(drawn[3]).isZero();
    }

    @Test
    void withASecondDrawAmongTheUsableEachHasTheChanceThatItHasAmongThem() {
        WeightedDraw draw = new WeightedDraw(CANDIDATES);
        int[] usable = new int[CANDIDATES.length];
        int count = Usable.ofLowestPriority(CANDIDATES, i -> i != 2, usable);
        int[] chosen = new int[CANDIDATES.length];
        for (int i = 0; i < TIMES; i++) {
            int first = draw.draw(random);
            chosen[first != 2 ? first : WeightedChoice.choose(CANDIDATES, usable, count, random)]++;
        }
        assertThat(chosen[0] / (double) TIMES).isCloseTo(0.75, within(0.01));
        assertThat(chosen[1] / (double) TIMES).isCloseTo(0.25, within(0.01));
    }

    @Test
    void everyPointOfTheLineIsSomebodys() {
        Candidate[] many = new Candidate[1_000];
        Arrays.setAll(many, i -> new Candidate("peer" + i, 1, 1 + i % 7));
        WeightedDraw draw = new WeightedDraw(many);
        int[] drawn = new int[many.length];
        for (int i = 0; i < 40 * TIMES; i++) {
            drawn[draw.draw(random)]++;
        }
        for (int i = 0; i < many.length; i++) {
            assertThat(drawn[i] / (1.0 + i % 7)).as("peer%s", i).isCloseTo(1_000, within(250.0));
        }
    }

    @Test
    void oneIsDrawnWithoutAskingAndNobodyIsNone() {
        assertThat(new WeightedDraw(Arrays.copyOf(CANDIDATES, 1)).draw(random)).isZero();
        assertThat(new WeightedDraw(new Candidate[0]).count()).isZero();
    }
}
