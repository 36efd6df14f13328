package io.realmgate.agent.peer;

import io.realmgate.agent.metrics.ConnectionRefusal;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs one peer through its {@link PeerState}s. The two connections of a peer may live on different loops, so events come
 * from any thread and take a monitor; messages never do, they only read {@link #connection()}.
 *
 * <p>Beyond the table of RFC 6733 5.6: a good CER while the old connection is still there does not mean a second
 * connection, it mostly means that the peer lost the first and we have not noticed. The newcomer waits while the old
 * connection is probed with a DWR. When that is answered the newcomer is refused, as the table says; when not, the old
 * connection is closed and the newcomer takes its place. One newcomer waits at a time, not longer than its own handshake.
 */
final class PeerStateMachine {
    private PeerState state = new PeerState.Closed();
    private volatile @Nullable PeerConnection connection;
    private @Nullable PeerConnection newcomer;
    private final Queue<UnaryOperator<PeerState>> events = new ArrayDeque<>();
    private boolean busy;
    private boolean retired;

    /** The connection that is open, or closing in order; null when there is none. */
    @Nullable
    PeerConnection connection() {
        return connection;
    }

    /** Where the peer stands. */
    synchronized PeerState state() {
        return state;
    }

    /** Start; true when the caller has to connect. */
    synchronized boolean start() {
        PeerState before = state;
        on(PeerState::start);
        return before != state;
    }

    /** Any event that a state has a method for; one that an action brings about waits until the action's transition is over. */
    synchronized void on(UnaryOperator<PeerState> event) {
        events.add(event);
        if (busy) {
            return;
        }
        busy = true;
        try {
            for (UnaryOperator<PeerState> next = events.poll(); next != null; next = events.poll()) {
                become(next.apply(state));
            }
        } finally {
            busy = false;
        }
    }

    /**
     * R-Conn-CER: {@code r} has sent a good CER.
     *
     * @return false when this peer has been replaced or forgotten since it was looked up
     */
    synchronized boolean connCer(PeerConnection r) {
        if (retired) {
            return false;
        }
        PeerConnection old = connection;
        if (old != null && newcomer == null) {
            newcomer = r;
            old.proveAlive();
        } else {
            on(s -> s.connCer(r));
        }
        return true;
    }

    /** {@code old} has answered the DWR that it was sent for the newcomer's sake. */
    synchronized void provenAlive(PeerConnection old) {
        PeerConnection refused = newcomer;
        if (refused != null && old == connection) {
            newcomer = null;
            on(s -> s.connCer(refused));
        }
    }

    /** {@code lost} is gone, whatever it was to us. */
    synchronized void peerDisc(PeerConnection lost) {
        if (lost == newcomer) {
            newcomer = null;
        }
        on(s -> s.peerDisc(lost));
    }

    /** {@code waiting} has waited for long enough. */
    synchronized void timeout(PeerConnection waiting) {
        if (waiting == newcomer) {
            newcomer = null;
            waiting.refuse(ConnectionRefusal.ALREADY_CONNECTED, "the peer's other connection is still there");
        } else {
            on(s -> s.timeout(waiting));
        }
    }

    /** No connection is accepted for this peer any more: another one has taken its name, or nobody. */
    synchronized void retire() {
        retired = true;
        dropWaiting("the peer's entry in peers.conf changed meanwhile");
    }

    /** Whether another peer has taken its name, or nobody. */
    synchronized boolean isRetired() {
        return retired;
    }

    /** Ends whatever the peer has connected and is not open. */
    synchronized void dropWaiting(String reason) {
        PeerConnection responder = state.waiting();
        if (responder != null) {
            responder.disc(reason);
        }
        if (newcomer != null) {
            newcomer.disc(reason);
        }
    }

    /** As {@link #retire()}, but only while there is no connection and none under way. */
    synchronized boolean retireIfClosed() {
        retired |= state instanceof PeerState.Closed;
        return retired;
    }

    private void become(PeerState next) {
        state = next;
        connection = next.connection();
        PeerConnection waiting = newcomer;
        if (waiting != null && connection == null) {
            newcomer = null;
            events.add(s -> s.connCer(waiting));
        }
    }
}
