package io.realmgate.routing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a name, looked up by the bytes of a message. Immutable and thread-safe: a hash table
 * with open addressing, at most half full, so that looking up allocates nothing, not even for a name
 * that is in there in another case.
 */
public final class NameMap<V> {

    private static final int FIBONACCI = 0x9e3779b9;

    private final byte[] @Nullable [] names;
    private final int[] hashes;
    private final @Nullable Object[] values;

    /** A copy of {@code entries}, whose names are in lower case. */
    public NameMap(Map<String, V> entries) {
        int capacity = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
        names = new byte[capacity][];
        hashes = new int[capacity];
        values = new Object[capacity];
        for (Map.Entry<String, V> entry : entries.entrySet()) {
            int hash = Names.hash(entry.getKey());
            int slot = slotOf(hash);
            while (names[slot] != null) {
                slot = (slot + 1) & (names.length - 1);
            }
            names[slot] = Names.lowerCaseBytes(entry.getKey());
            hashes[slot] = hash;
            values[slot] = entry.getValue();
        }
    }

    /** What belongs to a name, in any case, or null. */
    public @Nullable V get(Octets name) {
        return getTail(name, 0, Names.hash(name));
    }

    /**
     * What belongs to the last bytes of a name, or null.
     *
     * @param start index of the first of those bytes
     * @param hash their {@link Names#hash}
     */
    @SuppressWarnings("unchecked") // the constructor put nothing else in
    public @Nullable V getTail(Octets name, int start, int hash) {
        int slot = slotOf(hash);
        for (byte[] held = names[slot]; held != null; held = names[slot]) {
            if (hashes[slot] == hash && Names.isTail(name, start, held)) {
                return (V) values[slot];
            }
            slot = (slot + 1) & (names.length - 1);
        }
        return null;
    }

    // Names of one network differ in few places: without mixing, they would crowd into few slots.
    private int slotOf(int hash) {
        int mixed = hash * FIBONACCI;
        return (mixed ^ (mixed >>> 16)) & (names.length - 1);
    }
}
