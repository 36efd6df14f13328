package io.realmgate.routing.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.model.Candidate;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwoChoicesTest {
    private final RandomGenerator random = new SplittableRandom(42);

    private static Candidate[] group(int... weights) {
        return Arrays.stream(weights)
                .mapToObj(w -> new Candidate("hss.home.example", 1, w))
                .toArray(Candidate[]::new);
    }

    private int[] spread(Candidate[] group, int requests) {
        int[] all = IntStream.range(0, group.length).toArray();
        int[] pending = new int[group.length];
        for (int i = 0; i < requests; i++) {
            pending[TwoChoices.choose(group, all, all.length, at -> pending[at] + 1, random)]++;
        }
        return pending;
    }

    @Test
    void pendingRequestsStayLevel() {
        int[] pending = spread(group(1, 1, 1, 1, 1, 1, 1, 1), 8000);
        assertThat(Arrays.stream(pending).max().getAsInt()).isLessThanOrEqualTo(1004);
        assertThat(Arrays.stream(pending).min().getAsInt()).isGreaterThanOrEqualTo(990);
    }

    @Test
    void ofTwoTheLessLoadedIsAlwaysChosen() {
        Candidate[] group = group(1, 1);
        for (int i = 0; i < 1000; i++) {
            assertThat(TwoChoices.choose(group, new int[] {0, 1}, 2, at -> at == 0 ? 5 : 4, random))
                    .isEqualTo(1);
        }
    }

    @Test
    void loadCountsInRelationToWeight() {
        assertThat(spread(group(3, 1), 4000)).containsExactly(3000, 1000);
    }

    @Test
    void whatIsNotUsableIsNeverChosen() {
        Candidate[] group = group(1, 1, 1, 1);
        int[] usable = {1, 3, 0, 0};
        for (int i = 0; i < 1000; i++) {
            assertThat(TwoChoices.choose(group, usable, 2, at -> 1, random)).isIn(1, 3);
        }
        assertThat(TwoChoices.choose(group, usable, 1, at -> 1, random)).isEqualTo(1);
    }

    /** A load that is not seen to grow draws at most the share of the best of two: 2/n, not everything. */
    @Test
    void aLoadThatIsSeenLateDoesNotDrawEverything() {
        Candidate[] group = group(1, 1, 1, 1, 1, 1, 1, 1);
        int[] all = IntStream.range(0, 8).toArray();
        int[] chosen = new int[8];
        for (int i = 0; i < 8000; i++) {
            chosen[TwoChoices.choose(group, all, 8, at -> at, random)]++;
        }
        assertThat(chosen[0]).isBetween(1800, 2200);
    }
}
