package io.realmgate.agent.peer;

import io.netty.util.concurrent.Future;
import io.realmgate.agent.transport.IoLoop;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The timer Tw of one connection, SetWatchdog() of RFC 3539 3.4.1. Setting it is asked for with every message, so that
 * only notes the time; when the timer fires too early for the last message, it is set for the rest. Confined to one loop.
 */
final class WatchdogTimer {
    private static final long MAX_JITTER_NANOS = Duration.ofSeconds(2).toNanos();

    private final IoLoop loop;
    private final RandomGenerator random;
    private final BooleanSupplier deaf;
    private final Runnable onExpired;
    private @Nullable Future<?> timer;
    private long intervalNanos;
    private long lastSet;
    private long wait;

    /**
     * @param deaf whether we ourselves do not read from the peer, so that its silence says nothing
     */
    WatchdogTimer(IoLoop loop, RandomGenerator random, BooleanSupplier deaf, Runnable onExpired) {
        this.loop = loop;
        this.random = random;
        this.deaf = deaf;
        this.onExpired = onExpired;
    }

    /**
     * Starts to wait for silence.
     *
     * @param interval Tw; up to 2 s, and at most a tenth of it, are added or taken off at random
     */
    void start(Duration interval) {
        intervalNanos = interval.toNanos();
        again();
    }

    private void again() {
        set();
        wait = jittered();
        schedule(wait);
    }

    /** Something was received or probed for: the silence begins anew. */
    void set() {
        lastSet = loop.now();
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule(long nanos) {
        timer = loop.schedule(nanos, this::fire);
    }

    private void fire() {
        if (deaf.getAsBoolean()) {
            set();
        }
        long left = lastSet + wait - loop.now();
        if (left > 0) {
            schedule(left);
            return;
        }
        again();
        onExpired.run();
    }

    private long jittered() {
        long span = Math.min(MAX_JITTER_NANOS, intervalNanos / 10);
        return intervalNanos + random.nextLong(-span, span + 1);
    }
}
