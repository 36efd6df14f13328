package io.realmgate.agent.codec;

import java.util.Arrays;

/**
 * Where the AVPs of a message lie in another that was made of it by changing some: each change moves what is behind it. A
 * reusable flyweight of one thread.
 */
public final class Displacement {
    private int[] froms = new int[8];
    private int[] distances = new int[8];
    private int count;

    /** Everything lies {@code distance} octets farther on, until more is said. */
    public void begin(int distance) {
        count = 1;
        froms[0] = 0;
        distances[0] = distance;
    }

    /** From {@code from} on, an index in the first message behind those that were said before, it is {@code more} octets more. */
    public void add(int from, int more) {
        if (count == froms.length) {
            froms = Arrays.copyOf(froms, 2 * count);
            distances = Arrays.copyOf(distances, 2 * count);
        }
        froms[count] = from;
        distances[count] = distances[count - 1] + more;
        count++;
    }

    /** Where the AVP at {@code at} lies now; -1 for one that is absent. */
    int of(int at) {
        if (at < 0) {
            return at;
        }
        int i = count - 1;
        while (at < froms[i]) {
            i--;
        }
        return at + distances[i];
    }
}
