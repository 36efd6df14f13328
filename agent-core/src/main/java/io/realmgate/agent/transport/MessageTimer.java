package io.realmgate.agent.transport;

import io.netty.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices a message that begins and does not end, so that octets that trickle in hold no connection for ever. Asked after
 * every read, so that costs a comparison: one timer runs while any message is cut in two, and finds out when it fires
 * whether it is still the same one. Confined to one loop.
 */
final class MessageTimer {
    private final IoLoop loop;
    private final FrameReader reader;
    private final BooleanSupplier deaf;
    private final Runnable onStalled;
    private long bound;
    private @Nullable Future<?> timer;
    private long watched;

    /** @param deaf whether we ourselves do not read at the moment, so that the silence is ours */
    MessageTimer(IoLoop loop, FrameReader reader, BooleanSupplier deaf, Runnable onStalled) {
        this.loop = loop;
        this.reader = reader;
        this.deaf = deaf;
        this.onStalled = onStalled;
    }

    /** @param nanos how long a message may take from its first octet to its last, at least; 0 for ever */
    void bound(long nanos) {
        bound = nanos;
    }

    /** After a read. */
    void look() {
        if (timer == null && bound > 0 && reader.isMidMessage()) {
            watch();
        }
    }

    private void watch() {
        watched = reader.begun();
        timer = loop.schedule(bound, this::fire);
    }

    private void fire() {
        timer = null;
        if (!reader.isMidMessage()) {
            return;
        }
        if (reader.begun() == watched && !deaf.getAsBoolean()) {
            onStalled.run();
        } else {
            watch();
        }
    }

    void stop() {
        bound = 0;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
