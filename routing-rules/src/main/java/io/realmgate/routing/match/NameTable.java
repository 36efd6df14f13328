package io.realmgate.routing.match;

import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import org.jspecify.annotations.Nullable;

/**
 * Lower-case names in a hash table with open addressing, asked with views of bytes: no entry, no
 * String and no boxed number is made on the way. At most half of the slots are taken.
 */
final class NameTable {

    private final byte[] @Nullable [] slots;
    private final int[] hashes;

    NameTable(byte[][] distinct) {
        int capacity = Integer.highestOneBit(Math.max(1, distinct.length)) * 4;
        slots = new byte[capacity][];
        hashes = new int[capacity];
        for (byte[] name : distinct) {
            int hash = 0;
            for (int i = name.length - 1; i >= 0; i--) {
                hash = step(hash, name[i]);
            }
            int slot = slotOf(hash);
            while (slots[slot] != null) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = name;
            hashes[slot] = hash;
        }
    }

    /** The hash of a name that has one more byte in front; 0 is the hash of nothing. */
    static int step(int hash, byte lowerCase) {
        return 31 * hash + lowerCase;
    }

    /** Whether the bytes of {@code name} from {@code start} on, whose hash is given, are in the table. */
    boolean containsTail(Octets name, int start, int hash) {
        int slot = slotOf(hash);
        for (byte[] held = slots[slot]; held != null; held = slots[slot]) {
            if (hashes[slot] == hash && isTail(name, start, held)) {
                return true;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return false;
    }

    private static boolean isTail(Octets name, int start, byte[] held) {
        if (name.length() - start != held.length) {
            return false;
        }
        for (int i = 0; i < held.length; i++) {
            if (Names.lower(name.byteAt(start + i)) != held[i]) {
                return false;
            }
        }
        return true;
    }

    // Names of one network differ in few places: without mixing, they would crowd into few slots.
    private int slotOf(int hash) {
        int mixed = hash * 0x9e3779b9;
        return (mixed ^ (mixed >>> 16)) & (slots.length - 1);
    }
}
