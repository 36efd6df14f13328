package io.realmgate.routing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a name, looked up by the bytes of a message. Immutable and thread-safe: a hash table
 * with open addressing, at most half full, so that looking up allocates nothing, not even for a name
 * that is in there in another case.
 */
public final class NameMap<V> {

    private final byte[] @Nullable [] names;
    private final int[] hashes;
    /** A bit of 64 for each length that there is, longer ones with the shorter: most names are of another, and that shows first. */
    private final long lengths;

    private final @Nullable Object[] values;

    /** A copy of {@code entries}, whose names are in lower case. */
    public NameMap(Map<String, V> entries) {
        int capacity = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
        names = new byte[capacity][];
        hashes = new int[capacity];
        values = new Object[capacity];
        long found = 0;
        for (Map.Entry<String, V> entry : entries.entrySet()) {
            found |= 1L << entry.getKey().length();
            byte[] name = Names.lowerCaseBytes(entry.getKey());
            int hash = Names.hash(Names.octets(name));
            int slot = slotOf(hash);
            while (names[slot] != null) {
                slot = (slot + 1) & (names.length - 1);
            }
            names[slot] = name;
            hashes[slot] = hash;
            values[slot] = entry.getValue();
        }
        lengths = found;
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
        int slot = slotOf(hash);
        for (byte[] held = names[slot]; held != null; held = names[slot]) {
            if (hashes[slot] == hash && Names.isTail(name, start, held)) {
                return (V) values[slot];
            }
            slot = (slot + 1) & (names.length - 1);
        }
        return null;
    }

    private int slotOf(int hash) {
        return hash & (names.length - 1);
    }
}
