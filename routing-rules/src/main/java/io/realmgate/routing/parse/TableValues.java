package io.realmgate.routing.parse;

import io.realmgate.routing.table.LookupTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The different values of a table, numbered from 1 as they come. For one thread. */
final class TableValues {

    /** There are as many as there can be. */
    static final int FULL = -1;

    private final List<byte[]> values = new ArrayList<>();
    private int[] lines = new int[16];
    private int[] slots = new int[64];
    private int last;

    /** The number of a value: {@code from[start]} to {@code from[end - 1]}; or {@link #FULL}. */
    int number(byte[] from, int start, int end, int line) {
        // Rows of one value often follow each other.
        if (last > 0 && isAt(last, from, start, end)) {
            return last;
        }
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + from[i];
        }
        int slot = (hash * 0x9e3779b9 >>> 8) & (slots.length - 1);
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            if (isAt(slots[slot], from, start, end)) {
                last = slots[slot];
                return last;
            }
        }
        if (values.size() == LookupTable.MOST_VALUES) {
            return FULL;
        }
        return add(Arrays.copyOfRange(from, start, end), slot, line);
    }

    private int add(byte[] value, int slot, int line) {
        values.add(value);
        last = values.size();
        slots[slot] = last;
        if (last > lines.length) {
            lines = Arrays.copyOf(lines, 2 * lines.length);
        }
        lines[last - 1] = line;
        if (2 * last > slots.length) {
            rehash();
        }
        return last;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        for (int number = 1; number <= values.size(); number++) {
            int slot = (Arrays.hashCode(values.get(number - 1)) * 0x9e3779b9 >>> 8) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = number;
        }
    }

    private boolean isAt(int number, byte[] from, int start, int end) {
        byte[] value = values.get(number - 1);
        return Arrays.equals(value, 0, value.length, from, start, end);
    }

    List<String> texts() {
        return values.stream()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    /** Where each of them was first. */
    int[] lines() {
        return Arrays.copyOf(lines, values.size());
    }
}
