package io.realmgate.agent.reload;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The generations since the agent started, bounded by number and by the length of their texts: beyond either, the oldest
 * is forgotten. The one in force always stays. Guarded by the {@link Reloader}'s lock; {@link #all} may be read by anybody.
 */
final class History {
    private final int most;
    private final long mostOctets;
    private final ArrayDeque<Generation> kept = new ArrayDeque<>();
    private long octets;
    private volatile List<Generation> snapshot = List.of();

    /**
     * @param most generations, at least 1
     * @param mostOctets of all texts together; a text that did not change counts each time
     */
    History(int most, long mostOctets) {
        this.most = most;
        this.mostOctets = mostOctets;
    }

    void add(Generation generation) {
        kept.add(generation);
        octets += generation.files().octets();
        while (kept.size() > 1 && (kept.size() > most || octets > mostOctets)) {
            octets -= kept.remove().files().octets();
        }
        snapshot = List.copyOf(kept);
    }

    /** Oldest first. */
    List<Generation> all() {
        return snapshot;
    }

    Optional<Generation> find(int number) {
        return snapshot.stream().filter(g -> g.number() == number).findFirst();
    }
}
