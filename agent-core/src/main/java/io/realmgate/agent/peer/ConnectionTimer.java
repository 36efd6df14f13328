package io.realmgate.agent.peer;

import io.netty.util.concurrent.Future;
import io.realmgate.agent.transport.IoLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One thing that a connection waits for, the latest that it was told. Confined to its loop. */
final class ConnectionTimer {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final IoLoop loop;
    private @Nullable Future<?> waiting;

    ConnectionTimer(IoLoop loop) {
        this.loop = loop;
    }

    /** Runs {@code then} after {@code nanos}. */
    void in(long nanos, Runnable then) {
        cancel();
        waiting = loop.schedule(nanos, () -> {
            waiting = null;
            then.run();
        });
    }

    /**
     * Runs {@code then} when {@code condition} holds, looking from time to time, the first time not at once.
     *
     * @param latest loop time at which it runs in any case
     */
    void when(BooleanSupplier condition, long latest, Runnable then) {
        in(POLL_NANOS, () -> {
            if (condition.getAsBoolean() || loop.now() - latest >= 0) {
                then.run();
            } else {
                when(condition, latest, then);
            }
        });
    }

    boolean isRunning() {
        return waiting != null;
    }

    void cancel() {
        Future<?> before = waiting;
        if (before != null) {
            before.cancel(false);
            waiting = null;
        }
    }
}
