package io.realmgate.agent.peer;

import io.realmgate.agent.codec.DiameterMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of one connection in order (RFC 6733 5.4): what is pending finishes, then DPR, DPA, close; or the peer begins.
 * Confined to the connection's loop, but for what an operator or a reload asks for.
 */
public final class Departure {
    private final PeerLoop room;
    private final PeerConnection connection;
    private final OwnMessages own;
    private final ConnectionTimer timer;
    /** Loop time at which it goes on at the latest; null while nothing of it has begun. */
    private volatile @Nullable Long latest;

    Departure(PeerLoop room, PeerConnection connection, OwnMessages own) {
        this.room = room;
        this.connection = connection;
        this.own = own;
        this.timer = new ConnectionTimer(room.io());
    }

    /**
     * From now on nothing new is sent; when what is pending has finished, ours and the peer's, or {@code grace} is over,
     * the peer gets a DPR. From any thread.
     */
    public void leave(DisconnectCause cause, Duration grace) {
        room.io().run(() -> {
            if (connection.takesChosen()) {
                connection.become(ConnectionState.DRAINING);
                long end = room.io().tick() + grace.toNanos();
                latest = end;
                timer.when(this::isQuiet, end, () -> disconnect(cause));
            } else {
                disconnect(cause);
            }
        });
    }

    /**
     * Seconds, at the latest, until the DPR, and from then on until the connection closes; null while nobody leaves. From any
     * thread.
     */
    public @Nullable Long secondsLeft() {
        Long end = latest;
        return end == null ? null : Math.max(0, (end - room.io().nanoTime() + 999_999_999) / 1_000_000_000);
    }

    private boolean isQuiet() {
        return connection.transactions().size() == 0 && !connection.owesAnswers();
    }

    /** Takes {@link #leave} back, if the DPR has not been sent. From any thread. */
    public void stay() {
        room.io().run(() -> {
            if (connection.state() == ConnectionState.DRAINING) {
                timer.cancel();
                latest = null;
                connection.become(ConnectionState.OPEN);
            }
        });
    }

    /**
     * Sends a DPR (RFC 6733 5.4) now; the connection closes with the DPA, or after the handshake time without it. From any
     * thread.
     */
    public void disconnect(DisconnectCause cause) {
        room.io().run(() -> {
            if (connection.takesChosen()) {
                connection.peer().machine().on(s -> s.stop(connection, cause));
            } else if (connection.state() != ConnectionState.CLOSING) {
                connection.close("we disconnect");
            }
        });
    }

    /** Snd-DPR. */
    void sendRequest(DisconnectCause cause) {
        connection.ends("we asked to disconnect (" + cause + ")");
        own.disconnectRequest(cause);
        close();
    }

    /** Snd-DPA; the peer closes when it has it. */
    void sendAnswer(DiameterMessage request) {
        DisconnectCause cause = DisconnectCause.of(request);
        Peer peer = connection.peer();
        connection.ends("the peer asked to disconnect (" + cause + ")");
        peer.setReconnectWelcome(cause.allowsReconnect());
        peer.setLastEvent("the peer asked to disconnect (" + cause + ")");
        own.disconnectAnswer(request);
        close();
    }

    private void close() {
        connection.become(ConnectionState.CLOSING);
        long patience = room.settings().timers().handshake().toNanos();
        latest = room.io().now() + patience;
        timer.in(patience, () -> connection.peer().machine().timeout(connection));
    }

    /** Rcv-DPA. The peer asks nothing more, but may still wait for answers of ours. */
    void onAnswer() {
        Runnable dpa = () -> connection.peer().machine().on(s -> s.rcvDpa(connection));
        if (connection.state() != ConnectionState.CLOSING) {
            return;
        }
        Long end = latest;
        if (connection.owesAnswers() && end != null) {
            timer.when(() -> !connection.owesAnswers(), end, dpa);
        } else {
            dpa.run();
        }
    }

    void stop() {
        timer.cancel();
    }
}
