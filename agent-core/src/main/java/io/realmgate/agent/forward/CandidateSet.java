package io.realmgate.agent.forward;

import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.routing.model.Candidate;
import java.util.Comparator;
import java.util.List;

/** Peers that may take a request, with their priorities and weights: a group, a realm, or one peer alone. */
final class CandidateSet {
    private static final int DEFAULT_PRIORITY = 1;
    private static final int DEFAULT_WEIGHT = 1;

    private final Candidate[] candidates;
    private final Peer[] peers;

    private record Entry(Candidate candidate, Peer peer) {}

    private CandidateSet(List<Entry> entries) {
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparingInt(e -> e.candidate().priority()))
                .toList();
        candidates = sorted.stream().map(Entry::candidate).toArray(Candidate[]::new);
        peers = sorted.stream().map(Entry::peer).toArray(Peer[]::new);
    }

    /** Peers of equal rank. */
    static CandidateSet of(List<Peer> peers) {
        return new CandidateSet(
                peers.stream().map(p -> new Entry(equalRank(p), p)).toList());
    }

    /** Peers with the rank that {@code rankOf} gives each. */
    static CandidateSet of(List<Peer> peers, java.util.function.Function<Peer, Candidate> rankOf) {
        return new CandidateSet(
                peers.stream().map(p -> new Entry(rankOf.apply(p), p)).toList());
    }

    static Candidate equalRank(Peer peer) {
        return new Candidate(peer.identity(), DEFAULT_PRIORITY, DEFAULT_WEIGHT);
    }

    int size() {
        return peers.length;
    }

    Peer peer(int index) {
        return peers[index];
    }

    /** Whether a peer is up that takes requests of {@code application}. */
    boolean canTake(int application) {
        for (Peer peer : peers) {
            PeerConnection connection = peer.connection();
            if (connection != null
                    && connection.isOpen()
                    && !connection.isSuspended()
                    && (connection.isRelay() || connection.supports(application))) {
                return true;
            }
        }
        return false;
    }

    /** For {@code WeightedChoice}; not to be changed. */
    Candidate[] ranks() {
        return candidates;
    }
}
