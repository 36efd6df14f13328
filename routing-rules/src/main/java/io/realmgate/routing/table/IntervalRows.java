package io.realmgate.routing.table;

import java.util.Arrays;

/**
 * Intervals with a value each, as they are read, until they become an {@link IntervalIndex}. Of two that have numbers in
 * common, one has to lie inside the other, and wins there. For one thread.
 */
final class IntervalRows {

    private static final int FIRST_CAPACITY = 64;
    private static final int OCTETS_EACH = 8 + 8 + 4 + 2;

    private final HeapBudget budget;
    private long[] starts = new long[0];
    private long[] ends = new long[0];
    /** Negative for rows that only count inside others. */
    private int[] lines = new int[0];

    private char[] values = new char[0];
    private int count;
    private boolean sorted = true;
    private boolean wide;

    IntervalRows(HeapBudget budget) {
        this.budget = budget;
    }

    /**
     * Adds all numbers from {@code start} to {@code end}.
     *
     * @param line where it is written, at least 1
     */
    void add(long start, long end, int value, int line) {
        if (count == starts.length) {
            grow(Math.max(FIRST_CAPACITY, count + (count >> 1)));
        }
        if (count > 0 && !isInOrder(start, end)) {
            sorted = false;
        }
        starts[count] = start;
        ends[count] = end;
        lines[count] = line;
        values[count++] = (char) value;
        wide |= start != end;
    }

    private boolean isInOrder(long start, long end) {
        long before = starts[count - 1];
        return before < start || before == start && ends[count - 1] > end;
    }

    /** Adds one that counts only where it lies inside one that {@link #add} added, and is not as large. */
    void addInner(long start, long end, int value, int line) {
        add(start, end, value, -line);
    }

    private void grow(int capacity) {
        budget.take((long) capacity * OCTETS_EACH);
        budget.give((long) count * OCTETS_EACH);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        lines = Arrays.copyOf(lines, capacity);
        values = Arrays.copyOf(values, capacity);
    }

    int size() {
        return count;
    }

    /** Whether one of them has more than one number. */
    boolean hasWide() {
        return wide;
    }

    long start(int row) {
        return starts[row];
    }

    int line(int row) {
        return lines[row];
    }

    int value(int row) {
        return values[row];
    }

    /** The index of all rows; those that {@code conflicts} hears of are not in it. Takes the rows apart. */
    IntervalIndex build(int largestValue, Conflicts conflicts) {
        if (count == 0) {
            return IntervalIndex.EMPTY;
        }
        Cuts cuts = new Cuts(budget, largestValue);
        new Nesting(cuts, conflicts).sweep(order());
        IntervalIndex index = cuts.index();
        budget.give((long) starts.length * OCTETS_EACH);
        starts = new long[0];
        ends = new long[0];
        lines = new int[0];
        values = new char[0];
        return index;
    }

    /** Positions of the rows by start, the largest first of those that start alike; empty if they are in that order. */
    private int[] order() {
        if (sorted) {
            return new int[0];
        }
        budget.take(8L * count);
        int[] order = new int[count];
        // Of two rows that are equal, the one that counts by itself is the inner one.
        int front = 0;
        int back = 0;
        for (int i = 0; i < count; i++) {
            back += lines[i] < 0 ? 1 : 0;
        }
        for (int i = 0; i < count; i++) {
            order[lines[i] < 0 ? front++ : back++] = i;
        }
        int[] spare = new int[count];
        for (int i = 0; i < count; i++) {
            ends[i] = Long.MAX_VALUE - ends[i];
        }
        int[] byEnd = RowOrder.sort(order, spare, ends);
        for (int i = 0; i < count; i++) {
            ends[i] = Long.MAX_VALUE - ends[i];
        }
        int[] result = RowOrder.sort(byEnd, byEnd == order ? spare : order, starts);
        budget.give(8L * count);
        return result;
    }

    /** Walks over the rows from the lowest number on; the stack has those that the place is inside of. */
    private final class Nesting {
        private final Cuts cuts;
        private final Conflicts conflicts;
        private int[] open = new int[16];
        /** For each open row, what is between the rows inside it: its own value, or 0 if it does not count there. */
        private int[] shown = new int[16];

        private int depth;

        Nesting(Cuts cuts, Conflicts conflicts) {
            this.cuts = cuts;
            this.conflicts = conflicts;
        }

        void sweep(int[] order) {
            for (int i = 0; i < count; i++) {
                int row = order.length == 0 ? i : order[i];
                close(starts[row]);
                if (depth == 0 || isInside(row, open[depth - 1])) {
                    open(row);
                }
            }
            close(Long.MAX_VALUE);
        }

        /** Leaves the rows that end before {@code start}. */
        private void close(long start) {
            while (depth > 0 && ends[open[depth - 1]] < start) {
                depth--;
                cuts.add(ends[open[depth]] + 1, depth == 0 ? 0 : shown[depth - 1]);
            }
        }

        private boolean isInside(int row, int outer) {
            boolean inner = lines[row] < 0;
            boolean innerOuter = lines[outer] < 0;
            if (ends[row] > ends[outer]) {
                if (!(inner && innerOuter)) {
                    tell(row, outer, true);
                }
                return false;
            }
            if (starts[row] == starts[outer] && ends[row] == ends[outer] && inner == innerOuter) {
                if (!inner) {
                    tell(row, outer, false);
                }
                return false;
            }
            return true;
        }

        private void tell(int row, int other, boolean overlap) {
            int one = Math.abs(lines[row]);
            int two = Math.abs(lines[other]);
            if (overlap) {
                conflicts.overlap(Math.max(one, two), Math.min(one, two));
            } else {
                conflicts.duplicate(Math.max(one, two), Math.min(one, two));
            }
        }

        private void open(int row) {
            if (depth == open.length) {
                open = Arrays.copyOf(open, 2 * depth);
                shown = Arrays.copyOf(shown, 2 * depth);
            }
            int around = depth == 0 ? 0 : shown[depth - 1];
            open[depth] = row;
            shown[depth] = lines[row] < 0 && around == 0 ? 0 : values[row];
            cuts.add(starts[row], shown[depth]);
            depth++;
        }
    }

    /** Where the value changes. */
    private static final class Cuts {
        private static final int EACH = 8 + 2;
        private final HeapBudget budget;
        private final int largestValue;
        private long[] at = new long[0];
        private char[] value = new char[0];
        private int count;

        Cuts(HeapBudget budget, int largestValue) {
            this.budget = budget;
            this.largestValue = largestValue;
        }

        /** From {@code place} on there is {@code next}; places come in order, and of equal ones the last one counts. */
        void add(long place, int next) {
            if (count > 0 && at[count - 1] == place) {
                count--;
            }
            if ((count == 0 ? 0 : value[count - 1]) == next) {
                return;
            }
            if (count == at.length) {
                int capacity = Math.max(FIRST_CAPACITY, count + (count >> 1));
                budget.take((long) capacity * EACH);
                budget.give((long) count * EACH);
                at = Arrays.copyOf(at, capacity);
                value = Arrays.copyOf(value, capacity);
            }
            at[count] = place;
            value[count++] = (char) next;
        }

        IntervalIndex index() {
            budget.take(IntervalIndex.octets(count, largestValue));
            IntervalIndex index = new IntervalIndex(at, value, count, largestValue);
            budget.give((long) at.length * EACH);
            return index;
        }
    }
}
