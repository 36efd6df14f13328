package io.realmgate.routing.table;

/**
 * From a number to the value of the interval that it lies in. The line of numbers is cut where the value changes, so gaps
 * between intervals are intervals without a value, and one sorted array of cuts says all. It is searched through levels of
 * every 16th cut, every 256th and so on, as in a B-tree.
 */
final class IntervalIndex {

    static final IntervalIndex EMPTY = new IntervalIndex(new long[0], new ValueNumbers(0, 0));

    private static final int FAN_BITS = 4;
    private static final int FAN = 1 << FAN_BITS;

    /** All cuts, then every 16th of the level before. */
    private final long[][] levels;

    private final ValueNumbers values;

    /**
     * @param cuts sorted, each once
     * @param values the value from each cut to the next; 0 for none
     */
    IntervalIndex(long[] cuts, ValueNumbers values) {
        this.values = values;
        int depth = 1;
        for (int size = cuts.length; size > FAN; size = above(size)) {
            depth++;
        }
        levels = new long[depth][];
        levels[0] = cuts;
        for (int level = 1; level < depth; level++) {
            long[] below = levels[level - 1];
            levels[level] = new long[above(below.length)];
            for (int i = 0; i < levels[level].length; i++) {
                levels[level][i] = below[i << FAN_BITS];
            }
        }
    }

    private static int above(int size) {
        return (size + FAN - 1) >> FAN_BITS;
    }

    /** Number of the value at this place, 0 if there is none. */
    int find(long key) {
        long[] cuts = levels[0];
        if (cuts.length == 0 || key < cuts[0]) {
            return 0;
        }
        int at = 0;
        for (int level = levels.length - 1; level >= 0; level--) {
            long[] of = levels[level];
            int first = at << FAN_BITS;
            int end = Math.min(first + FAN, of.length);
            at = first;
            for (int i = first + 1; i < end; i++) {
                at += of[i] <= key ? 1 : 0;
            }
        }
        return values.get(at);
    }

    long octets() {
        long octets = values.octets();
        for (long[] level : levels) {
            octets += 8L * level.length;
        }
        return octets;
    }
}
