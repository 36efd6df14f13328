package io.realmgate.agent.peer;

import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.transport.TransportConnection;
import io.realmgate.agent.transport.TransportConnection.FrameSinkFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one peer connected: connects at once, to its addresses in turn, and again as {@link BackOff} says while the
 * peer is down (RFC 6733 2.1). Confined to one event loop.
 */
public final class PeerConnector {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnector.class);

    private static final String NOT_WANTED = "it is not to be connected to any more";

    private final PeerLoop room;
    private final PeerSettings settings;
    private final RemoteAddresses addresses;
    private final Dialler dialler;
    private final MessageHandler handler;
    private final Peer peer;
    private final BackOff backOff;
    private final ConnectionTimer timer;
    private @Nullable PeerConnection attempt;
    private int attempts;
    private final Map<Endpoint, String> lastFailures = new HashMap<>();
    private boolean dialling;
    private boolean stopped;

    /** The way to the addresses of one peer. */
    @FunctionalInterface
    public interface Dialler {
        /** Connects; one of the two is told on the loop, in its own time. */
        void dial(Endpoint to, FrameSinkFactory owner, Consumer<Throwable> onFailure);
    }

    /** @param settings of {@code peer}, with at least one address to connect to */
    public PeerConnector(PeerLoop room, MessageHandler handler, Peer peer, PeerSettings settings, Dialler dialler) {
        this.room = room;
        this.settings = settings;
        this.addresses = new RemoteAddresses(settings.connect());
        this.dialler = dialler;
        this.handler = handler;
        this.peer = peer;
        this.backOff = new BackOff(peer.terms().reconnect(), room.random());
        this.timer = new ConnectionTimer(room.io());
    }

    /** The peer that is kept connected. */
    public Peer peer() {
        return peer;
    }

    /** Connects, unless the peer is connected by itself already or shall not be. */
    public void start() {
        if (stopped) {
            return;
        }
        boolean wanted = peer.isReconnectWelcome() && peer.adminState() == AdminState.READY;
        if (!wanted || !peer.machine().start()) {
            again(backOff.afterSuccess());
            return;
        }
        int number = ++attempts;
        dialling = true;
        // Longer than a connection may take, for whatever else may hang: a name that is looked up, a TLS handshake.
        timer.in(2 * room.settings().timers().handshake().toNanos(), this::onTimeout);
        dialler.dial(addresses.current(), socket -> onConnected(number, socket), cause -> onFailure(number, cause));
    }

    private PeerConnection onConnected(int number, TransportConnection socket) {
        PeerConnection connection = new PeerConnection(room, socket, handler, peer);
        if (number != attempts) {
            room.io().execute(() -> connection.close("it took too long to connect"));
            return connection;
        }
        timer.cancel();
        dialling = false;
        lastFailures.clear();
        attempt = connection;
        connection.onClosed(this::onClosed);
        room.io().execute(() -> {
            if (stopped || peer.adminState() != AdminState.READY) {
                connection.close(NOT_WANTED);
            }
            connection.start();
        });
        return connection;
    }

    private void onClosed(PeerConnection connection) {
        attempt = null;
        if (connection.wasOpen()) {
            addresses.opened();
            again(backOff.afterSuccess());
        } else if (addresses.failed()) {
            again(0);
        } else {
            again(backOff.afterFailure());
        }
    }

    /** Makes no more attempts and ends one that is under way; a connection that is open stays. */
    public void stop() {
        stopped = true;
        timer.cancel();
        abandon();
    }

    /** What the operator wants of the peer has changed. */
    public void onAdminState() {
        if (peer.adminState() != AdminState.READY) {
            abandon();
        } else if (attempt == null && !dialling) {
            timer.cancel();
            start();
        }
    }

    private void abandon() {
        PeerConnection waiting = attempt;
        if (waiting != null && waiting.state() == ConnectionState.WAIT_CEA) {
            waiting.close(NOT_WANTED);
        }
    }

    private void onTimeout() {
        attempts++;
        dialling = false;
        peer.machine().on(s -> s.timeout(null));
        failed("nothing came of it");
    }

    private void onFailure(int number, Throwable cause) {
        if (number == attempts) {
            dialling = false;
            peer.machine().on(PeerState::rcvConnNack);
            failed(String.valueOf(cause.getMessage()));
        }
    }

    private void failed(String cause) {
        String from = settings.localAddresses().isEmpty()
                ? ""
                : " from local-address " + String.join(", ", settings.localAddresses());
        Endpoint to = addresses.current();
        String reason = "cannot connect to " + to + from + ": " + cause;
        boolean hasNext = addresses.failed();
        long wait = hasNext ? 0 : backOff.afterFailure();
        if (!reason.equals(lastFailures.put(to, reason))) {
            LOG.warn(
                    "{}: {}; trying {}",
                    peer.identity(),
                    reason,
                    hasNext
                            ? addresses.current()
                            : "again in " + Math.round(wait / 1e8) / 10.0 + " s, later less often");
        }
        if (peer.connection() == null) {
            peer.setLastEvent(reason);
        }
        again(wait);
    }

    private void again(long nanos) {
        if (!stopped) {
            timer.in(nanos, this::start);
        }
    }
}
