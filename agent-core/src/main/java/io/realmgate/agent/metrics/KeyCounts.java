package io.realmgate.agent.metrics;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Counts by a key of up to 64 bits with a bound on distinct keys; what comes after the bound is counted together. Confined to one
 * thread. The key counted last is found at once, others by a short scan, which is right for the few applications and
 * result codes that one peer uses.
 */
final class KeyCounts {
    private final int maxKeys;
    private long[] keys = new long[4];
    private long[] counts = new long[4];
    private int size;
    private int last;
    private long others;

    KeyCounts(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    void add(long key) {
        if (last < size && keys[last] == key) {
            counts[last]++;
            return;
        }
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                last = i;
                counts[i]++;
                return;
            }
        }
        addNew(key);
    }

    private void addNew(long key) {
        if (size == maxKeys) {
            others++;
            return;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        keys[size] = key;
        counts[size] = 1;
        last = size++;
    }

    KeyCounts copy() {
        KeyCounts copy = new KeyCounts(maxKeys);
        copy.keys = keys.clone();
        copy.counts = counts.clone();
        copy.size = size;
        copy.others = others;
        return copy;
    }

    void forEach(BiConsumer<Long, Long> consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(keys[i], counts[i]);
        }
    }

    long others() {
        return others;
    }
}
