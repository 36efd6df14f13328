package io.realmgate.agent.forward;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transaction.TransactionTable;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is pending to another next hop (RFC 6733 5.5.4): the same bytes with the same end-to-end identifier, by the
 * generation that decided first, within the request's one deadline, never to a peer that had it already. Confined to one
 * loop.
 */
final class Failover {
    /** Attempts for one request, the first included. */
    static final int MAX_ATTEMPTS = 4;

    /** Peers of other loops that a request may find full before it is refused. */
    private static final int MOST_PLACES = 8;

    private final PeerLoop room;
    private final Forwarder out;
    private final RequestForwarder requests;
    private final RetryBudget budget;
    private final DiameterMessage kept = new DiameterMessage();
    private final RoutingAvps avps = new RoutingAvps();
    private final RequestFacts facts;
    private final NextHop nextHop;
    private final Outcomes outcomes;
    private final Attempt attempt = new Attempt();

    Failover(PeerLoop room, Forwarder out, RequestForwarder requests, RetryBudget budget, Outcomes outcomes) {
        this.room = room;
        this.out = out;
        this.requests = requests;
        this.budget = budget;
        this.outcomes = outcomes;
        this.facts = new RequestFacts();
        this.nextHop = NextHop.on(room, out::isFull, false);
    }

    /** The connection of {@code table} is lost: {@code pending}, taken out of it, goes on or its asker is told. */
    void onPeerLost(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending) {
        if (!route(pending).retry().onPeerLost() || !sendAgain(table, pending, false)) {
            out.failPending(pending, ErrorCause.PEER_LOST);
        }
        table.recycle(pending);
    }

    /** The peer does not answer its watchdog: {@code pending} goes on if anybody else can take it, else it stays. */
    void onSuspect(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending) {
        if (route(pending).retry().onPeerLost() && sendAgain(table, pending, false)) {
            table.recycle(pending);
        } else {
            table.putBack(pending, pending.deadline());
        }
    }

    /** An attempt, or the request as a whole, has waited long enough; {@code pending} is in no table. */
    void onExpired(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending) {
        outcomes.expired(table.owner(), pending);
        boolean over = room.io().now() >= pending.giveUp();
        boolean retry = !over && route(pending).retry().onTimeout();
        if (retry && sendAgain(table, pending, false)) {
            table.owner().counters().timedOut();
            table.recycle(pending);
        } else if (!over) {
            // Nobody else can take it: the one that has it may still answer.
            table.putBack(pending, pending.giveUp());
        } else {
            table.owner().counters().timedOut();
            out.failPending(pending, ErrorCause.TIMEOUT);
            table.recycle(pending);
        }
    }

    /**
     * An answer came with a result that may be tried elsewhere; true when the request is on its way again, so that the
     * answer goes nowhere. The caller recycles {@code pending}.
     */
    boolean onResult(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, AnswerResult result) {
        return route(pending).retry().onResult(result.vendor(), result.code()) && sendAgain(table, pending, true);
    }

    private static Route route(PendingRequest<PeerConnection> pending) {
        return (Route) pending.route();
    }

    /** @param answered whether an answer came, so that nobody can have served the request already */
    private boolean sendAgain(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, boolean answered) {
        PeerConnection origin = pending.origin();
        if (pending.attempt() + 1 >= MAX_ATTEMPTS
                || room.io().now() >= pending.giveUp()
                || !origin.canAnswer()
                || !budget.take()) {
            return false;
        }
        kept.wrap(pending.chunk().bytes(), pending.offset(), pending.length());
        if (avps.scan(kept) != 0) {
            return false;
        }
        Route route = route(pending);
        @Nullable Object[] tried = withOneMore(pending.tried(), table.owner().peer());
        PeerConnection next = without(tried, origin, kept, route);
        if (next == null) {
            return false;
        }
        attempt.origin = origin;
        attempt.hopByHop = pending.originHopByHop();
        attempt.start = pending.start();
        attempt.giveUp = pending.giveUp();
        attempt.route = route;
        attempt.toHost = facts.destination() != null;
        attempt.arrivedRetransmitted = pending.arrivedRetransmitted();
        // RFC 6733 section 3: the T bit warns of a duplicate, which there can be only if nobody has answered.
        attempt.retransmit = pending.arrivedRetransmitted() || !answered;
        attempt.number = pending.attempt() + 1;
        attempt.tried = tried;
        boolean sent = requests.dispatch(next, kept, Unpooled.EMPTY_BUFFER, attempt);
        attempt.clear();
        if (sent) {
            table.owner().counters().failedOver();
        }
        return sent;
    }

    /**
     * A request that another loop handed over finds the connection full or gone: it goes to the next candidate from here.
     * Nobody has had it, so this is no attempt; false when nobody can take it.
     */
    boolean placeElsewhere(PeerConnection full, DiameterMessage request, Attempt a) {
        if (a.tried != null && a.tried.length >= MOST_PLACES || avps.scan(request) != 0) {
            return false;
        }
        a.tried = withOneMore(a.tried, full.peer());
        PeerConnection origin = Objects.requireNonNull(a.origin);
        PeerConnection next = without(a.tried, origin, request, Objects.requireNonNull(a.route));
        return next != null && requests.dispatch(next, request, Unpooled.EMPTY_BUFFER, a);
    }

    /** The next hop of a request whose AVPs were scanned, other than those that were tried. */
    private @Nullable PeerConnection without(
            @Nullable Object[] tried, PeerConnection origin, DiameterMessage request, Route route) {
        facts.show(origin, request, avps, route.view());
        nextHop.exclude(tried);
        return nextHop.find(origin, request, avps, facts, route.view());
    }

    private static @Nullable Object[] withOneMore(@Nullable Object @Nullable [] before, Object last) {
        @Nullable Object[] tried = before == null ? new Object[1] : Arrays.copyOf(before, before.length + 1);
        tried[tried.length - 1] = last;
        return tried;
    }
}
