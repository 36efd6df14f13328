package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.metrics.ConnectionRefusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens on one connection before it opens: who connected is asked for its CER and judged, who was connected to has
 * to answer ours (RFC 6733 5.3, 5.6.1). Confined to the connection's loop.
 */
final class Introduction {
    private static final Logger LOG = LoggerFactory.getLogger(Introduction.class);

    static final String NO_EXCHANGE = "no capabilities exchange within agent.timers.handshake";

    private final PeerLoop room;
    private final PeerConnection connection;
    private final OwnMessages own;
    private final Handshake handshake;
    private final @Nullable Peer expected;
    private final ConnectionTimer timer;
    private @Nullable ByteBuf answer;

    /** @param expected whom we connected to; null when the peer connected to us */
    Introduction(PeerLoop room, PeerConnection connection, OwnMessages own, @Nullable Peer expected) {
        this.room = room;
        this.connection = connection;
        this.own = own;
        this.handshake = new Handshake(room.peers());
        this.expected = expected;
        this.timer = new ConnectionTimer(room.io());
    }

    /**
     * We speak first if we connected (RFC 6733 5.6), and nobody may be silent for long.
     *
     * @param up false when the connection was lost between its making and its turn
     */
    void start(boolean up) {
        if (expected != null) {
            expected.machine().on(s -> up ? s.rcvConnAck(connection) : s.rcvConnNack());
        } else if (up
                && !room.peers().connectionOpened(connection.remoteAddress().getAddress())) {
            refuse(ConnectionRefusal.ADDRESS_FULL, "its address has agent.limits.connections-per-address connections");
        }
        waitForOther();
    }

    private void waitForOther() {
        if (connection.state() != ConnectionState.CLOSED) {
            timer.in(room.settings().timers().handshake().toNanos(), this::onTimeout);
        }
    }

    private void onTimeout() {
        Peer peer = connection.known();
        if (peer == null) {
            refuse(ConnectionRefusal.SILENT, NO_EXCHANGE);
        } else {
            peer.machine().timeout(connection);
        }
    }

    /** The first message, or one that comes before the connection is open. */
    void onMessage(DiameterMessage message) {
        if (connection.state() == ConnectionState.WAIT_TURN) {
            connection.close("sent a message before our CEA");
        } else if (expected == null) {
            onRequest(message);
        } else {
            onReply(expected, message);
        }
    }

    private void onReply(Peer peer, DiameterMessage message) {
        Handshake.Verdict verdict = handshake.onReply(message, peer);
        if (verdict instanceof Handshake.Verdict.Accept yes) {
            meet(peer, yes.offer());
            peer.machine().on(s -> s.rcvCea(connection));
        } else if (verdict instanceof Handshake.Verdict.Drop no) {
            peer.machine().on(s -> s.rcvNonCea(connection, no.reason()));
        }
    }

    private void onRequest(DiameterMessage message) {
        Handshake.Verdict verdict = handshake.onFirstMessage(message, connection.remoteAddresses());
        own.address(verdict.peer());
        if (verdict instanceof Handshake.Verdict.Drop drop) {
            refuse(ConnectionRefusal.NO_CER, drop.reason());
        } else if (verdict instanceof Handshake.Verdict.Refuse no) {
            own.send(own.capabilitiesAnswer(message, no.resultCode(), no.fault()));
            room.door()
                    .refused(
                            Doorkeeper.causeOf(no.resultCode()),
                            no.claimed(),
                            connection.remoteAddress() + ": peer \"" + no.claimed() + "\" refused with "
                                    + no.resultCode() + ": " + no.remedy());
            connection.dismiss();
        } else if (verdict instanceof Handshake.Verdict.Accept yes) {
            answer = own.capabilitiesAnswer(message, ResultCodes.SUCCESS, null);
            meet(yes.peer(), yes.offer());
            connection.become(ConnectionState.WAIT_TURN);
            waitForOther();
            if (!yes.peer().machine().connCer(connection)) {
                // The peer was forgotten or replaced since it was looked up.
                onRequest(message);
            }
        }
    }

    /** Closes a connection that somebody made to us and that is not let in; counted, and logged within bounds. */
    void refuse(ConnectionRefusal cause, String reason) {
        if (connection.state() != ConnectionState.CLOSED) {
            room.door().refused(cause, connection.remoteAddress(), reason);
            connection.dismiss();
        }
    }

    private void meet(Peer peer, Capabilities offer) {
        connection.met(new Negotiated(peer, room.counters().of(peer.identity()), offer));
        if (!offer.originRealm().equalsIgnoreCase(peer.realm())) {
            LOG.warn(
                    "{}: says realm \"{}\", peers.conf says \"{}\"; requests are routed by the latter",
                    peer.identity(),
                    offer.originRealm(),
                    peer.realm());
        }
    }

    /** The connection opens: R-Snd-CEA, if it is one that the peer waits for. */
    void finish(Negotiated met) {
        stop();
        ByteBuf cea = answer;
        if (cea != null) {
            own.send(cea);
            answer = null;
        }
        Peer peer = met.peer();
        if (peer.maxPending() > 0) {
            connection.transactions().setMaxPending(peer.maxPending());
        }
        String way = (expected == null ? "from " : "to ") + connection.remoteAddress();
        if (peer.incarnation().introduced(met.originStateId())) {
            LOG.warn("{}: has restarted, its Origin-State-Id has grown", peer.identity());
        }
        peer.setReconnectWelcome(true);
        peer.setLastEvent("connected " + way);
        LOG.info("{}: open, {} ({})", peer.identity(), way, met.description());
    }

    void stop() {
        timer.cancel();
    }
}
