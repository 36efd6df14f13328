package io.realmgate.agent.load;

/**
 * The requests that one client waits for. A place in it makes the lower 16 bits of a hop-by-hop identifier, how often the
 * place was used the upper ones: the same few identifiers for every client, so that a relay that does not give its own is
 * found out.
 */
final class Window {
    private final int[] uses;
    private final int[] endToEnd;
    private final long[] due;
    private final boolean[] waiting;
    private final int[] lostUse;
    private final int[] free;
    private int freeCount;

    Window(int size) {
        uses = new int[size];
        endToEnd = new int[size];
        due = new long[size];
        waiting = new boolean[size];
        lostUse = new int[size];
        free = new int[size];
        for (int i = 0; i < size; i++) {
            free[i] = size - 1 - i;
            lostUse[i] = -1;
        }
        freeCount = size;
    }

    boolean isFull() {
        return freeCount == 0;
    }

    int waiting() {
        return free.length - freeCount;
    }

    /** Takes a place, which must be there, for a request that was due at {@code dueAt}; the hop-by-hop identifier. */
    int take(int endToEndIdentifier, long dueAt) {
        int place = free[--freeCount];
        uses[place] = uses[place] + 1 & 0xffff;
        endToEnd[place] = endToEndIdentifier;
        due[place] = dueAt;
        waiting[place] = true;
        return uses[place] << 16 | place;
    }

    /** Whether the request with these identifiers waits. */
    boolean isWaiting(int hopByHop, int endToEndIdentifier) {
        int place = hopByHop & 0xffff;
        return place < free.length
                && waiting[place]
                && uses[place] == hopByHop >>> 16
                && endToEnd[place] == endToEndIdentifier;
    }

    /** Whether the request with this identifier was given up, as far as that is remembered: the last one of its place. */
    boolean wasLost(int hopByHop) {
        int place = hopByHop & 0xffff;
        return place < free.length && lostUse[place] == hopByHop >>> 16;
    }

    /** Whether a request with this identifier was ever sent, or may have been. */
    boolean wasSent(int hopByHop) {
        int place = hopByHop & 0xffff;
        return place < free.length && (uses[place] - (hopByHop >>> 16) & 0xffff) < 0x8000;
    }

    /** Frees the place of a request that waits; when that request was due. */
    long release(int hopByHop) {
        int place = hopByHop & 0xffff;
        waiting[place] = false;
        free[freeCount++] = place;
        return due[place];
    }

    /** Gives up what was due before {@code oldest}; how many. */
    int expire(long oldest) {
        int expired = 0;
        for (int place = 0; place < waiting.length; place++) {
            if (waiting[place] && due[place] - oldest < 0) {
                lostUse[place] = uses[place];
                release(place);
                expired++;
            }
        }
        return expired;
    }
}
