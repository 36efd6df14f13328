package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.forward.Eligibility.Doubt;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.Selection;
import io.realmgate.routing.select.ConsistentChoice;
import io.realmgate.routing.select.TwoChoices;
import io.realmgate.routing.select.Usable;
import io.realmgate.routing.select.WeightedChoice;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of a {@link CandidateSet} for the request at hand, as its group says: the lowest priority that has a usable
 * member, among those by weight, turn, load or hash. Allocates nothing. A flyweight of one loop.
 *
 * <p>By weight or hash, somebody is chosen before anybody was asked, and only when that one is not usable are all asked and one
 * of the usable chosen: so each has the chance that it has among the usable ones, and a request costs the same among two peers
 * and ten thousand. In turn or by load all are asked. Turns do not allow otherwise: whoever comes after one that is down would
 * have two.
 */
final class MemberChoice {
    private static final int NOBODY = -1;
    private static final long FOLD_CASE = 0x2020202020202020L;
    private static final long ODD = 0x9e3779b97f4a7c15L;

    private final Eligibility eligibility;
    private final RandomGenerator random;
    private final int panicPercent;
    private final boolean dry;
    private final IntPredicate usable = this::isUsable;
    private final IntToLongFunction pending = this::pending;
    private final IntToLongFunction cost = this::cost;
    private int[] members = new int[16];

    // The choice at hand.
    private @Nullable CandidateSet set;
    private Doubt allowed = Doubt.NONE;
    private boolean ejectedSeen;

    /**
     * @param panicPercent of candidates; when fewer are not ejected, ejections count for nothing
     * @param dry whether it is only asked who would be chosen: nobody's turn passes, and no trial of an ejected peer
     */
    MemberChoice(Eligibility eligibility, RandomGenerator random, int panicPercent, boolean dry) {
        this.eligibility = eligibility;
        this.random = random;
        this.panicPercent = panicPercent;
        this.dry = dry;
    }

    /** The peer of {@code from} that gets the request, or null when none can take it with no more doubt than allowed. */
    @Nullable
    Peer choose(CandidateSet from, Doubt most) {
        int first = from.size() == 0 ? NOBODY : first(from);
        allowed = most;
        ejectedSeen = false;
        if (first != NOBODY && isUsable(from.peer(first)) && (most != Doubt.NONE || mayTry(from.peer(first)))) {
            return from.peer(first);
        }
        return choose(from, most, first);
    }

    /**
     * The same by asking all.
     *
     * @param first who was asked already, or nobody
     */
    private @Nullable Peer choose(CandidateSet from, Doubt most, int first) {
        boolean firstIsEjected = ejectedSeen;
        if (set != from) {
            set = from;
        }
        if (members.length < from.size()) {
            members = new int[from.size() * 2];
        }
        for (int i = 0; i <= from.size(); i++) {
            int count = usable(from, most);
            if (most == Doubt.NONE && ejectedSeen && tooFewAreLeft(from)) {
                if (firstIsEjected) {
                    return from.peer(first);
                }
                count = usable(from, Doubt.EJECTED);
            }
            if (count == 0) {
                return null;
            }
            Peer chosen = from.peer(pick(from, count));
            if (allowed != Doubt.NONE || mayTry(chosen)) {
                return chosen;
            }
            // Another loop has just sent the one request that tries this peer: it is not usable any more.
        }
        return null;
    }

    /** Takes the one request that tries an ejected peer; true as well for a peer that is not ejected. */
    boolean mayTry(Peer peer) {
        PeerConnection connection = peer.connection();
        return dry || connection == null || connection.trackRecord().health().claim(eligibility.now());
    }

    private int usable(CandidateSet from, Doubt most) {
        allowed = most;
        ejectedSeen = false;
        return Usable.ofLowestPriority(from.ranks(), usable, members);
    }

    private boolean isUsable(int index) {
        return isUsable(candidates().peer(index));
    }

    private boolean isUsable(Peer peer) {
        Refusal refusal = eligibility.refusal(peer, allowed);
        ejectedSeen |= refusal == Refusal.EJECTED;
        return refusal == null;
    }

    private boolean tooFewAreLeft(CandidateSet from) {
        int sound = 0;
        int ejected = 0;
        for (int i = 0; i < from.size(); i++) {
            Refusal refusal = eligibility.refusal(from.peer(i), Doubt.NONE);
            sound += refusal == null ? 1 : 0;
            ejected += refusal == Refusal.EJECTED ? 1 : 0;
        }
        return sound * 100L < (long) panicPercent * (sound + ejected);
    }

    /** Whom the method would choose if all were usable. */
    private int first(CandidateSet from) {
        int[] all = from.first();
        if (from.size() == 1) {
            return 0;
        }
        return switch (from.selection().method()) {
            case WEIGHTED -> from.draw().draw(random);
            case CONSISTENT_HASH -> {
                int at = keyAt(from.selection());
                yield at < 0
                        ? from.draw().draw(random)
                        : ConsistentChoice.choose(from.ranks(), from.seeds(), all, all.length, hash(at));
            }
            case LEAST_PENDING, LOWEST_LATENCY, ROUND_ROBIN -> NOBODY;
        };
    }

    private int pick(CandidateSet from, int count) {
        Candidate[] ranks = from.ranks();
        Selection selection = from.selection();
        return switch (selection.method()) {
            case WEIGHTED -> WeightedChoice.choose(ranks, members, count, random);
            case ROUND_ROBIN -> members[Integer.remainderUnsigned(dry ? from.nextTurn() : from.takeTurn(), count)];
            case LEAST_PENDING -> TwoChoices.choose(ranks, members, count, pending, random);
            case LOWEST_LATENCY -> TwoChoices.choose(ranks, members, count, cost, random);
            case CONSISTENT_HASH -> {
                int at = keyAt(selection);
                yield at < 0
                        ? WeightedChoice.choose(ranks, members, count, random)
                        : ConsistentChoice.choose(ranks, from.seeds(), members, count, hash(at));
            }
        };
    }

    private long pending(int index) {
        PeerConnection connection = candidates().peer(index).connection();
        return connection == null ? 0 : connection.transactions().size() + 1L;
    }

    private long cost(int index) {
        PeerConnection connection = candidates().peer(index).connection();
        return connection == null
                ? 0
                : connection.trackRecord().time().cost(connection.transactions().size(), eligibility.now());
    }

    private CandidateSet candidates() {
        return Objects.requireNonNull(set);
    }

    /** Where the AVP that is hashed begins; negative when the request has none, so that weight decides. */
    int keyAt(Selection selection) {
        RoutingAvps avps = eligibility.avps();
        return switch (Objects.requireNonNull(selection.key())) {
            case SESSION_ID -> avps.sessionId();
            case USER_NAME -> avps.userName();
            case ORIGIN_HOST -> avps.originHost();
            case ORIGIN_REALM -> avps.originRealm();
            case DESTINATION_HOST -> avps.destinationHost();
            case DESTINATION_REALM -> avps.destinationRealm();
        };
    }

    /** Names compare without case, so that a bit that only tells letters apart by case is left out for all keys. */
    private long hash(int avp) {
        ByteBuf bytes = eligibility.request().bytes();
        int at = avp + 8;
        int end = at + RoutingAvps.dataLength(bytes, avp);
        long hash = RoutingAvps.dataLength(bytes, avp);
        for (; at + 8 <= end; at += 8) {
            hash = Long.rotateLeft((hash ^ (bytes.getLong(at) | FOLD_CASE)) * ODD, 29);
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft((hash ^ (bytes.getByte(at) | 0x20L)) * ODD, 29);
        }
        return hash;
    }
}
