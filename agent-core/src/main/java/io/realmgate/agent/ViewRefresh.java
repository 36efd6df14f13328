package io.realmgate.agent;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Has what messages are routed by made anew after peers have appeared. At once as long as that is quick; else beside the
 * event loops, once for all that appeared meanwhile and in at most a tenth of the time, so that thousands of peers that
 * come together do not stop the traffic of those that are there. By any thread.
 */
final class ViewRefresh {
    /** How many times as long as the making took nothing is made then. */
    private static final int REST = 9;

    private final Runnable make;
    private final BooleanSupplier quick;
    private final Later later;
    private final LongSupplier clock;
    private final AtomicBoolean stale = new AtomicBoolean();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile Duration rest = Duration.ZERO;

    /** Runs tasks after a while, where they may take long. */
    interface Later {
        void run(Duration delay, Runnable task);
    }

    /**
     * @param make makes it; never by two threads at once
     * @param quick whether that takes no longer than an event loop may
     * @param clock monotonic nanoseconds
     */
    ViewRefresh(Runnable make, BooleanSupplier quick, Later later, LongSupplier clock) {
        this.make = make;
        this.quick = quick;
        this.later = later;
        this.clock = clock;
    }

    /** Peers have appeared or gone. */
    void peersChanged() {
        stale.set(true);
        if (quick.getAsBoolean()) {
            makeIfStale();
        } else if (asked.compareAndSet(false, true)) {
            later.run(rest, this::turn);
        }
    }

    /** Makes it anew together with {@code change}, which nobody sees with the old one. */
    synchronized void after(Runnable change) {
        stale.set(true);
        change.run();
        makeIfStale();
    }

    private void turn() {
        asked.set(false);
        long begin = clock.getAsLong();
        makeIfStale();
        rest = Duration.ofNanos((clock.getAsLong() - begin) * REST);
    }

    private synchronized void makeIfStale() {
        while (stale.getAndSet(false)) {
            make.run();
        }
    }
}
