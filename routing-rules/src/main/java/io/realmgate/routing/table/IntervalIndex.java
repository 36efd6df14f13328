package io.realmgate.routing.table;

import java.util.Arrays;

/**
 * From a number to the value of the interval that it lies in. The line of numbers is cut where the value changes, so gaps
 * between intervals are intervals without a value. Cuts stand in pages of 64 octets, each beside its value, so that the last
 * step of a search waits for memory once; all steps before look at what caches hold: an octet a page. Immutable.
 *
 * <p>64 pages are a group. What a group spans is parted into 64 slots of one width, and of each is known, in an octet, which
 * page it begins in. So slots are narrow where cuts are dense, and where they lead to many pages for all that, those are
 * halved six times at most. The group is found through levels of every 16th group, every 256th and so on, as in a B-tree.
 */
final class IntervalIndex {

    /** Most different values: their numbers are two octets. */
    static final int MOST_VALUES = 0xffff;

    static final IntervalIndex EMPTY = new IntervalIndex(new long[0], new char[0], 0, 0);

    private static final int MOST_NARROW = 0xff;
    private static final int NARROW_BITS = 8;
    private static final int WIDE_BITS = 16;

    /** Longs of a page. */
    private static final int PAGE = 8;

    private static final int NARROW_CUTS = 7;
    private static final int WIDE_CUTS = 6;

    /**
     * Longs before the first page. Java puts two longs in front of an array, and large arrays at the start of a region:
     * so pages are lines of the cache.
     */
    private static final int BEFORE = 6;

    private static final int GROUP_BITS = 6;
    private static final int GROUP = 1 << GROUP_BITS;
    private static final int FAN_BITS = 4;
    private static final int FAN = 1 << FAN_BITS;

    private final int count;
    private final int cutsOfPage;
    private final int bits;

    /** A page: its cuts, then the values from each on; behind the last cut of all, {@link Long#MAX_VALUE}. */
    private final long[] pages;

    /** For each slot of each group, the last page that begins before it, or the first one: counted within the group. */
    private final byte[] slots;

    /** The first cut of each group, then of every 16th of the level before. */
    private final long[][] levels;

    /**
     * @param cuts sorted, each once, less than {@link Long#MAX_VALUE}
     * @param values the number of the value from each cut to the next; 0 for none
     * @param used how many of both there are
     * @param largest number of a value
     */
    IntervalIndex(long[] cuts, char[] values, int used, int largest) {
        boolean narrow = largest <= MOST_NARROW;
        cutsOfPage = narrow ? NARROW_CUTS : WIDE_CUTS;
        bits = narrow ? NARROW_BITS : WIDE_BITS;
        count = (used + cutsOfPage - 1) / cutsOfPage;
        pages = new long[BEFORE + PAGE * count];
        Arrays.fill(pages, Long.MAX_VALUE);
        for (int page = 0; page < count; page++) {
            fill(page, cuts, values, used);
        }
        levels = levels((count + GROUP - 1) >> GROUP_BITS);
        slots = new byte[levels[0].length << GROUP_BITS];
        for (int group = 0; group < levels[0].length; group++) {
            part(group);
        }
    }

    /** Octets that so many cuts take. */
    static long octets(int cuts, int largest) {
        return cuts * (PAGE * 8L + 2) / (largest <= MOST_NARROW ? NARROW_CUTS : WIDE_CUTS) + 3 * PAGE * 8L;
    }

    private void fill(int page, long[] cuts, char[] values, int used) {
        int at = BEFORE + page * PAGE;
        int first = page * cutsOfPage;
        int length = Math.min(cutsOfPage, used - first);
        System.arraycopy(cuts, first, pages, at, length);
        Arrays.fill(pages, at + cutsOfPage, at + PAGE, 0);
        for (int i = 0; i < length; i++) {
            pages[at + cutsOfPage + (i * bits >> 6)] |= (long) values[first + i] << i * bits;
        }
    }

    private long[][] levels(int groups) {
        int depth = 1;
        for (int size = groups; size > FAN; size = (size + FAN - 1) >> FAN_BITS) {
            depth++;
        }
        long[][] made = new long[depth][];
        made[0] = new long[groups];
        for (int group = 0; group < groups; group++) {
            made[0][group] = firstCut(group << GROUP_BITS);
        }
        for (int level = 1; level < depth; level++) {
            long[] below = made[level - 1];
            made[level] = new long[(below.length + FAN - 1) >> FAN_BITS];
            for (int i = 0; i < made[level].length; i++) {
                made[level][i] = below[i << FAN_BITS];
            }
        }
        return made;
    }

    private void part(int group) {
        long least = levels[0][group];
        int shift = shift(group);
        int first = group << GROUP_BITS;
        int last = lastPage(group);
        int page = first;
        for (int slot = 0; slot < GROUP; slot++) {
            while (page < last && firstCut(page + 1) - least >>> shift < slot) {
                page++;
            }
            slots[first + slot] = (byte) (page - first);
        }
    }

    private long firstCut(int page) {
        return pages[BEFORE + page * PAGE];
    }

    private int lastPage(int group) {
        return Math.min(count, (group + 1) << GROUP_BITS) - 1;
    }

    /** The width of its slots is 2 to this power. */
    private int shift(int group) {
        long[] groups = levels[0];
        long end = group + 1 < groups.length ? groups[group + 1] - 1 : firstCut(count - 1);
        return Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(end - groups[group]) - GROUP_BITS);
    }

    /** Number of the value at this place, 0 if there is none. */
    int find(long key) {
        if (count == 0 || key < pages[BEFORE]) {
            return 0;
        }
        int at = BEFORE + page(group(key), key) * PAGE;
        int behind = 0;
        for (int i = 1; i < cutsOfPage; i++) {
            behind += pages[at + i] <= key ? bits : 0;
        }
        return (int) (pages[at + cutsOfPage + (behind >> 6)] >>> behind) & (1 << bits) - 1;
    }

    /** The last group that does not begin behind it. */
    private int group(long key) {
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
        return at;
    }

    /** The last page of the group that does not begin behind it. */
    private int page(int group, long key) {
        int slot = (int) Math.min(GROUP - 1, key - levels[0][group] >>> shift(group));
        int first = group << GROUP_BITS;
        int low = first + slots[first + slot];
        int high = slot == GROUP - 1 ? lastPage(group) : first + slots[first + slot + 1];
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstCut(middle) <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Heap that it takes, about. */
    long octets() {
        long octets = 8L * pages.length + slots.length;
        for (long[] level : levels) {
            octets += 8L * level.length;
        }
        return octets;
    }
}
