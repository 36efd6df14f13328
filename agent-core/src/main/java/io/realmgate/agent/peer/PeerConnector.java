package io.realmgate.agent.peer;

import io.netty.util.concurrent.Future;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.tls.TlsProfile;
import io.realmgate.agent.transport.TcpTransport;
import io.realmgate.agent.transport.TransportConnection;
import java.net.ConnectException;
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
    private final TcpTransport transport;
    private final MessageHandler handler;
    private final Peer peer;
    private final Endpoint endpoint;
    private final OutgoingTls tls;
    private @Nullable Future<?> timer;
    private @Nullable PeerConnection attempt;
    private String lastFailure = "";
    private boolean stopped;

    public PeerConnector(PeerLoop room, TcpTransport transport, MessageHandler handler, Peer peer, Endpoint endpoint) {
        this.room = room;
        this.transport = transport;
        this.handler = handler;
        this.peer = peer;
        this.endpoint = endpoint;
        this.tls = new OutgoingTls(peer.identity(), room.tls().refusals());
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
        if (endpoint.transport() == TransportKind.TLS) {
            connectByTls();
        } else {
            transport.connect(endpoint.host(), endpoint.port(), this::onConnected, this::onFailure);
        }
    }

    private void connectByTls() {
        String name = String.valueOf(endpoint.tls());
        TlsProfile profile = room.tls().profile(name);
        if (profile == null) {
            // The files have been checked against agent.conf as it was read: it was changed since, and needs a restart.
            onFailure(new IllegalStateException("agent.tls." + name + " is not there; restart the agent"));
        } else {
            transport.connect(endpoint, profile, tls, this::onConnected, this::onFailure);
        }
    }

    private PeerConnection onConnected(TransportConnection socket) {
        PeerConnection connection = new PeerConnection(room, socket, handler, peer);
        connection.onClosed(c -> {
            String refusal = tls.takeRefusal();
            if (!refusal.isEmpty()) {
                onFailure(new ConnectException(refusal));
            } else {
                lastFailure = "";
                again();
            }
        });
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
        tls.takeRefusal();
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
