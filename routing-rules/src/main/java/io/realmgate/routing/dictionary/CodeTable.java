package io.realmgate.routing.dictionary;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Definitions by vendor and code: sorted arrays, so that looking one up allocates nothing. */
final class CodeTable<V> {

    private final long[] keys;
    private final Object[] values;

    private CodeTable(SortedMap<Long, V> entries) {
        keys = new long[entries.size()];
        values = entries.values().toArray();
        int i = 0;
        for (long key : entries.keySet()) {
            keys[i++] = key;
        }
    }

    @SuppressWarnings("unchecked") // the constructor put nothing else in
    @Nullable
    V find(int vendor, int code) {
        int found = Arrays.binarySearch(keys, key(vendor, code));
        return found < 0 ? null : (V) values[found];
    }

    private static long key(int vendor, int code) {
        return (long) vendor << 32 | Integer.toUnsignedLong(code);
    }

    /** Collects the entries of a table; an entry that comes twice is a mistake of the build. */
    static final class Builder<V> {
        private final Map<Long, V> entries = new TreeMap<>();

        void add(int vendor, int code, V value) {
            if (entries.put(key(vendor, code), value) != null) {
                throw new IllegalStateException("code " + vendor + "/" + Integer.toUnsignedLong(code) + " twice");
            }
        }

        CodeTable<V> build() {
            return new CodeTable<>(new TreeMap<>(entries));
        }
    }
}
