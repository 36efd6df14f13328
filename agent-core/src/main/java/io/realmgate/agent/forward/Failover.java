package io.realmgate.agent.forward;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.transaction.FirstAnswer;
import io.realmgate.agent.transaction.FirstAnswer.Overtaken;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transaction.TransactionTable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is pending to another next hop (RFC 6733 5.5.4): the same bytes with the same end-to-end identifier, by what was
 * decided for it first, within the request's one deadline. Who takes too long may still be the first to answer. A peer that
 * had it already gets it again only when the one that has it is lost, nobody is waited for and there is no other. Confined
 * to one loop.
 */
final class Failover {
    /** Attempts for one request, the first included. */
    static final int MAX_ATTEMPTS = 4;

    /** Why a request is sent again. */
    private enum Cause {
        LOST,
        /** The one that has it may still answer. */
        SUSPECT,
        TIMEOUT,
        /** Nobody can have served it. */
        REFUSED;

        boolean staysWithTheOneThatHasIt() {
            return this == SUSPECT || this == TIMEOUT;
        }
    }

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
    private final IngressCheck ingress = new IngressCheck();
    private final Attempt attempt = new Attempt();

    Failover(
            PeerLoop room,
            Forwarder out,
            RequestForwarder requests,
            RetryBudget budget,
            Outcomes outcomes,
            RedirectedHop redirected) {
        this.room = room;
        this.out = out;
        this.requests = requests;
        this.budget = budget;
        this.outcomes = outcomes;
        this.facts = new RequestFacts();
        this.nextHop = NextHop.on(room, out::isFull, redirected, false);
    }

    /** The connection of {@code table} is lost: {@code pending}, taken out of it, goes on or its asker is told. */
    void onPeerLost(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending) {
        if (!mayGoOnWhenLost(pending) || !sendAgain(table, pending, Cause.LOST)) {
            out.failPending(pending, ErrorCause.PEER_LOST);
        }
        table.recycle(pending);
    }

    /** The peer does not answer its watchdog: {@code pending} goes on if anybody else can take it, and stays as well. */
    void onSuspect(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending) {
        boolean again = mayGoOnWhenLost(pending) && sendAgain(table, pending, Cause.SUSPECT);
        table.putBack(pending, again ? pending.giveUp() : pending.deadline());
    }

    /** An attempt, or the request as a whole, has waited long enough; {@code pending} is in no table. */
    void onExpired(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending) {
        // What an overtaken attempt says about its peer was noted when it was overtaken.
        boolean late = pending.isLate();
        if (!late) {
            outcomes.expired(table.owner(), pending);
        }
        boolean over =
                late || pending.isOwn() || pending.isSettled() || room.io().now() >= pending.giveUp();
        boolean again = !over && route(pending).retry().onTimeout() && sendAgain(table, pending, Cause.TIMEOUT);
        if (again || over && !late) {
            table.owner().counters().timedOut();
        }
        if (over) {
            out.failPending(pending, ErrorCause.TIMEOUT);
            table.recycle(pending);
        } else {
            // The one that has it may still answer, and be the first.
            table.putBack(pending, pending.giveUp());
        }
    }

    /**
     * An answer came with a result that may be tried elsewhere; true when the request is on its way again, so that the
     * answer goes nowhere. The caller recycles {@code pending}.
     */
    boolean onResult(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, AnswerResult result) {
        return route(pending).retry().onResult(result.vendor(), result.code())
                && (!pending.isLate() && sendAgain(table, pending, Cause.REFUSED) || pending.givesWay());
    }

    /** Whether an answer to {@code pending}, taken out of its table, is the one for its asker. Who is late is not waited for then. */
    boolean isFirst(PendingRequest<PeerConnection> pending) {
        FirstAnswer<PeerConnection> shared = pending.shared();
        if (shared == null) {
            return true;
        }
        boolean first = shared.claim();
        for (Overtaken<PeerConnection> one = first ? shared.overtaken() : null; one != null; one = one.before()) {
            out.forget(one.table(), one.hopByHop());
        }
        return first;
    }

    /** What is our own is for that one server; what is late is under way elsewhere. */
    private static boolean mayGoOnWhenLost(PendingRequest<PeerConnection> pending) {
        return !pending.isOwn() && !pending.isLate() && route(pending).retry().onPeerLost();
    }

    private static Route route(PendingRequest<PeerConnection> pending) {
        return (Route) pending.route();
    }

    private boolean sendAgain(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, Cause cause) {
        if (!mayGoOn(pending) || avps.scan(kept(pending)) != 0) {
            return false;
        }
        Route route = route(pending);
        @Nullable Object[] tried = withOneMore(pending.tried(), table.owner().peer());
        PeerConnection origin = pending.origin();
        PeerConnection next = without(tried, origin, kept, route);
        if (next == null && cause == Cause.LOST && tried.length > 1 && !pending.hasOthers()) {
            // One that had it before may be there again, and nobody is waited for.
            next = without(new Object[] {table.owner().peer()}, origin, kept, route);
        }
        // Last, so that what nobody else can take costs nothing of what others may need.
        boolean sent = next != null && budget.take() && sendOn(next, table, pending, cause, tried);
        if (sent) {
            table.owner().counters().failedOver();
        }
        return sent;
    }

    /** Sends what is kept instead of, or, while the peer of {@code table} may still be the first to answer, beside what is pending. */
    private boolean sendOn(
            PeerConnection next,
            TransactionTable<PeerConnection> table,
            PendingRequest<PeerConnection> pending,
            Cause cause,
            @Nullable Object[] tried) {
        if (!cause.staysWithTheOneThatHasIt()) {
            return send(next, kept, pending, cause, tried);
        }
        FirstAnswer<PeerConnection> shared = pending.sharing();
        if (!shared.join()) {
            return false;
        }
        shared.overtake(table, pending);
        boolean sent = send(next, kept, pending, cause, tried);
        if (sent) {
            pending.overtaken();
        } else {
            shared.leave();
        }
        return sent;
    }

    /**
     * Sends what is pending to the first of {@code hosts} that can take it and has not had it, as an answer said that came
     * for it (RFC 6733 6.1.8). The retry budget is for failures: what each attempt has answered is none. The caller
     * recycles {@code pending}.
     */
    boolean sendTo(TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, List<Peer> hosts) {
        if (!mayGoOn(pending) || avps.scan(kept(pending)) != 0) {
            return false;
        }
        @Nullable Object[] tried = withOneMore(pending.tried(), table.owner().peer());
        PeerConnection origin = pending.origin();
        facts.show(origin, kept, avps, route(pending).view());
        nextHop.exclude(tried);
        PeerConnection next = nextHop.firstOf(hosts, origin.peer(), kept, avps, facts.edition());
        return next != null && send(next, kept, pending, Cause.REFUSED, tried);
    }

    /**
     * Sends {@code turned} to its next hop instead of what is pending, of which it is a copy with other destinations
     * (RFC 7075 3.2.2). For another realm the rules are asked anew. The caller recycles {@code pending}.
     */
    boolean sendTurned(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, DiameterMessage turned) {
        if (!mayGoOn(pending) || avps.scan(turned) != 0) {
            return false;
        }
        @Nullable Object[] tried = withOneMore(pending.tried(), table.owner().peer());
        PeerConnection origin = pending.origin();
        facts.show(origin, turned, avps, route(pending).view());
        // What its peer may not ask for it may not be turned to either.
        if (ingress.refusal(facts) != null) {
            return false;
        }
        Route decided = requests.decider().decide(facts, route(pending).view());
        nextHop.exclude(tried);
        PeerConnection next = nextHop.find(origin.peer(), turned, avps, facts, decided);
        if (next == null) {
            return false;
        }
        return send(next, turned, pending, Cause.REFUSED, tried, decided);
    }

    private boolean mayGoOn(PendingRequest<PeerConnection> pending) {
        return pending.attempt() + 1 < MAX_ATTEMPTS
                && room.io().now() < pending.giveUp()
                && !pending.isSettled()
                && pending.origin().canAnswer();
    }

    private DiameterMessage kept(PendingRequest<PeerConnection> pending) {
        return kept.wrap(pending.chunk().bytes(), pending.offset(), pending.length());
    }

    /** Sends on by the route that the request had before. */
    private boolean send(
            PeerConnection next,
            DiameterMessage request,
            PendingRequest<PeerConnection> pending,
            Cause cause,
            @Nullable Object[] tried) {
        return send(next, request, pending, cause, tried, route(pending));
    }

    private boolean send(
            PeerConnection next,
            DiameterMessage request,
            PendingRequest<PeerConnection> pending,
            Cause cause,
            @Nullable Object[] tried,
            Route route) {
        attempt.origin = pending.origin();
        attempt.hopByHop = pending.originHopByHop();
        attempt.start = pending.start();
        attempt.giveUp = pending.giveUp();
        attempt.toHost = facts.destination() != null;
        attempt.arrivedRetransmitted = pending.arrivedRetransmitted();
        // RFC 6733 section 3: the T bit warns of a duplicate, which there can be only if nobody has answered.
        attempt.retransmit = pending.arrivedRetransmitted() || cause != Cause.REFUSED;
        attempt.number = pending.attempt() + 1;
        attempt.tried = tried;
        attempt.shared = pending.shared();
        boolean sent = requests.dispatch(next, request, Unpooled.EMPTY_BUFFER, attempt, route);
        attempt.clear();
        return sent;
    }

    /**
     * A request that another loop handed over finds the connection full or gone: it goes to the next candidate from here.
     * Nobody has had it, so this is no attempt; false when nobody can take it.
     */
    boolean placeElsewhere(PeerConnection full, DiameterMessage request, Attempt a, Route route) {
        if (a.tried != null && a.tried.length >= MOST_PLACES || avps.scan(request) != 0) {
            return false;
        }
        a.tried = withOneMore(a.tried, full.peer());
        PeerConnection origin = Objects.requireNonNull(a.origin);
        PeerConnection next = without(a.tried, origin, request, route);
        return next != null && requests.dispatch(next, request, Unpooled.EMPTY_BUFFER, a, route);
    }

    /** The next hop, by what was decided for it, of a request whose AVPs were scanned, other than those that were tried. */
    private @Nullable PeerConnection without(
            @Nullable Object[] tried, PeerConnection origin, DiameterMessage request, Route route) {
        facts.show(origin, request, avps, route.view());
        nextHop.exclude(tried);
        return nextHop.find(origin.peer(), request, avps, facts, route);
    }

    private static @Nullable Object[] withOneMore(@Nullable Object @Nullable [] before, Object last) {
        @Nullable Object[] tried = before == null ? new Object[1] : Arrays.copyOf(before, before.length + 1);
        tried[tried.length - 1] = last;
        return tried;
    }
}
