package io.realmgate.agent.forward;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transaction.TransactionTable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is pending to another next hop (RFC 6733 5.5.4): the same bytes with the same end-to-end identifier, by the
 * generation that decided first, within the request's one deadline, never to a peer that had it already. Confined to one
 * loop.
 */
final class Failover {
    /** Attempts for one request, the first included. */
    static final int MAX_ATTEMPTS = 4;

    private final PeerLoop room;
    private final Forwarder out;
    private final RequestForwarder requests;
    private final RetryBudget budget;
    private final DiameterMessage kept = new DiameterMessage();
    private final RoutingAvps avps = new RoutingAvps();
    private final RequestFacts facts;
    private final NextHop nextHop;
    private final Attempt attempt = new Attempt();
    private @Nullable Object[] tried = {};

    Failover(PeerLoop room, Forwarder out, RequestForwarder requests, RetryBudget budget, RedirectedHop redirected) {
        this.room = room;
        this.out = out;
        this.requests = requests;
        this.budget = budget;
        this.facts = new RequestFacts(room.local().identityBytes());
        this.nextHop = new NextHop(room.random(), out::isFull, redirected);
    }

    /** The connection of {@code table} is lost: {@code pending}, taken out of it, goes on or its asker is told. */
    void onPeerLost(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending) {
        if (!route(pending).retry().onPeerLost() || !sendAgain(table, pending, false)) {
            out.failPending(pending);
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
            out.failPending(pending);
            table.recycle(pending);
        }
    }

    /**
     * An answer came with a Result-Code that may be tried elsewhere; true when the request is on its way again, so that
     * the answer goes nowhere. The caller recycles {@code pending}.
     */
    boolean onResult(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, int resultCode) {
        return route(pending).retry().onResults().contains(resultCode) && sendAgain(table, pending, true);
    }

    private static Route route(PendingRequest<PeerConnection> pending) {
        return (Route) pending.route();
    }

    /** @param answered whether an answer came, so that nobody can have served the request already */
    private boolean sendAgain(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, boolean answered) {
        if (!mayGoOn(pending) || !budget.take() || !show(table, pending, kept(pending))) {
            return false;
        }
        PeerConnection origin = pending.origin();
        PeerConnection next =
                nextHop.find(origin, kept, avps, facts, route(pending).view());
        boolean sent = next != null && send(next, kept, pending, route(pending), answered);
        if (sent) {
            table.owner().counters().failedOver();
        }
        return sent;
    }

    /**
     * Sends what is pending to the first of {@code hosts} that can take it and has not had it, as an answer said that came
     * for it (RFC 6733 6.1.8). The retry budget is for failures: what each attempt has answered is none. The caller
     * recycles {@code pending}.
     */
    boolean sendTo(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, List<Peer> hosts) {
        if (!mayGoOn(pending) || !show(table, pending, kept(pending))) {
            return false;
        }
        PeerConnection next = nextHop.firstOf(hosts, pending.origin().peer(), kept, avps);
        return next != null && send(next, kept, pending, route(pending), true);
    }

    /**
     * Sends {@code turned} to its next hop instead of what is pending, of which it is a copy with other destinations
     * (RFC 7075 3.2.2). The caller recycles {@code pending}.
     */
    boolean sendTurned(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, DiameterMessage turned) {
        if (!mayGoOn(pending) || !show(table, pending, turned)) {
            return false;
        }
        PeerConnection next = nextHop.find(
                pending.origin(), turned, avps, facts, route(pending).view());
        return next != null && send(next, turned, pending, nextHop.route(), true);
    }

    private boolean mayGoOn(PendingRequest<PeerConnection> pending) {
        return pending.attempt() + 1 < MAX_ATTEMPTS
                && room.io().now() < pending.giveUp()
                && pending.origin().canAnswer();
    }

    private DiameterMessage kept(PendingRequest<PeerConnection> pending) {
        return kept.wrap(pending.chunk().bytes(), pending.offset(), pending.length());
    }

    /** Turns facts and next hop to the request; false when it cannot be read. */
    private boolean show(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, DiameterMessage request) {
        if (avps.scan(request) != 0) {
            return false;
        }
        tried = withOneMore(pending, table.owner().peer());
        nextHop.exclude(tried);
        facts.show(pending.origin(), request, avps, route(pending).view());
        return true;
    }

    private boolean send(
            PeerConnection next,
            DiameterMessage request,
            PendingRequest<PeerConnection> pending,
            Route route,
            boolean answered) {
        attempt.origin = pending.origin();
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
        boolean sent = requests.dispatch(next, request, Unpooled.EMPTY_BUFFER, attempt);
        attempt.clear();
        return sent;
    }

    private static @Nullable Object[] withOneMore(PendingRequest<PeerConnection> pending, Object last) {
        @Nullable Object[] before = pending.tried();
        @Nullable Object[] tried = before == null ? new Object[1] : Arrays.copyOf(before, before.length + 1);
        tried[tried.length - 1] = last;
        return tried;
    }
}
