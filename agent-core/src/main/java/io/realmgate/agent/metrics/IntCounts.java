package io.realmgate.agent.metrics;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Counts by a 32-bit key with a bound on distinct keys; what comes after the bound is counted together. Confined to one
 * thread. The key counted last is found at once, others by a short scan, which is right for the few applications and
 * result codes that one peer uses.
 */
final class IntCounts {
    private final int maxKeys;
    private int[] keys = new int[4];
    private long[] counts = new long[4];
    private int size;
    private int last;
    private long others;

    IntCounts(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    void add(int key) {
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

    private void addNew(int key) {
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

    IntCounts copy() {
        IntCounts copy = new IntCounts(maxKeys);
        copy.keys = keys.clone();
        copy.counts = counts.clone();
        copy.size = size;
        copy.others = others;
        return copy;
    }

    void forEach(BiConsumer<Integer, Long> consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(keys[i], counts[i]);
        }
    }

    long others() {
        return others;
    }
}
