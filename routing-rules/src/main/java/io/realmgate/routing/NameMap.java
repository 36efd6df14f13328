package io.realmgate.routing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a name, looked up by the bytes of a message. Immutable and thread-safe: a hash table
 * with open addressing, at most a quarter full, so that looking up allocates nothing, not even for a name
 * that is in there in another case.
 */
public final class NameMap<V> {

    /** A slot is two numbers side by side, so that a name that is not in here costs one read: its hash, and 1 + its index, 0 where there is none. */
    private static final int SLOT = 2;

    private final int[] slots;
    private final byte[][] names;
    private final @Nullable Object[] values;
    /** A bit of 64 for each length that there is, longer ones with the shorter: most names are of another, and that shows first. */
    private final long lengths;

    /** A copy of {@code entries}, whose names are in lower case. */
    public NameMap(Map<String, V> entries) {
        slots = new int[Integer.highestOneBit(Math.max(1, entries.size())) * 8 * SLOT];
        names = new byte[entries.size()][];
        values = new Object[entries.size()];
        long found = 0;
        int index = 0;
        for (Map.Entry<String, V> entry : entries.entrySet()) {
            found |= 1L << entry.getKey().length();
            byte[] name = Names.lowerCaseBytes(entry.getKey());
            names[index] = name;
            values[index++] = entry.getValue();
            put(Names.hash(Names.octets(name)), index);
        }
        lengths = found;
    }

    private void put(int hash, int number) {
        int slot = slotOf(hash);
        while (slots[slot + 1] != 0) {
            slot = after(slot);
        }
        slots[slot] = hash;
        slots[slot + 1] = number;
    }

    /** What belongs to a name, in any case, or null. */
    public @Nullable V get(Octets name) {
        return getTail(name, 0);
    }

    /** What belongs to the bytes of a name from {@code start} on, in any case, or null. */
    @SuppressWarnings("unchecked") // the constructor put nothing else in
    public @Nullable V getTail(Octets name, int start) {
        if ((lengths >>> name.length() - start & 1) == 0) {
            return null;
        }
        int hash = Names.hash(name, start);
        for (int slot = slotOf(hash); slots[slot + 1] != 0; slot = after(slot)) {
            int index = slots[slot + 1] - 1;
            if (slots[slot] == hash && Names.isTail(name, start, names[index])) {
                return (V) values[index];
            }
        }
        return null;
    }

    private int slotOf(int hash) {
        return hash * SLOT & slots.length - 1;
    }

    private int after(int slot) {
        return slot + SLOT & slots.length - 1;
    }
}
