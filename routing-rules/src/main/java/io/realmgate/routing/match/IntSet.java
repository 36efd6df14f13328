package io.realmgate.routing.match;

import java.util.Arrays;
import java.util.Set;

/** A few codes. */
final class IntSet {

    private final int[] sorted;

    IntSet(Set<Integer> codes) {
        sorted = codes.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    boolean contains(int code) {
        return sorted.length == 1 ? sorted[0] == code : Arrays.binarySearch(sorted, code) >= 0;
    }
}
