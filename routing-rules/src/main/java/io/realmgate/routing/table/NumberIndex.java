package io.realmgate.routing.table;

import io.realmgate.routing.Octets;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import java.util.Arrays;

/**
 * Numbers of subscribers, and what belongs to them: single ones and ranges of one length, an index for each length, and
 * beginnings of numbers. Of several that a number is in, the narrowest counts. Immutable.
 */
final class NumberIndex implements KeyIndex {

    private final IntervalIndex[] byCount;
    private final IntervalIndex beginnings;

    private NumberIndex(IntervalIndex[] byCount, IntervalIndex beginnings) {
        this.byCount = byCount;
        this.beginnings = beginnings;
    }

    @Override
    public int find(Octets value, Encoding encoding) {
        long digits = Digits.read(value, encoding);
        return digits == Digits.NONE ? 0 : find(digits);
    }

    @Override
    public int find(long digits) {
        int found = byCount[Digits.count(digits)].find(Digits.number(digits));
        return found != 0 ? found : beginnings.find(Digits.position(digits));
    }

    @Override
    public long octets() {
        return beginnings.octets()
                + Arrays.stream(byCount).mapToLong(IntervalIndex::octets).sum();
    }

    /** Takes rows, in any order. For one thread. */
    static final class Builder implements KeyIndex.Builder {
        private final IntervalRows[] byCount = new IntervalRows[Digits.MOST + 1];
        private final IntervalRows beginnings;

        Builder(HeapBudget budget) {
            this.beginnings = new IntervalRows(budget);
            for (int i = 0; i < byCount.length; i++) {
                byCount[i] = new IntervalRows(budget);
            }
        }

        /** Numbers from one to another of the same count of digits, as {@link Digits}. */
        void addRange(long least, long most, int value, int line) {
            byCount[Digits.count(least)].add(Digits.number(least), Digits.number(most), value, line);
        }

        /** All numbers that begin with these {@link Digits}. */
        void addBeginning(long digits, int value, int line) {
            beginnings.add(Digits.position(digits), Digits.lastPosition(digits), value, line);
        }

        @Override
        public NumberIndex build(int largestValue, Conflicts conflicts) {
            IntervalIndex[] indexes = new IntervalIndex[byCount.length];
            for (int count = 0; count < indexes.length; count++) {
                if (byCount[count].hasWide()) {
                    addBeginnings(byCount[count], count);
                }
                indexes[count] = byCount[count].build(largestValue, conflicts);
            }
            return new NumberIndex(indexes, beginnings.build(largestValue, conflicts));
        }

        /** A beginning inside a range is narrower than it, so it wins there; beside ranges it is found by itself. */
        private void addBeginnings(IntervalRows rows, int count) {
            for (int row = 0; row < beginnings.size(); row++) {
                long digits = Digits.at(beginnings.start(row));
                int more = count - Digits.count(digits);
                if (more >= 0) {
                    long least = Digits.number(digits) * Digits.power(more);
                    rows.addInner(least, least + Digits.power(more) - 1, beginnings.value(row), beginnings.line(row));
                }
            }
        }
    }
}
