package io.realmgate.routing.table;

import java.util.Arrays;

/**
 * From a number to the value of the interval that it lies in. The line of numbers is cut where the value changes, so gaps
 * between intervals are intervals without a value. Immutable.
 *
 * <p>So many cuts as fill 64 pages are a group. Where each of its numbers can have its value in no more room, as in blocks of
 * subscribers who were numbered one after the other, it is just these values. Else its cuts stand in pages of 64 octets, each beside its value,
 * and the last step of a search reads two pages side by side, which do not wait for each other. What the group spans is parted into
 * 64 slots of one width, and of each is known, in an octet, which page it begins in. So slots are narrow where cuts are dense, and where they
 * lead to many pages for all that, those are halved six times at most. The group is found in the same way: all that there is is
 * parted into slots, some for each group.
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

    /** Pages of a group, and slots. */
    private static final int GROUP = 64;

    private final int cutsOfPage;
    private final int bits;

    /** The last cut: behind it all is as there. */
    private final long last;

    /** The first cut of each group. */
    private final long[] groups;

    /** The first page of each group, or the complement of where the value of its first number stands. */
    private final int[] places;

    /** The values of all numbers of groups that have no pages, if none is above {@link #MOST_NARROW}. */
    private final byte[] eachNarrow;

    /** The same if one is. */
    private final char[] eachWide;

    /** A page: its cuts, then the values from each on; behind the last cut of all, {@link Long#MAX_VALUE}, for a page more. */
    private final long[] pages;

    /** How many pages there are, but for that one. */
    private final int count;

    /** For each slot of each group of pages, the last page that begins before it, or the first one: counted within the group. */
    private final byte[] slots;

    /** For each slot of the whole, the last group that begins before it, or the first one. */
    private final int[] whole;

    /** The width of these slots is 2 to this power. */
    private final int wholeShift;

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
        last = used == 0 ? 0 : cuts[used - 1];
        Plan plan = new Plan(cuts, used, cutsOfPage);
        groups = plan.groups;
        places = plan.places;
        count = plan.pages;
        eachNarrow = new byte[narrow ? plan.numbers : 0];
        eachWide = new char[narrow ? 0 : plan.numbers];
        pages = new long[BEFORE + PAGE * (count + 1)];
        Arrays.fill(pages, Long.MAX_VALUE);
        slots = new byte[(count + GROUP - 1) / GROUP * GROUP];
        int first = 0;
        for (int group = 0; group < groups.length; group++) {
            int end = plan.ends[group];
            if (places[group] < 0) {
                spread(group, cuts, values, first, end);
            } else {
                fill(places[group], cuts, values, first, end);
                part(group);
            }
            first = end;
        }
        whole = new int[2 * Integer.highestOneBit(Math.max(1, groups.length))];
        wholeShift = groups.length == 0 ? 0 : shift(groups[groups.length - 1] - groups[0], whole.length);
        partWhole();
    }

    /** What is to be a group, and where it stands. */
    private static final class Plan {
        final long[] groups;
        final int[] places;
        /** The cut behind each group. */
        final int[] ends;
        /** How many there are of all groups. */
        final int pages;
        /** Those that have a value each. */
        final int numbers;

        Plan(long[] cuts, int used, int cutsOfPage) {
            int cutsOfGroup = GROUP * cutsOfPage;
            int most = (used + cutsOfGroup - 1) / cutsOfGroup;
            long[] firsts = new long[most];
            int[] starts = new int[most];
            int[] behind = new int[most];
            int found = 0;
            int paged = 0;
            int spread = 0;
            for (int first = 0; first < used; first += cutsOfGroup) {
                int end = Math.min(first + cutsOfGroup, used);
                int ofIt = (end - first + cutsOfPage - 1) / cutsOfPage;
                long span = (end < used ? cuts[end] : cuts[used - 1] + 1) - cuts[first];
                boolean dense = span <= (long) ofIt * PAGE * Long.BYTES / Character.BYTES;
                // Such neighbours are one: the fewer groups there are, the nearer is what leads to them.
                if (!dense || found == 0 || starts[found - 1] >= 0) {
                    firsts[found] = cuts[first];
                    starts[found++] = dense ? ~spread : paged;
                }
                behind[found - 1] = end;
                paged += dense ? 0 : ofIt;
                spread += dense ? (int) span : 0;
            }
            groups = Arrays.copyOf(firsts, found);
            places = Arrays.copyOf(starts, found);
            ends = Arrays.copyOf(behind, found);
            pages = paged;
            numbers = spread;
        }
    }

    /** Octets that so many cuts take. */
    static long octets(int cuts, int largest) {
        return cuts * (PAGE * 8L + 2) / (largest <= MOST_NARROW ? NARROW_CUTS : WIDE_CUTS) + 4 * PAGE * 8L;
    }

    /** Gives each number of a group its value. */
    private void spread(int group, long[] cuts, char[] values, int first, int end) {
        int at = ~places[group];
        for (int cut = first; cut < end; cut++) {
            int from = at + (int) (cuts[cut] - groups[group]);
            int to = at + (int) ((cut + 1 < end ? cuts[cut + 1] : end(group)) - groups[group]);
            if (bits == NARROW_BITS) {
                Arrays.fill(eachNarrow, from, to, (byte) values[cut]);
            } else {
                Arrays.fill(eachWide, from, to, values[cut]);
            }
        }
    }

    private void fill(int firstPage, long[] cuts, char[] values, int from, int end) {
        int at = BEFORE + firstPage * PAGE;
        for (int first = from; first < end; first += cutsOfPage, at += PAGE) {
            int length = Math.min(cutsOfPage, end - first);
            System.arraycopy(cuts, first, pages, at, length);
            Arrays.fill(pages, at + cutsOfPage, at + PAGE, 0);
            for (int i = 0; i < length; i++) {
                pages[at + cutsOfPage + (i * bits >> 6)] |= (long) values[first + i] << i * bits;
            }
        }
    }

    private void partWhole() {
        int group = 0;
        for (int slot = 0; slot < whole.length; slot++) {
            while (group < groups.length - 1 && groups[group + 1] - groups[0] >>> wholeShift < slot) {
                group++;
            }
            whole[slot] = group;
        }
    }

    private void part(int group) {
        long least = groups[group];
        int shift = shift(group);
        int first = places[group];
        int end = lastPage(first);
        int page = first;
        for (int slot = 0; slot < GROUP; slot++) {
            while (page < end && firstCut(page + 1) - least >>> shift < slot) {
                page++;
            }
            slots[first + slot] = (byte) (page - first);
        }
    }

    private long firstCut(int page) {
        return pages[BEFORE + page * PAGE];
    }

    /** The last page of the group whose first one this is. */
    private int lastPage(int first) {
        return Math.min(count, first + GROUP) - 1;
    }

    /** The first number behind a group. */
    private long end(int group) {
        return group + 1 < groups.length ? groups[group + 1] : last + 1;
    }

    /** The width of its slots is 2 to this power. */
    private int shift(int group) {
        return shift(end(group) - 1 - groups[group], GROUP);
    }

    /** The power of 2 that so many slots, a power of 2 themselves, need as their width to part a span. */
    private static int shift(long span, int slots) {
        return Math.max(0, Long.numberOfLeadingZeros(slots) + 1 - Long.numberOfLeadingZeros(span));
    }

    /** Number of the value at this place, 0 if there is none. */
    int find(long place) {
        if (groups.length == 0 || place < groups[0]) {
            return 0;
        }
        long key = Math.min(place, last);
        int group = group(key);
        int first = places[group];
        return first < 0 ? ofEach(~first + (int) (key - groups[group])) : inPages(page(group, first, key), key);
    }

    private int ofEach(int at) {
        return bits == NARROW_BITS ? eachNarrow[at] & MOST_NARROW : eachWide[at];
    }

    private int inPages(int page, long key) {
        int at = BEFORE + page * PAGE;
        // Asked before anything else of either page is known, so that both are on their way from memory at once.
        int behind = behind(at, key);
        if (pages[at + PAGE] <= key) {
            at += PAGE;
            behind = behind(at, key);
        }
        return (int) (pages[at + cutsOfPage + (behind >> 6)] >>> behind) & (1 << bits) - 1;
    }

    /** Where the value of the last cut of a page that does not lie behind the key stands, in bits; at least the first does not. */
    private int behind(int page, long key) {
        int behind = 0;
        for (int i = 1; i < cutsOfPage; i++) {
            behind += pages[page + i] <= key ? bits : 0;
        }
        return behind;
    }

    /** The last group that does not begin behind it. */
    private int group(long key) {
        int slot = (int) Math.min(whole.length - 1, key - groups[0] >>> wholeShift);
        int low = whole[slot];
        int high = slot == whole.length - 1 ? groups.length - 1 : whole[slot + 1];
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (groups[middle] <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The last page of the group that does not begin behind it, or the one before that. */
    private int page(int group, int first, long key) {
        int slot = (int) (key - groups[group] >>> shift(group));
        int low = first + slots[first + slot];
        int high = slot == GROUP - 1 ? lastPage(first) : first + slots[first + slot + 1];
        while (high - low > 1) {
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
        return 8L * pages.length
                + slots.length
                + eachNarrow.length
                + (long) Character.BYTES * eachWide.length
                + (8L + 4L) * groups.length
                + 4L * whole.length;
    }
}
