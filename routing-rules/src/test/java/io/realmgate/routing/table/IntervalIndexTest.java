package io.realmgate.routing.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IntervalIndexTest {
    private static final long MOST = 1L << 62;

    private final SplittableRandom random = new SplittableRandom(4);

    /** Compares with a sorted map, at and around every cut and anywhere. */
    private void agrees(int cuts, int largest, LongUnaryOperator cut) {
        NavigableMap<Long, Integer> all = new TreeMap<>();
        for (int i = 0; i < cuts; i++) {
            all.put(cut.applyAsLong(i), random.nextInt(largest + 1));
        }
        long[] at = all.keySet().stream().mapToLong(Long::longValue).toArray();
        // Longer than what is used of it, as arrays that grow are.
        char[] values = new char[at.length + 3];
        for (int i = 0; i < at.length; i++) {
            values[i] = (char) (int) all.getOrDefault(at[i], 0);
        }
        IntervalIndex index = new IntervalIndex(at, values, at.length, largest);
        for (long one : at) {
            agrees(index, all, one - 1);
            agrees(index, all, one);
            agrees(index, all, one + random.nextLong(1_000));
            agrees(index, all, random.nextLong(MOST));
        }
        agrees(index, all, 0);
        agrees(index, all, Long.MAX_VALUE - 1);
        assertThat(index.octets()).isLessThanOrEqualTo(IntervalIndex.octets(at.length, largest));
    }

    private static void agrees(IntervalIndex index, NavigableMap<Long, Integer> all, long key) {
        Map.Entry<Long, Integer> expected = all.floorEntry(key);
        assertThat(index.find(key)).as("%d", key).isEqualTo(expected == null ? 0 : expected.getValue());
    }

    @Test
    void findsAmongFewAndManyAnywhere() {
        for (int cuts : new int[] {0, 1, 2, 6, 7, 8, 49, 447, 448, 449, 7_168, 7_169, 30_000}) {
            agrees(cuts, 9, i -> random.nextLong(MOST));
            agrees(cuts, 9, i -> 1_000_000 + 10L * i);
            agrees(cuts, 9, i -> i);
        }
    }

    @Test
    void findsValuesOfTwoOctets() {
        for (int cuts : new int[] {1, 5, 6, 7, 384, 385, 20_000}) {
            agrees(cuts, IntervalIndex.MOST_VALUES, i -> random.nextLong(MOST));
            agrees(cuts, 256, i -> 3L * i);
            agrees(cuts, 255, i -> 3L * i);
        }
    }

    /** Groups of which some have a value for each number and some have pages, side by side. */
    @Test
    void findsWhereBlocksLieFarApart() {
        agrees(30_000, 9, i -> (i / 1_500 << 40) + i);
        agrees(30_000, 300, i -> (i / 500 << 30) + 3 * i);
        agrees(30_000, 9, i -> i < 15_000 ? i : random.nextLong(MOST));
        agrees(2_000, 9, i -> i < 1_999 ? i : MOST);
    }

    @Test
    void numbersOneAfterTheOtherTakeNoMoreThanTheirValues() {
        long[] at = LongStream.range(0, 100_000).toArray();
        char[] values = new char[at.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (char) (i & 1);
        }
        assertThat(new IntervalIndex(at, values, at.length, 1).octets()).isLessThan(101_000);
        assertThat(new IntervalIndex(at, values, at.length, 256).octets()).isLessThan(201_000);
    }

    @Test
    void findsWhereFewSlotsHaveAllCuts() {
        agrees(30_000, 9, i -> 1L << random.nextInt(62) | random.nextLong(1 << 20));
        agrees(30_000, 9, i -> (long) Math.exp(random.nextDouble() * 42));
        agrees(30_000, 9, i -> i % 500 == 0 ? random.nextLong(MOST) : i);
        agrees(30_000, 9, i -> (i & 1L) << 61 | random.nextLong(100_000));
    }
}
