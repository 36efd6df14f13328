package io.realmgate.agent.peer;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one open connection is alive: its {@link DeviceWatchdog}, the timer that drives it, and what is done about it.
 * Confined to the connection's loop, but for {@link #isSuspended()}.
 */
final class Liveness {
    private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);

    private final PeerConnection connection;
    private final OwnMessages own;
    private final MessageHandler handler;
    private final WatchdogTimer timer;
    private final ConnectionTimer proof;
    private final long proofNanos;
    private final int answersToReopen;
    private DeviceWatchdog watchdog = new DeviceWatchdog(false, 0);
    private volatile boolean suspended;

    /** @param deaf whether we do not read from the peer at the moment */
    Liveness(PeerLoop room, PeerConnection connection, OwnMessages own, MessageHandler handler, BooleanSupplier deaf) {
        this.connection = connection;
        this.own = own;
        this.handler = handler;
        this.answersToReopen = room.settings().reopenAfter();
        this.timer = new WatchdogTimer(room.io(), room.random(), deaf, () -> act(watchdog.onTimer()));
        this.proof = new ConnectionTimer(room.io());
        this.proofNanos = room.settings().timers().handshake().toNanos() / 2;
    }

    /**
     * The connection is open.
     *
     * @param interval Tw of this peer
     */
    void start(boolean afterFailure, Duration interval) {
        watchdog = new DeviceWatchdog(afterFailure, answersToReopen);
        timer.start(interval);
        act(watchdog.onUp());
    }

    void stop() {
        timer.stop();
        proof.cancel();
    }

    /** Anything came; called for every message. */
    void onReceived() {
        timer.set();
        if (suspended) {
            act(watchdog.onOther());
        }
    }

    /** A DWA came. */
    void onAnswer() {
        act(watchdog.onAnswer());
        if (proof.isRunning()) {
            proof.cancel();
            connection.peer().machine().provenAlive(connection);
        }
    }

    /** The peer has connected anew, as it does when this connection is dead: it has to answer a DWR soon. */
    void prove() {
        if (!connection.takesChosen()) {
            return;
        }
        own.watchdogRequest();
        proof.in(proofNanos, () -> connection.abort("it did not answer a DWR while the peer connected anew"));
    }

    /** Whether new requests should go elsewhere if they can. */
    boolean isSuspended() {
        return suspended;
    }

    private void act(DeviceWatchdog.Action action) {
        suspended = watchdog.state() == DeviceWatchdog.State.SUSPECT || watchdog.state() == DeviceWatchdog.State.REOPEN;
        if (!connection.takesChosen()) {
            return;
        }
        switch (action) {
            case NONE -> {
                // The table of RFC 3539 says so.
            }
            case PROBE -> own.watchdogRequest();
            case FAILOVER -> {
                LOG.warn(
                        "{}: suspect, it has not answered a DWR for Tw; its requests go elsewhere",
                        connection.peer().identity());
                handler.onSuspect(connection);
            }
            case FAILBACK ->
                LOG.info(
                        "{}: answers its watchdog, requests go to it again",
                        connection.peer().identity());
            case CLOSE -> connection.abort("the watchdog found it dead: nothing came, not even a DWA");
        }
    }
}
