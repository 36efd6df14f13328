package io.realmgate.agent.peer;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Whether one open connection is alive: its {@link DeviceWatchdog} and the timer that drives it. Confined to the
 * connection's loop, but for {@link #isSuspended()}.
 */
final class Liveness {
    private final Consumer<DeviceWatchdog.Action> owner;
    private final WatchdogTimer timer;
    private final int answersToReopen;
    private DeviceWatchdog watchdog = new DeviceWatchdog(false, 0);
    private volatile boolean suspended;

    /**
     * @param deaf whether we do not read from the peer at the moment
     * @param owner does what the watchdog asks for
     */
    Liveness(PeerLoop room, BooleanSupplier deaf, Consumer<DeviceWatchdog.Action> owner) {
        this.owner = owner;
        this.answersToReopen = room.settings().reopenAfter();
        this.timer = new WatchdogTimer(room.io(), room.random(), deaf, () -> act(watchdog.onTimer()));
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
    }

    /** Whether new requests should go elsewhere if they can. */
    boolean isSuspended() {
        return suspended;
    }

    private void act(DeviceWatchdog.Action action) {
        suspended = watchdog.state() == DeviceWatchdog.State.SUSPECT || watchdog.state() == DeviceWatchdog.State.REOPEN;
        owner.accept(action);
    }
}
