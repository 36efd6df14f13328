package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ErrorAnswer;
import io.realmgate.agent.codec.ErrorAnswer.Reason;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.forward.redirect.RedirectLookup;
import io.realmgate.agent.metrics.Discard;
import io.realmgate.agent.peer.LocalNode;
import io.realmgate.agent.peer.MessageHandler;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transaction.TransactionTable;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Inquiry;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one event loop forwards: the entrance for messages of its connections and for those handed over by
 * other loops, and the way out for answers, wherever their asker lives. Confined to its loop, apart from {@link #loop()}.
 */
public final class Forwarder implements MessageHandler {
    private final PeerLoop room;
    private final Supplier<RoutingView> routing;
    private final RequestForwarder requests;
    private final AnswerForwarder answers;
    private final Failover failover;
    private final DeadlineSweep<PeerConnection> sweep;
    private final RedirectLookup lookup;
    private final RouteExplainer explainer;
    private final AnswerExplainer answerExplainer;
    private final ErrorAnswer errorAnswer;
    private final IdentityHashMap<IoLoop, HandOff> handOffs = new IdentityHashMap<>();
    private final DiameterMessage view = new DiameterMessage();
    private final DiameterMessage handedOver = new DiameterMessage();
    private final ByteBuf scratch = Unpooled.directBuffer(1024);
    private final Compaction compaction = new Compaction();

    /**
     * @param routing the generation in force
     * @param proxyKey key of our Proxy-State, or null when none is added
     * @param redirects what all loops have learned from redirects
     */
    public Forwarder(
            PeerLoop room, Supplier<RoutingView> routing, byte @Nullable [] proxyKey, RedirectCache redirects) {
        this.room = room;
        this.routing = routing;
        LocalNode local = room.local();
        this.errorAnswer = new ErrorAnswer(local.identity());
        ProxyInfo proxyInfo = proxyKey == null ? null : new ProxyInfo(local.identityBytes(), proxyKey);
        RetryBudget budget = new RetryBudget();
        this.lookup = new RedirectLookup(redirects);
        RedirectedHop redirected = new RedirectedHop(lookup);
        Decider decider = new Decider(room, routing);
        this.requests = new RequestForwarder(room, this, decider, redirected, proxyInfo, budget);
        this.explainer = new RouteExplainer(
                room, NextHop.on(room, this::isFull, new RedirectedHop(lookup, true), true), proxyInfo);
        this.answerExplainer = new AnswerExplainer(room, proxyInfo);
        Outcomes outcomes = new Outcomes(room);
        this.failover = new Failover(room, this, requests, budget, outcomes, redirected);
        this.sweep = new DeadlineSweep<>(room.io(), room.wheel(), failover::onExpired);
        RedirectFollower follower = new RedirectFollower(room.settings().redirects(), failover, lookup);
        LeavingAnswer leaving =
                new LeavingAnswer(new AnswerRules(room, decider), proxyInfo, new SessionEnd(room, requests));
        this.answers = new AnswerForwarder(room, this, failover, follower, outcomes, leaving);
    }

    /** Makes another loop reachable; all loops are connected with each other before traffic starts. */
    public void connectTo(Forwarder other) {
        HandOff handOff = new HandOff(other);
        handOffs.put(other.loop(), handOff);
        room.io().beforeEachFlush(handOff::post);
    }

    /** The loop that this forwarder belongs to. */
    public IoLoop loop() {
        return room.io();
    }

    /** What would become of a message now; nothing is sent. */
    public Answer explain(Inquiry inquiry) {
        return inquiry.answer() == null
                ? explainer.explain(inquiry, routing.get())
                : answerExplainer.explain(inquiry, inquiry.answer(), routing.get());
    }

    /** From now on new requests are answered with 3002, while pending ones finish (a drain). */
    public void refuseNewRequests() {
        requests.drain();
    }

    @Override
    public void onRequest(PeerConnection from, DiameterMessage request) {
        requests.onRequest(from, request);
    }

    @Override
    public void onAnswer(PeerConnection from, DiameterMessage answer) {
        answers.onAnswer(from, answer);
    }

    @Override
    public void onOversized(PeerConnection from, DiameterMessage head, int claimedLength) {
        if (head.isRequest()) {
            from.counters().requestReceived(head.application());
            fail(from, head, head.hopByHop(), ErrorCause.MESSAGE_LENGTH, ResultCodes.INVALID_MESSAGE_LENGTH);
        } else {
            answers.onBroken(from, head);
        }
    }

    @Override
    public void onSuspect(PeerConnection connection) {
        connection.transactions().drain(pending -> failover.onSuspect(connection.transactions(), pending));
    }

    @Override
    public void onConnectionLost(PeerConnection connection) {
        connection.transactions().drain(pending -> {
            if (!pending.isLate()) {
                connection.counters().lostWithConnection();
            }
            failover.onPeerLost(connection.transactions(), pending);
        });
    }

    // Ways out, used by the rooms' own classes -------------------------------------------------------------------

    /** Whether the way out to a connection, of this loop or another, can take no new request. */
    boolean isFull(PeerConnection connection) {
        if (connection.loop() == room.io()) {
            return connection.outbox().isFull() || !compaction.makesRoom(connection);
        }
        HandOff handOff = handOffs.get(connection.loop());
        return handOff == null || handOff.isFull();
    }

    /** The way to the loop of {@code connection}, when that is another one. */
    HandOff handOffTo(PeerConnection connection) {
        HandOff handOff = handOffs.get(connection.loop());
        if (handOff == null) {
            throw new IllegalStateException("no way to the loop of " + connection.remoteAddress());
        }
        room.io().wantFlush();
        return handOff;
    }

    /** Sends {@code answer} to the asker with its own identifier; drops it when the asker is gone. */
    void answer(PeerConnection origin, DiameterMessage answer, int hopByHop) {
        if (origin.loop() != room.io()) {
            HandOff.Entry entry = handOffTo(origin).add(answer, Unpooled.EMPTY_BUFFER, origin);
            entry.hopByHop = hopByHop;
        } else if (origin.canAnswer()) {
            origin.outbox().append(answer, hopByHop);
            origin.answered();
        } else {
            room.counters().of(origin.peer().identity()).discarded(Discard.ORIGIN_GONE);
        }
    }

    /**
     * Answers {@code request} with an error of our own.
     *
     * @param usual the Result-Code, unless the asker is to be told this cause with another one
     */
    void fail(PeerConnection origin, DiameterMessage request, int hopByHop, ErrorCause cause, int usual) {
        int code = origin.peer().terms().profile().errors().of(cause, usual);
        fail(origin, request, hopByHop, cause, new Reason(code, ErrorText.of(code)));
    }

    /** The same with all that the answer says. */
    void fail(PeerConnection origin, DiameterMessage request, int hopByHop, ErrorCause cause, Reason reason) {
        fail(origin, request, hopByHop, cause, reason, Unpooled.EMPTY_BUFFER);
    }

    /** @param more whole AVPs that the answer has besides */
    void fail(
            PeerConnection origin,
            DiameterMessage request,
            int hopByHop,
            ErrorCause cause,
            Reason reason,
            ByteBuf more) {
        scratch.clear();
        int length = errorAnswer.write(
                scratch, request, hopByHop, origin.peer().terms().origin(), reason, more);
        room.counters().of(origin.peer().identity()).errorAnswered(cause.index(), reason.resultCode());
        view.wrap(scratch, 0, length);
        answer(origin, view, hopByHop);
    }

    /** An attempt ends without an answer: its asker is told, if there is one and no other attempt waits (RFC 6733 5.5.4). */
    void failPending(PendingRequest<PeerConnection> pending, ErrorCause cause) {
        if (!pending.isOwn() && pending.endsUnanswered()) {
            answerPending(pending, cause);
        }
    }

    /** Answers a request whose answer will not come, from the bytes that were kept of it. */
    void answerPending(PendingRequest<PeerConnection> pending, ErrorCause cause) {
        DiameterMessage kept = new DiameterMessage().wrap(pending.chunk().bytes(), pending.offset(), pending.length());
        fail(pending.origin(), kept, pending.originHopByHop(), cause, ResultCodes.UNABLE_TO_DELIVER);
    }

    /** An attempt is not waited for any more, as its asker has an answer. */
    void forget(TransactionTable<PeerConnection> table, int hopByHop) {
        IoLoop loop = table.owner().loop();
        if (loop != room.io()) {
            loop.execute(() -> forgetHere(table, hopByHop));
        } else {
            forgetHere(table, hopByHop);
        }
    }

    private static void forgetHere(TransactionTable<PeerConnection> table, int hopByHop) {
        PendingRequest<PeerConnection> pending = table.take(hopByHop);
        if (pending != null) {
            table.recycle(pending);
        }
    }

    /** Sees to it that deadlines are looked at while anything is pending. */
    void wantSweep() {
        sweep.want();
    }

    /** Answers everything that still waits with 3002, as if its deadline had passed (the end of a drain). */
    public void giveUp() {
        room.wheel().expire(Long.MAX_VALUE, (table, pending) -> {
            table.owner().counters().timedOut();
            failPending(pending, ErrorCause.DRAINING);
            table.recycle(pending);
        });
    }

    /** Takes a message over from another loop. */
    void receive(HandOff.Entry entry, ByteBuf bytes) {
        PeerConnection to = Objects.requireNonNull(entry.to);
        Route route = entry.route;
        if (route != null) {
            DiameterMessage request = handedOver.wrap(bytes, entry.offset, entry.length);
            if (!requests.send(to, request, Unpooled.EMPTY_BUFFER, entry.attempt, route)
                    && !failover.placeElsewhere(to, request, entry.attempt, route)) {
                requests.refuseHandedOver(to, request, entry.attempt);
            }
        } else {
            view.wrap(bytes, entry.offset, entry.length);
            answer(to, view, entry.hopByHop);
        }
    }
}
