package io.realmgate.agent.forward;

import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from host or realm names to values that is asked with the octets of an AVP, without case and without
 * making a String of them.
 */
final class NameMap<V> {
    private final byte[][] keys;
    private final Object[] values;
    private final int mask;

    /** @param entries by name in lower case */
    NameMap(Map<String, V> entries) {
        int slots = Integer.highestOneBit(Math.max(4, entries.size() * 2)) << 1;
        keys = new byte[slots][];
        values = new Object[slots];
        mask = slots - 1;
        entries.forEach((name, value) -> {
            int slot = Names.hash(name) & mask;
            while (values[slot] != null) {
                slot = slot + 1 & mask;
            }
            keys[slot] = Names.lowerCaseBytes(name);
            values[slot] = value;
        });
    }

    @SuppressWarnings("unchecked")
    @Nullable
    V get(Octets name) {
        for (int slot = Names.hash(name) & mask; values[slot] != null; slot = slot + 1 & mask) {
            if (Names.equalsIgnoreCase(name, keys[slot])) {
                return (V) values[slot];
            }
        }
        return null;
    }
}
