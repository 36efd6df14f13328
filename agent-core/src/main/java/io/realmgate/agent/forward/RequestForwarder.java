package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ErrorAnswer.Reason;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.config.NotLetIn;
import io.realmgate.agent.forward.redirect.Redirect;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.metrics.Discard;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.peer.RefusalLog;
import io.realmgate.agent.proxy.AvpEditor;
import io.realmgate.agent.proxy.EditPlan;
import io.realmgate.agent.proxy.InPlaceEditor;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transport.Outbox;
import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way of a request from the peer it came from to the next hop, or to an error answer. Confined to one loop. */
final class RequestForwarder {
    private final PeerLoop room;
    private final Forwarder out;
    private final Decider decider;
    private final @Nullable ProxyInfo proxyInfo;
    private final RoutingAvps avps = new RoutingAvps();
    // Of each form that a request takes on its way: each stays with the buffer that this form lies in.
    private final RequestFacts facts = new RequestFacts();
    private final RequestFacts editedFacts = new RequestFacts();
    private final RequestFacts turnedFacts = new RequestFacts();
    private final NextHop nextHop;
    private final RedirectAnswers redirects;
    private final RedirectCache learned;
    private final RealmRewrite rewrite = new RealmRewrite();
    private final DecoratedNai nai;
    private final AvpEditor editor;
    private final InPlaceEditor inPlace = new InPlaceEditor();
    private final RefusalLog log;
    private final ByteBuf tail = Unpooled.directBuffer(1024);
    private final Attempt attempt = new Attempt();
    private final RetryBudget budget;
    private final int requestRate;
    private final IngressCheck ingress = new IngressCheck();
    private boolean draining;
    private @Nullable RoutingView latest;

    RequestForwarder(
            PeerLoop room,
            Forwarder out,
            Decider decider,
            RedirectedHop redirected,
            @Nullable ProxyInfo proxyInfo,
            RetryBudget budget) {
        this.budget = budget;
        this.room = room;
        this.out = out;
        this.decider = decider;
        this.proxyInfo = proxyInfo;
        this.nextHop = NextHop.on(room, out::isFull, redirected, false);
        this.learned = redirected.cache();
        this.redirects = new RedirectAnswers(out, room.random());
        this.log = room.door().log();
        this.nai =
                new DecoratedNai(room.settings().decoratedNai(), room.settings().realm());
        // Of the class that messages are received in: all that reads messages is compiled for that one.
        this.editor = new AvpEditor(room.settings().limits().messageSize(), PooledByteBufAllocator.DEFAULT);
        this.requestRate = room.settings().limits().requestRatePerPeer();
    }

    Decider decider() {
        return decider;
    }

    void drain() {
        draining = true;
    }

    void onRequest(PeerConnection from, DiameterMessage request) {
        from.counters().requestReceived(request.application());
        budget.earn();
        if (refuseHeader(from, request)) {
            return;
        }
        Peer peer = from.peer();
        if (!peer.rate()
                .take(
                        peer.standing().policy().requestRate(requestRate),
                        room.io().now())) {
            refuseEntry(from, request, ErrorCause.REQUEST_RATE);
            return;
        }
        RoutingView view = decider.inForce();
        int wrongAvp = avps.scan(request, view.wanted());
        if (wrongAvp != 0) {
            refuseAvp(from, request, wrongAvp);
            return;
        }
        // RFC 6733 6.1.3: in front of everything that could send it on.
        if (avps.routeRecordCount() > 0 && LoopDetection.hasPassed(request, avps, view.localIdentities())) {
            refuse(from, request, ErrorCause.LOOP, ResultCodes.LOOP_DETECTED);
            return;
        }
        if (draining) {
            refuse(from, request, ErrorCause.DRAINING, ResultCodes.UNABLE_TO_DELIVER);
            return;
        }
        DiameterMessage turned = nai.turn(request, avps);
        if (turned != null) {
            // Two AVPs of a message without fault were replaced: this one has none either.
            avps.scan(turned, view.wanted());
        }
        route(from, turned == null ? request : turned, view);
    }

    /** Whether something is wrong with the header, which is answered then. */
    private boolean refuseHeader(PeerConnection from, DiameterMessage request) {
        ErrorCause fault = HeaderCheck.fault(request);
        if (fault == null) {
            return false;
        }
        refuse(from, request, fault, HeaderCheck.codeFor(fault));
        if (fault == ErrorCause.MESSAGE_LENGTH) {
            // Where the next message begins is anybody's guess from here.
            from.close("sent a message length that is no multiple of four");
        }
        return true;
    }

    private void route(PeerConnection from, DiameterMessage request, RoutingView view) {
        facts.show(from, request, avps, view);
        ErrorCause unwelcome = ingress.refusal(facts);
        if (unwelcome != null) {
            refuseEntry(from, request, unwelcome);
            return;
        }
        if (!facts.isLocal() && !request.isProxiable()) {
            // RFC 6733 section 3: with the P bit clear it must be processed here, and it is not for us.
            refuse(from, request, ErrorCause.NOT_PROXIABLE, ResultCodes.UNABLE_TO_DELIVER);
            return;
        }
        Route decided = decider.decide(facts, view);
        RequestFacts leaving = edited(from, request, decided);
        if (leaving == null) {
            refuse(from, request, ErrorCause.MESSAGE_LENGTH, ResultCodes.UNABLE_TO_DELIVER);
            return;
        }
        PeerConnection next = nextHop.find(from.peer(), leaving.message, avps, leaving, decided);
        Redirect toRealm = nextHop.toRealm();
        if (toRealm == null) {
            routed(from, leaving, next, decided);
        } else {
            routeToRealm(from, leaving, toRealm, decided);
        }
    }

    /** RFC 6733 2.8.2: of the request as it leaves, which the next hop is found for; null when it would be too long. */
    private @Nullable RequestFacts edited(PeerConnection from, DiameterMessage request, Route decided) {
        EditPlan plan = decided.edits().request();
        if (plan.isEmpty()) {
            return facts;
        }
        if (inPlace.apply(plan, request, avps.listed())) {
            facts.turnToDestination(decided.view());
            return facts;
        }
        DiameterMessage edited = editor.start(
                        request, avps.listed(), from.peer().identity())
                .apply(plan)
                .result();
        if (edited == null || edited == request) {
            return edited == null ? null : facts;
        }
        if (editor.follow(avps) || avps.scan(edited, decided.view().wanted()) == 0) {
            editedFacts.show(from, edited, avps, decided.view());
            return editedFacts;
        }
        return null;
    }

    private void routed(PeerConnection from, RequestFacts leaving, @Nullable PeerConnection next, Route decided) {
        if (next == null) {
            refuseRoute(from, leaving.message, decided);
        } else {
            forward(from, leaving, next, decided);
        }
    }

    /**
     * RFC 7075 3.2.2: later requests go to the other realm at once, by what the rules decide for that one, while it has
     * somebody for them. Edits were done by what was decided first.
     */
    private void routeToRealm(PeerConnection from, RequestFacts leaving, Redirect redirect, Route decided) {
        RoutingView view = decided.view();
        DiameterMessage turned = rewrite.rewrite(leaving.message, Objects.requireNonNull(redirect.realm()));
        if (avps.scan(turned, view.wanted()) == 0) {
            turnedFacts.show(from, turned, avps, view);
            Route there = decider.decide(turnedFacts, view);
            PeerConnection next = nextHop.find(from.peer(), turned, avps, turnedFacts, there);
            if (next != null) {
                learned.hit();
                forward(from, turnedFacts, next, there);
                return;
            }
        }
        // RFC 6733 6.14: what leads to nobody who can be reached is deleted.
        learned.remove(redirect);
        avps.scan(leaving.message, view.wanted());
        routed(from, leaving, nextHop.find(from.peer(), leaving.message, avps, leaving, decided), decided);
    }

    private void forward(PeerConnection from, RequestFacts leaving, PeerConnection next, Route route) {
        DiameterMessage request = leaving.message;
        // RFC 6733 6.1.9: the identity of the peer that it came from, not ours.
        ByteBuf added = from.routeRecord();
        if (proxyInfo != null) {
            tail.clear();
            proxyInfo.write(tail, request.hopByHop(), request.endToEnd());
            added = tail.writeBytes(added, 0, added.writerIndex());
        }
        long deadline = route.retry().deadlineNanos();
        attempt.of(from);
        attempt.hopByHop = request.hopByHop();
        attempt.start = room.io().now();
        attempt.giveUp = attempt.start + (deadline == 0 ? from.peer().terms().requestNanos() : deadline);
        attempt.toHost = leaving.destination() != null;
        attempt.arrivedRetransmitted = request.isRetransmitted();
        attempt.retransmit = attempt.arrivedRetransmitted;
        attempt.number = 0;
        attempt.tried = null;
        attempt.shared = null;
        if (!dispatch(next, request, added, attempt, route)) {
            refuse(from, request, ErrorCause.TOO_BUSY, busyCode(attempt));
        }
    }

    /** RFC 6733 7.1.3: TOO_BUSY only when a specific host was asked for. */
    private static int busyCode(Attempt a) {
        return a.toHost ? ResultCodes.TOO_BUSY : ResultCodes.UNABLE_TO_DELIVER;
    }

    /** Sends a request on a connection of this loop or hands it over; false when the connection cannot take it. */
    boolean dispatch(PeerConnection next, DiameterMessage request, ByteBuf added, Attempt a, Route route) {
        if (next.loop() == room.io()) {
            return send(next, request, added, a, route);
        }
        HandOff.Entry entry = out.handOffTo(next).add(request, added, next);
        entry.route = route;
        entry.attempt.copyFrom(a);
        return true;
    }

    /** Answers a request of another loop that {@code next} did not take, nor anybody else, unless another attempt waits. */
    void refuseHandedOver(PeerConnection next, DiameterMessage request, Attempt a) {
        if (a.shared != null && !a.shared.leave()) {
            return;
        }
        PeerConnection origin = Objects.requireNonNull(a.origin);
        if (next.isOpen()) {
            out.fail(origin, request, a.hopByHop, ErrorCause.TOO_BUSY, busyCode(a));
        } else {
            out.fail(origin, request, a.hopByHop, ErrorCause.PEER_LOST, ResultCodes.UNABLE_TO_DELIVER);
        }
    }

    /** Sends a request on a connection of this loop; false when the connection cannot take it. */
    boolean send(PeerConnection next, DiameterMessage request, ByteBuf added, Attempt a, Route route) {
        if (!takes(next)) {
            return false;
        }
        Outbox outbox = next.outbox();
        PendingRequest<PeerConnection> pending =
                next.transactions().open(a.deadline(room.io().now(), route));
        if (pending == null) {
            return false;
        }
        if (route.view() != latest) {
            // Here and not where requests come in: a loop that has servers only is handed all that it sends.
            latest = route.view();
            room.wheel().forgetRoutes();
        }
        outbox.append(request, pending.hopByHop(), added);
        if (a.retransmit != request.isRetransmitted()) {
            int flags = request.flags() ^ DiameterMessage.FLAG_RETRANSMITTED;
            outbox.lastChunk().bytes().setByte(outbox.lastOffset() + 4, flags);
        }
        pending.from(Objects.requireNonNull(a.origin).transactions(), a.hopByHop, a.start);
        pending.routed(route, a.giveUp, a.arrivedRetransmitted);
        pending.attempted(a.number, a.tried);
        pending.share(a.shared);
        pending.keep(outbox.lastChunk(), outbox.lastOffset(), outbox.lastLength());
        out.wantSweep();
        return true;
    }

    private boolean takes(PeerConnection next) {
        return next.takesChosen() && !out.isFull(next);
    }

    /** Sends a request of our own on a connection of this loop; false when the connection cannot take it. */
    boolean sendOwn(PeerConnection next, DiameterMessage request, long now, long deadline) {
        PendingRequest<PeerConnection> pending =
                takes(next) ? next.transactions().open(deadline) : null;
        if (pending == null) {
            return false;
        }
        next.outbox().append(request, pending.hopByHop());
        pending.own(now);
        out.wantSweep();
        return true;
    }

    private void refuseEntry(PeerConnection from, DiameterMessage request, ErrorCause cause) {
        refuse(from, request, cause, IngressCheck.codeFor(cause), () -> NotLetIn.text(cause));
    }

    private static String what(PeerConnection from, DiameterMessage request) {
        return from.peer().identity() + ": command " + request.command() + ", application "
                + Integer.toUnsignedString(request.application());
    }

    private void refuse(PeerConnection from, DiameterMessage request, ErrorCause cause, int usual) {
        refuse(from, request, cause, usual, () -> ErrorText.of(usual));
    }

    private void refuseRoute(PeerConnection from, DiameterMessage request, Route decided) {
        if (decided.decision() instanceof RouteDecision.Discard discard) {
            discard(from, request, discard.rule());
            return;
        }
        if (redirects.answer(from, request, decided)) {
            return;
        }
        int found = nextHop.resultCode();
        // A redirect whose only host is the asker itself.
        int code = found == ResultCodes.REDIRECT_INDICATION ? ResultCodes.UNABLE_TO_DELIVER : found;
        refuse(from, request, nextHop.cause(), code, nextHop::explain);
    }

    /** The operator's own exception to every request having its answer. */
    private void discard(PeerConnection from, DiameterMessage request, Rule rule) {
        if (log.isNews(from.peer().identity(), "discarded")) {
            log.say(what(from, request) + " discarded by " + ExplanationFields.named(rule));
        }
        from.counters().discarded(Discard.RULE);
        from.answered();
    }

    private void refuse(
            PeerConnection from, DiameterMessage request, ErrorCause cause, int usual, Supplier<String> because) {
        if (log.isNews(from.peer().identity(), cause.word())) {
            int code = from.peer().terms().profile().errors().of(cause, usual);
            log.say(what(from, request) + " refused with " + code + " (" + because.get() + ")");
        }
        out.fail(from, request, request.hopByHop(), cause, usual);
    }

    private void refuseAvp(PeerConnection from, DiameterMessage request, int code) {
        int at = avps.faultStart();
        if (log.isNews(from.peer().identity(), ErrorCause.AVP.word())) {
            log.say(what(from, request) + " refused with " + code + " for the AVP at octet " + (at - request.start()));
        }
        Reason reason = new Reason(code, ErrorText.of(code), at, avps.faultLength());
        out.fail(from, request, request.hopByHop(), ErrorCause.AVP, reason);
    }
}
