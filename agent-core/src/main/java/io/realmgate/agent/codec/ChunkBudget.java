package io.realmgate.agent.codec;

/**
 * How many octets of {@link Chunk}s one connection holds, and how many it may. The limit is for the caller to respect
 * through {@link #exhausted()}; what must be written all the same, such as an answer, still goes through.
 *
 * <p>Written by one event loop only; others may read {@link #used()} for display.
 */
public final class ChunkBudget {
    private final long limit;
    private long used;

    public ChunkBudget(long limit) {
        this.limit = limit;
    }

    void take(int octets) {
        used += octets;
    }

    void give(int octets) {
        used -= octets;
    }

    /** Octets held now. */
    public long used() {
        return used;
    }

    public boolean exhausted() {
        return used >= limit;
    }
}
