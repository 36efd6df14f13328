package io.realmgate.agent.peer;

import io.netty.util.concurrent.Future;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.transport.TransportConnection;
import io.realmgate.agent.transport.Transports;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one peer connected: connects at once, and again every Tc while the peer is down (RFC 6733 2.1). Confined to one
 * event loop.
 */
public final class PeerConnector {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnector.class);

    private static final String NOT_WANTED = "it is not to be connected to any more";

    private final PeerLoop room;
    private final Transports transports;
    private final MessageHandler handler;
    private final Peer peer;
    private final Endpoint endpoint;
    private @Nullable Future<?> timer;
    private @Nullable PeerConnection attempt;
    private String lastFailure = "";
    private boolean stopped;

    public PeerConnector(PeerLoop room, Transports transports, MessageHandler handler, Peer peer, Endpoint endpoint) {
        this.room = room;
        this.transports = transports;
        this.handler = handler;
        this.peer = peer;
        this.endpoint = endpoint;
    }

    /** The peer that is kept connected. */
    public Peer peer() {
        return peer;
    }

    /** Connects, unless the peer is connected by itself already. */
    public void start() {
        if (stopped) {
            return;
        }
        if (peer.connection() != null || !peer.isReconnectWelcome()) {
            again();
            return;
        }
        transports.connect(endpoint, this::onConnected, this::onFailure);
    }

    private PeerConnection onConnected(TransportConnection socket) {
        lastFailure = "";
        PeerConnection connection = new PeerConnection(room, socket, handler, peer);
        connection.onClosed(c -> again());
        attempt = connection;
        room.io().execute(() -> {
            if (stopped) {
                connection.close(NOT_WANTED);
            } else {
                connection.start();
            }
        });
        return connection;
    }

    /** Makes no more attempts and ends one that is under way; a connection that is open stays. */
    public void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (attempt != null) {
            attempt.closeIfWaiting(NOT_WANTED);
        }
    }

    private void onFailure(Throwable cause) {
        String reason = "cannot connect to " + endpoint + ": " + cause.getMessage();
        if (!reason.equals(lastFailure)) {
            LOG.warn(
                    "{}: {}; trying again every {} s",
                    peer.identity(),
                    reason,
                    room.settings().timers().reconnect().toMillis() / 1e3);
            lastFailure = reason;
        }
        if (peer.connection() == null) {
            peer.setLastEvent(reason);
        }
        again();
    }

    private void again() {
        if (!stopped) {
            timer = room.io().schedule(room.settings().timers().reconnect().toNanos(), this::start);
        }
    }
}
