package io.realmgate.agent.forward;

import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.Selection;
import io.realmgate.routing.select.ConsistentChoice;
import io.realmgate.routing.select.WeightedDraw;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Peers that may take a request, with their priorities and weights, how one is chosen, and who is asked when none can: a
 * group, a realm, or one peer alone. Immutable but for whose turn it is; shared by all loops.
 */
final class CandidateSet {
    private static final int DEFAULT_PRIORITY = 1;
    private static final int DEFAULT_WEIGHT = 1;

    private final Candidate[] candidates;
    private final Peer[] peers;
    private final long[] seeds;
    private final WeightedDraw draw;
    /** Indexes of the candidates of the lowest priority. */
    private final int[] first;

    private final Selection selection;
    private final @Nullable CandidateSet lastResort;
    private final AtomicInteger turn;

    private record Entry(Candidate candidate, Peer peer) {}

    private CandidateSet(List<Entry> entries, Selection selection) {
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparingInt(e -> e.candidate().priority()))
                .toList();
        this.candidates = sorted.stream().map(Entry::candidate).toArray(Candidate[]::new);
        this.peers = sorted.stream().map(Entry::peer).toArray(Peer[]::new);
        this.seeds = Arrays.stream(candidates).mapToLong(ConsistentChoice::seed).toArray();
        this.draw = new WeightedDraw(candidates);
        this.first = IntStream.range(0, draw.count()).toArray();
        this.selection = selection;
        this.lastResort = null;
        this.turn = new AtomicInteger();
    }

    private CandidateSet(CandidateSet same, @Nullable CandidateSet lastResort) {
        this.candidates = same.candidates;
        this.peers = same.peers;
        this.seeds = same.seeds;
        this.draw = same.draw;
        this.first = same.first;
        this.selection = same.selection;
        this.turn = same.turn;
        this.lastResort = lastResort;
    }

    /** Peers of equal rank. */
    static CandidateSet of(List<Peer> peers) {
        return of(peers, Selection.WEIGHTED, CandidateSet::equalRank);
    }

    /** Peers with the rank that {@code rankOf} gives each. */
    static CandidateSet of(List<Peer> peers, Selection selection, Function<Peer, Candidate> rankOf) {
        return new CandidateSet(
                peers.stream().map(p -> new Entry(rankOf.apply(p), p)).toList(), selection);
    }

    static Candidate equalRank(Peer peer) {
        return new Candidate(peer.identity(), DEFAULT_PRIORITY, DEFAULT_WEIGHT);
    }

    /** The same peers, whose turn goes on, with others to ask when none of them can take a request. */
    CandidateSet withLastResort(CandidateSet others) {
        return new CandidateSet(this, others);
    }

    int size() {
        return peers.length;
    }

    Peer peer(int index) {
        return peers[index];
    }

    /** Whether a peer is among them, or among those of the last resort. */
    boolean contains(Peer peer) {
        for (Peer one : peers) {
            if (one == peer) {
                return true;
            }
        }
        return lastResort != null && lastResort.contains(peer);
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

    /** Sorted by priority; not to be changed. */
    Candidate[] ranks() {
        return candidates;
    }

    /** Draws among those of the lowest priority. */
    WeightedDraw draw() {
        return draw;
    }

    /** Indexes of those of the lowest priority; not to be changed. */
    int[] first() {
        return first;
    }

    /** What each candidate draws its scores of a consistent hash with; not to be changed. */
    long[] seeds() {
        return seeds;
    }

    Selection selection() {
        return selection;
    }

    @Nullable
    CandidateSet lastResort() {
        return lastResort;
    }

    /** Takes the next turn: numbers that follow one another, whatever the loop. */
    int takeTurn() {
        return turn.getAndIncrement();
    }

    /** The turn that would be taken next. */
    int nextTurn() {
        return turn.get();
    }
}
