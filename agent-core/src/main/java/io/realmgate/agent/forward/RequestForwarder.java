package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ErrorAnswer.Reason;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transport.Outbox;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way of a request from the peer it came from to the next hop, or to an error answer. Confined to one loop. */
final class RequestForwarder {
    private final PeerLoop room;
    private final Forwarder out;
    private final Supplier<RoutingView> routing;
    private final @Nullable ProxyInfo proxyInfo;
    private final byte[] localIdentity;
    private final RoutingAvps avps = new RoutingAvps();
    private final RequestFacts facts;
    private final NextHop nextHop;
    private final RefusalLog log;
    private final ByteBuf tail = Unpooled.directBuffer(1024);
    private final HandOff.Entry entry = new HandOff.Entry();
    private final long deadlineNanos;
    private boolean draining;

    RequestForwarder(PeerLoop room, Forwarder out, Supplier<RoutingView> routing, @Nullable ProxyInfo proxyInfo) {
        this.room = room;
        this.out = out;
        this.routing = routing;
        this.proxyInfo = proxyInfo;
        this.localIdentity = room.local().identityBytes();
        this.facts = new RequestFacts(localIdentity);
        this.nextHop = new NextHop(room.random(), out::isFull);
        this.log = new RefusalLog(room.io());
        this.deadlineNanos = room.settings().timers().request().toNanos();
    }

    void drain() {
        draining = true;
    }

    void onRequest(PeerConnection from, DiameterMessage request) {
        from.counters().requestReceived(request.application());
        int wrongHeader = headerFault(request);
        if (wrongHeader != 0) {
            refuse(from, request, wrongHeader);
            if (wrongHeader == ResultCodes.INVALID_MESSAGE_LENGTH) {
                // Where the next message begins is anybody's guess from here.
                from.close("sent a message length that is no multiple of four");
            }
            return;
        }
        int wrongAvp = avps.scan(request);
        if (wrongAvp != 0) {
            refuseAvp(from, request, wrongAvp);
            return;
        }
        // RFC 6733 6.1.3: in front of everything that could send it on.
        if (avps.routeRecordCount() > 0 && LoopDetection.hasPassed(request, avps, localIdentity)) {
            refuse(from, request, ResultCodes.LOOP_DETECTED);
            return;
        }
        if (draining) {
            refuse(from, request, ResultCodes.UNABLE_TO_DELIVER);
            return;
        }
        route(from, request);
    }

    /** RFC 6733 7.1.3, 7.1.5, section 3: 0 or what is wrong with the header. */
    private static int headerFault(DiameterMessage request) {
        if (request.version() != DiameterMessage.VERSION) {
            return ResultCodes.UNSUPPORTED_VERSION;
        }
        if ((request.length() & 3) != 0) {
            return ResultCodes.INVALID_MESSAGE_LENGTH;
        }
        return request.isError() ? ResultCodes.INVALID_HDR_BITS : 0;
    }

    private void route(PeerConnection from, DiameterMessage request) {
        RoutingView view = routing.get();
        facts.show(from, request, avps, view);
        if (!facts.isLocal() && !request.isProxiable()) {
            // RFC 6733 section 3: with the P bit clear it must be processed here, and it is not for us.
            refuse(from, request, ResultCodes.UNABLE_TO_DELIVER);
            return;
        }
        PeerConnection next = nextHop.find(from, request, avps, facts, view);
        if (next == null) {
            refuseRoute(from, request, nextHop.resultCode());
            return;
        }
        tail.clear();
        if (proxyInfo != null) {
            proxyInfo.write(tail, request.hopByHop(), request.endToEnd());
        }
        // RFC 6733 6.1.9: the identity of the peer that it came from, not ours.
        tail.writeBytes(from.routeRecord(), 0, from.routeRecord().writerIndex());
        forward(from, request, next);
    }

    private void forward(PeerConnection from, DiameterMessage request, PeerConnection next) {
        boolean toHost = facts.destination() != null;
        long now = room.io().now();
        HandOff.Entry e = next.loop() == room.io() ? entry : out.handOffTo(next).add(request, tail, next);
        e.origin = from;
        e.hopByHop = request.hopByHop();
        e.start = now;
        e.deadline = now + deadlineNanos;
        e.toHost = toHost;
        if (e == entry && !send(next, from, request, tail, e)) {
            refuse(from, request, toHost ? ResultCodes.TOO_BUSY : ResultCodes.UNABLE_TO_DELIVER);
        }
    }

    /** Sends a request on a connection of this loop; false when it cannot take it any more. */
    boolean send(PeerConnection next, PeerConnection origin, DiameterMessage request, ByteBuf tail, HandOff.Entry e) {
        if (!next.isOpen() || out.isFull(next)) {
            return false;
        }
        Outbox outbox = next.outbox();
        PendingRequest<PeerConnection> pending = next.transactions().open(e.deadline);
        if (pending == null) {
            return false;
        }
        outbox.append(request, pending.hopByHop(), tail);
        pending.from(origin, e.hopByHop, e.start);
        pending.keep(outbox.lastChunk(), outbox.lastOffset(), outbox.lastLength());
        out.wantSweep();
        return true;
    }

    private void refuse(PeerConnection from, DiameterMessage request, int code) {
        log.say(() -> from.peer().identity() + ": command " + request.command() + ", application "
                + Integer.toUnsignedString(request.application()) + " refused with " + code + " ("
                + ErrorText.of(code) + ")");
        out.fail(from, request, request.hopByHop(), new Reason(code, ErrorText.of(code)));
    }

    private void refuseRoute(PeerConnection from, DiameterMessage request, int code) {
        log.say(() -> from.peer().identity() + ": command " + request.command() + ", application "
                + Integer.toUnsignedString(request.application()) + " refused with " + code + " ("
                + nextHop.explain(facts) + ")");
        out.fail(from, request, request.hopByHop(), new Reason(code, ErrorText.of(code)));
    }

    private void refuseAvp(PeerConnection from, DiameterMessage request, int code) {
        int at = avps.faultStart();
        log.say(() -> from.peer().identity() + ": command " + request.command() + " refused with " + code
                + " for the AVP at octet " + (at - request.start()));
        out.fail(from, request, request.hopByHop(), new Reason(code, ErrorText.of(code), at, avps.faultLength()));
    }
}
