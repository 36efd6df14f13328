package io.realmgate.agent.codec;

import org.jspecify.annotations.Nullable;

/**
 * How many octets of {@link Chunk}s one connection holds, and how many it may. The limit is for the caller to respect
 * through {@link #exhausted()}; what must be written all the same, such as an answer, still goes through.
 *
 * <p>Written by one event loop only; others may read {@link #used()} for display.
 */
public final class ChunkBudget {
    /** Chunk objects without octets that are kept; what more come are left to the collector. */
    private static final int SPARES = 64;

    private final long limit;
    private long used;
    private @Nullable Chunk spare;
    private int spares;

    public ChunkBudget(long limit) {
        this.limit = limit;
    }

    void take(int octets) {
        used += octets;
    }

    void give(int octets) {
        used -= octets;
    }

    /** A chunk object that nobody holds; null when there is none. */
    @Nullable
    Chunk spare() {
        Chunk first = spare;
        if (first != null) {
            spare = first.next;
            first.next = null;
            spares--;
        }
        return first;
    }

    /** Takes back a chunk object whose last holder has let go. */
    void keep(Chunk chunk) {
        if (spares < SPARES) {
            chunk.next = spare;
            spare = chunk;
            spares++;
        }
    }

    /** Octets held now. */
    public long used() {
        return used;
    }

    public boolean exhausted() {
        return used >= limit;
    }
}
