package io.realmgate.agent.peer;

import io.realmgate.agent.codec.DiameterMessage;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of one connection in order (RFC 6733 5.4): what is pending finishes, then DPR, DPA, close; or the peer begins.
 * Confined to the connection's loop.
 */
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final PeerLoop room;
    private final PeerConnection connection;
    private final OwnMessages own;
    private final ConnectionTimer timer;
    private long latest;

    Departure(PeerLoop room, PeerConnection connection, OwnMessages own) {
        this.room = room;
        this.connection = connection;
        this.own = own;
        this.timer = new ConnectionTimer(room.io());
    }

    /** Begins: nothing new is sent; a DPR follows when nothing is pending, ours or the peer's, or {@code grace} is over. */
    void begin(DisconnectCause cause, Duration grace) {
        connection.become(ConnectionState.DRAINING);
        timer.when(this::isQuiet, room.io().tick() + grace.toNanos(), () -> connection.disconnect(cause));
    }

    private boolean isQuiet() {
        return connection.transactions().size() == 0 && !connection.owesAnswers();
    }

    /** Takes {@link #begin} back, if the DPR has not been sent. */
    void giveUp() {
        if (connection.state() == ConnectionState.DRAINING) {
            timer.cancel();
            connection.become(ConnectionState.OPEN);
        }
    }

    /** Snd-DPR. */
    void sendRequest(DisconnectCause cause) {
        own.disconnectRequest(cause);
        close();
    }

    /** Snd-DPA; the peer closes when it has it. */
    void sendAnswer(DiameterMessage request) {
        DisconnectCause cause = DisconnectCause.of(request);
        Peer peer = connection.peer();
        LOG.info("{}: asks to disconnect, {}", peer.identity(), cause);
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
        if (connection.owesAnswers()) {
            timer.when(() -> !connection.owesAnswers(), latest, dpa);
        } else {
            dpa.run();
        }
    }

    void stop() {
        timer.cancel();
    }
}
