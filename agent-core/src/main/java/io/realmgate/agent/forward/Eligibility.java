package io.realmgate.agent.forward;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer can take the request at hand: not the one it came from, not in its Route-Record (RFC 6733 6.1.7), open,
 * sharing the application (5.3), keeping up, and trusted to answer. A flyweight of one loop.
 */
final class Eligibility {
    /** How much doubt a peer may be in, each more than the one before. */
    enum Doubt {
        /** Its watchdog and its answers are as they should be. */
        NONE,
        /** It may be ejected: for when too few others are left. */
        EJECTED,
        /** Its watchdog may doubt it too: a connection in doubt is better than an error answer. */
        ANY
    }

    private final Predicate<PeerConnection> isFull;
    private final LongSupplier clock;

    private @Nullable DiameterMessage request;
    private @Nullable RoutingAvps avps;
    private @Nullable Peer origin;
    private int edition;
    private boolean agentsOnly;
    private boolean sawFull;
    private boolean fromPartner;
    /** Where the deciding rule sends requests of a partner, of partners too; null when no rule decided. */
    private @Nullable CandidateSet permitted;

    private boolean transitRefused;
    private @Nullable Object[] tried = {};

    /**
     * @param isFull whether a connection can take no new request now
     * @param clock of the loop, nanoseconds
     */
    Eligibility(Predicate<PeerConnection> isFull, LongSupplier clock) {
        this.isFull = isFull;
        this.clock = clock;
    }

    /**
     * Turns to another request.
     *
     * @param edition of the peers that the set knows which decides
     */
    void ask(Peer origin, DiameterMessage request, RoutingAvps avps, int edition) {
        this.edition = edition;
        if (this.origin != origin) {
            this.origin = origin;
        }
        if (this.request != request) {
            this.request = request;
        }
        if (this.avps != avps) {
            this.avps = avps;
        }
        this.agentsOnly = false;
        this.sawFull = false;
        this.fromPartner = origin.standing(edition).policy().isPartner();
        if (permitted != null) {
            permitted = null;
        }
        this.transitRefused = false;
    }

    /** Leaves these peers out for the next requests. */
    void exclude(@Nullable Object[] peers) {
        tried = peers;
    }

    /** Whether only peers that are agents are wanted: nobody else can reach the Destination-Host. */
    void agentsOnly(boolean only) {
        agentsOnly = only;
    }

    /** Whether somebody who could take the request otherwise does not keep up. */
    boolean sawFull() {
        return sawFull;
    }

    /** A rule decided, and it sends to these: partners among them are open to partners. */
    void permit(CandidateSet targets) {
        if (fromPartner) {
            permitted = targets;
        }
    }

    /** Whether a peer was refused for {@link Refusal#TRANSIT}. */
    boolean isTransitRefused() {
        return transitRefused;
    }

    /** Whom it was refused to is not the one that counts. */
    void forgetTransit() {
        transitRefused = false;
    }

    private boolean isClosedTransit(Peer peer) {
        return fromPartner
                && peer.standing(edition).policy().isPartner()
                && (permitted == null || !permitted.contains(peer));
    }

    /** Nanoseconds of the loop's clock. */
    long now() {
        return clock.getAsLong();
    }

    DiameterMessage request() {
        return Objects.requireNonNull(request);
    }

    RoutingAvps avps() {
        return Objects.requireNonNull(avps);
    }

    /** Why {@code peer} cannot take the request, or null when it can. */
    @Nullable
    Refusal refusal(Peer peer, Doubt allowed) {
        PeerConnection connection = peer.connection();
        if (peer == origin) {
            return Refusal.IS_ORIGIN;
        }
        if (isClosedTransit(peer)) {
            transitRefused = true;
            return Refusal.TRANSIT;
        }
        for (Object one : tried) {
            if (one == peer) {
                return Refusal.TRIED;
            }
        }
        if (avps().routeRecordCount() > 0 && LoopDetection.hasPassed(request(), avps(), peer.identityBytes())) {
            return Refusal.IN_ROUTE_RECORD;
        }
        if (connection == null) {
            return Refusal.NOT_CONNECTED;
        }
        if (!connection.isOpen()) {
            return Refusal.CLOSING;
        }
        if (!connection.supports(request().application())) {
            return Refusal.APPLICATION_NOT_SHARED;
        }
        if (!connection.carries(request().length())) {
            return Refusal.TOO_LONG;
        }
        if (agentsOnly && !connection.isRelay()) {
            return Refusal.NO_AGENT;
        }
        return doubt(connection, allowed);
    }

    private @Nullable Refusal doubt(PeerConnection connection, Doubt allowed) {
        if (allowed != Doubt.ANY && connection.isSuspended()) {
            return Refusal.SUSPENDED;
        }
        if (connection.transactions().isFull()) {
            sawFull = true;
            return Refusal.PENDING_FULL;
        }
        if (isFull.test(connection)) {
            sawFull = true;
            return Refusal.FULL;
        }
        // Last, so that whoever is refused for this alone counts as one that could be asked.
        return allowed == Doubt.NONE && !connection.trackRecord().health().isOpenTo(now()) ? Refusal.EJECTED : null;
    }
}
