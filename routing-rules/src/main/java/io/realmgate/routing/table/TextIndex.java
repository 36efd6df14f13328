package io.realmgate.routing.table;

import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import java.util.Arrays;

/**
 * A hash table of texts without case, and a number for each: all texts in one array, and an array of slots with half a hash
 * and the place of a text each. Immutable once built.
 */
final class TextIndex {

    /** Longer texts are not in it. */
    static final int LONGEST = 255;

    static final long NO_OCTETS = 0xcbf29ce484222325L;

    /** Before each text: its length in one octet, its number in two. */
    private static final int HEADER = 3;

    private static final long FACTOR = 0x9e3779b97f4a7c15L;
    private static final int MOST_OCTETS = Integer.MAX_VALUE - 64;

    private final HeapBudget budget;
    private byte[] texts = new byte[0];
    private int end;
    private int count;
    private long[] slots = new long[1];
    /** Of each text, until the slots are filled. */
    private int[] lines = new int[0];

    TextIndex(HeapBudget budget) {
        this.budget = budget;
    }

    /** The hash of a text with one more octet behind it (or, for texts that are compared by their end, before it). */
    static long extend(long hash, byte octet) {
        long mixed = (hash ^ Names.lower(octet)) * FACTOR;
        return mixed ^ mixed >>> 29;
    }

    /** Adds octets of {@code from}, which are not longer than {@link #LONGEST}; folds them to lower case. */
    void add(byte[] from, int start, int length, int value, int line) {
        reserve(HEADER + length);
        texts[end] = (byte) length;
        texts[end + 1] = (byte) (value >> 8);
        texts[end + 2] = (byte) value;
        for (int i = 0; i < length; i++) {
            texts[end + HEADER + i] = Names.lower(from[start + i]);
        }
        end += HEADER + length;
        lines[count++] = line;
    }

    private void reserve(int octets) {
        if (octets > MOST_OCTETS - end) {
            throw new HeapBudget.ExceededException();
        }
        if (end + octets > texts.length) {
            int capacity = (int) Math.min(MOST_OCTETS, Math.max(1_024L, end + octets + (long) (end >> 1)));
            budget.take(capacity);
            budget.give(texts.length);
            texts = Arrays.copyOf(texts, capacity);
        }
        if (count == lines.length) {
            int capacity = Math.max(16, count + (count >> 1));
            budget.take(4L * capacity);
            budget.give(4L * lines.length);
            lines = Arrays.copyOf(lines, capacity);
        }
    }

    /**
     * Makes it ready to be asked.
     *
     * @param backwards whether hashes are those of the octets from the last to the first
     */
    void build(boolean backwards, Conflicts conflicts) {
        budget.take(end);
        texts = Arrays.copyOf(texts, end);
        int capacity = Math.max(1, count + count / 3 + 1);
        budget.take(8L * capacity);
        slots = new long[capacity];
        int at = 0;
        for (int number = 0; number < count; number++) {
            int length = texts[at] & 0xff;
            long hash = hash(at + HEADER, length, backwards);
            int earlier = place(at, length, hash);
            if (earlier >= 0 && !conflicts.full()) {
                conflicts.duplicate(lines[number], lines[numberAt(earlier)]);
            }
            at += HEADER + length;
        }
        budget.give(4L * lines.length);
        lines = new int[0];
    }

    private long hash(int start, int length, boolean backwards) {
        long hash = NO_OCTETS;
        for (int i = 0; i < length; i++) {
            hash = extend(hash, texts[start + (backwards ? length - 1 - i : i)]);
        }
        return hash;
    }

    /** Puts a text into a slot; returns where the same text is already, or -1. */
    private int place(int at, int length, long hash) {
        int slot = slotOf(hash);
        for (long held = slots[slot]; held != 0; held = slots[slot]) {
            int other = (int) held - 1;
            if ((int) (held >>> 32) == tag(hash)
                    && length == (texts[other] & 0xff)
                    && Arrays.equals(
                            texts, at + HEADER, at + HEADER + length, texts, other + HEADER, other + HEADER + length)) {
                return other;
            }
            slot = next(slot);
        }
        slots[slot] = (long) tag(hash) << 32 | at + 1;
        return -1;
    }

    private int numberAt(int place) {
        int number = 0;
        for (int at = 0; at < place; at += HEADER + (texts[at] & 0xff)) {
            number++;
        }
        return number;
    }

    /** The number of a text: {@code length} octets of {@code value} from {@code start} on; 0 if it is not there. */
    int find(Octets value, int start, int length, long hash) {
        int slot = slotOf(hash);
        for (long held = slots[slot]; held != 0; held = slots[slot]) {
            int at = (int) held - 1;
            if ((int) (held >>> 32) == tag(hash)
                    && length == (texts[at] & 0xff)
                    && isAt(at + HEADER, value, start, length)) {
                return (texts[at + 1] & 0xff) << 8 | texts[at + 2] & 0xff;
            }
            slot = next(slot);
        }
        return 0;
    }

    private boolean isAt(int place, Octets value, int start, int length) {
        for (int i = 0; i < length; i++) {
            if (Names.lower(value.byteAt(start + i)) != texts[place + i]) {
                return false;
            }
        }
        return true;
    }

    // The upper half of the hash says where, the lower half is kept: they tell different things.
    private int slotOf(long hash) {
        return (int) ((hash >>> 32) * slots.length >>> 32);
    }

    private static int tag(long hash) {
        return (int) hash;
    }

    private int next(int slot) {
        return slot + 1 == slots.length ? 0 : slot + 1;
    }

    long octets() {
        return texts.length + 8L * slots.length;
    }
}
