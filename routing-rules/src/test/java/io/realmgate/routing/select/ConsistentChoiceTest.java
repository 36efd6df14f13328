package io.realmgate.routing.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.realmgate.routing.model.Candidate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConsistentChoiceTest {
    private static final int KEYS = 20_000;

    @Provide
    Arbitrary<List<Integer>> weights() {
        return Arbitraries.integers()
                .between(1, 5)
                .flatMap(most -> Arbitraries.integers()
                        .between(1, most)
                        .list()
                        .ofMinSize(2)
                        .ofMaxSize(9));
    }

    private static Candidate[] group(List<Integer> weights) {
        return IntStream.range(0, weights.size())
                .mapToObj(i -> new Candidate("hss" + i + ".home.example", 1, weights.get(i)))
                .toArray(Candidate[]::new);
    }

    private static long[] seeds(Candidate[] group) {
        return Arrays.stream(group).mapToLong(ConsistentChoice::seed).toArray();
    }

    private static int choose(Candidate[] group, int without, long key) {
        int[] usable =
                IntStream.range(0, group.length).filter(i -> i != without).toArray();
        return ConsistentChoice.choose(group, seeds(group), usable, usable.length, key);
    }

    /** No key moves that was not the failed member's, and those return when it is back. */
    @Property(tries = 100)
    void aMemberThatFailsShedsOnlyItsOwnShare(
            @ForAll("weights") List<Integer> weights, @ForAll @IntRange(max = 8) int failed, @ForAll long first) {
        Assume.that(failed < weights.size());
        Candidate[] group = group(weights);
        for (long key = first; key < first + 200; key++) {
            int before = choose(group, -1, key);
            int without = choose(group, failed, key);
            assertThat(without).isNotEqualTo(failed);
            if (before != failed) {
                assertThat(without).isEqualTo(before);
            }
        }
    }

    /** What a member sheds goes to all others, in proportion to their weights: none inherits it all. */
    @Test
    void whatAFailedMemberShedsSpreadsOverAllOthersByWeight() {
        Candidate[] group = group(List.of(2, 1, 3, 1));
        int[] before = new int[4];
        int[] inherited = new int[4];
        for (int key = 0; key < KEYS; key++) {
            int chosen = choose(group, -1, key);
            before[chosen]++;
            if (chosen == 2) {
                inherited[choose(group, 2, key)]++;
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(before[i] / (double) KEYS).isCloseTo(group[i].weight() / 7.0, within(0.015));
        }
        for (int i : new int[] {0, 1, 3}) {
            assertThat(inherited[i] / (double) before[2]).isCloseTo(group[i].weight() / 4.0, within(0.025));
        }
    }

    @Test
    void equalWeightsAreEqualShares() {
        Candidate[] group = group(List.of(1, 1, 1, 1, 1));
        int[] shares = new int[5];
        for (int key = 0; key < KEYS; key++) {
            shares[choose(group, -1, key)]++;
        }
        for (int share : shares) {
            assertThat(share / (double) KEYS).isCloseTo(0.2, within(0.01));
        }
    }

    /** Two agents that list the same peers in another order agree. */
    @Property(tries = 50)
    void theOrderOfMembersDoesNotMatter(@ForAll("weights") List<Integer> weights, @ForAll long key) {
        Candidate[] group = group(weights);
        Candidate[] reversed = new Candidate[group.length];
        for (int i = 0; i < group.length; i++) {
            reversed[group.length - 1 - i] = group[i];
        }
        assertThat(reversed[choose(reversed, -1, key)]).isEqualTo(group[choose(group, -1, key)]);
    }
}
