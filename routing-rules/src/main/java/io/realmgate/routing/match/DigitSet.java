package io.realmgate.routing.match;

import io.realmgate.routing.model.Match.DigitRange;
import io.realmgate.routing.table.Digits;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Numbers of subscribers: those that begin with given digits, and those from one number to another of the same length.
 * Each of the two kinds is a sorted list of intervals that do not touch.
 */
final class DigitSet implements LongPredicate {

    private final Intervals beginnings;
    private final Intervals[] byCount = new Intervals[Digits.MOST + 1];

    DigitSet(List<DigitRange> ranges) {
        beginnings = Intervals.of(ranges.stream()
                .filter(DigitRange::open)
                .map(range -> {
                    long digits = Digits.parse(range.least());
                    return new long[] {Digits.position(digits), Digits.lastPosition(digits)};
                })
                .toList());
        for (int i = 0; i < byCount.length; i++) {
            int count = i;
            byCount[i] = Intervals.of(ranges.stream()
                    .filter(range -> !range.open() && range.least().length() == count)
                    .map(range -> new long[] {
                        Digits.number(Digits.parse(range.least())), Digits.number(Digits.parse(range.most()))
                    })
                    .toList());
        }
    }

    @Override
    public boolean test(long digits) {
        return byCount[Digits.count(digits)].contains(Digits.number(digits))
                || beginnings.contains(Digits.position(digits));
    }

    /** Intervals of numbers, both ends included. */
    private static final class Intervals {
        private static final Intervals NONE = new Intervals(new long[0], new long[0]);

        private final long[] least;
        private final long[] most;

        private Intervals(long[] least, long[] most) {
            this.least = least;
            this.most = most;
        }

        static Intervals of(List<long[]> intervals) {
            if (intervals.isEmpty()) {
                return NONE;
            }
            List<long[]> sorted = intervals.stream()
                    .sorted((a, b) -> Long.compare(a[0], b[0]))
                    .toList();
            long[] least = new long[sorted.size()];
            long[] most = new long[sorted.size()];
            int count = 0;
            for (long[] next : sorted) {
                if (count > 0 && next[0] <= most[count - 1]) {
                    most[count - 1] = Math.max(most[count - 1], next[1]);
                } else {
                    least[count] = next[0];
                    most[count++] = next[1];
                }
            }
            return new Intervals(Arrays.copyOf(least, count), Arrays.copyOf(most, count));
        }

        boolean contains(long number) {
            int at = Arrays.binarySearch(least, number);
            int candidate = at >= 0 ? at : -at - 2;
            return candidate >= 0 && number <= most[candidate];
        }
    }
}
