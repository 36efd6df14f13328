package io.realmgate.routing.table;

/**
 * Sorts rows by number, without moving them: the order is an array of their positions. Sixteen bits at a time from the
 * lowest on, so the time grows with the number of rows only, whatever their order was.
 */
final class RowOrder {

    private static final int BITS = 16;
    private static final int BUCKETS = 1 << BITS;

    private RowOrder() {}

    /** Sorts {@code order}, positions in {@code keys}, by key; equal ones stay as they are. {@code keys} are not negative. */
    static int[] sort(int[] order, int[] spare, long[] keys) {
        int[] from = order;
        int[] to = spare;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            if (distribute(from, to, keys, shift)) {
                int[] sorted = to;
                to = from;
                from = sorted;
            }
        }
        return from;
    }

    /** One pass; false if all rows agree in these bits, and nothing was moved. */
    private static boolean distribute(int[] from, int[] to, long[] keys, int shift) {
        int[] starts = new int[BUCKETS + 1];
        for (int row : from) {
            starts[bucket(keys[row], shift) + 1]++;
        }
        if (from.length == 0 || starts[bucket(keys[from[0]], shift) + 1] == from.length) {
            return false;
        }
        for (int i = 0; i < BUCKETS; i++) {
            starts[i + 1] += starts[i];
        }
        for (int row : from) {
            to[starts[bucket(keys[row], shift)]++] = row;
        }
        return true;
    }

    private static int bucket(long key, int shift) {
        return (int) (key >>> shift) & (BUCKETS - 1);
    }
}
