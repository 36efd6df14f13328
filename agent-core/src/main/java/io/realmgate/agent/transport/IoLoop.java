package io.realmgate.agent.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop as the rooms above see it: its clock, its timers and the list of outboxes that have something to flush.
 *
 * <p>Flushing once per loop iteration, whatever wrote (a read batch, a timer, a hand-off from another loop), is what makes
 * a relay fast: each flush is a system call and a wake-up of the peer. Except for {@link #execute}, {@link #run} and
 * {@link #inLoop}, all methods are for the loop's own thread.
 */
public final class IoLoop {
    private static final Logger LOG = LoggerFactory.getLogger(IoLoop.class);

    private final EventLoop loop;
    private final LongSupplier nanoClock;
    private final Runnable flushAll = this::flushAll;
    private List<Outbox> dirty = new ArrayList<>();
    private List<Outbox> flushing = new ArrayList<>();
    private final List<Runnable> atIterationEnd = new ArrayList<>();
    private final ReceiveBuffer received = new ReceiveBuffer();
    private boolean flushScheduled;
    private long now;

    /** @param nanoClock monotonic nanoseconds, as {@code System::nanoTime} */
    public IoLoop(EventLoop loop, LongSupplier nanoClock) {
        this.loop = loop;
        this.nanoClock = nanoClock;
        this.now = nanoClock.getAsLong();
    }

    /** Reads the clock; called once per read batch, timer or hand-off. */
    public long tick() {
        now = nanoClock.getAsLong();
        return now;
    }

    /** The clock as it is, for those on other threads. */
    public long nanoTime() {
        return nanoClock.getAsLong();
    }

    /** Nanoseconds as of the last {@link #tick()}. */
    public long now() {
        return now;
    }

    /** What its plain sockets are read into. */
    ReceiveBuffer received() {
        return received;
    }

    EventLoop eventLoop() {
        return loop;
    }

    public boolean inLoop() {
        return loop.inEventLoop();
    }

    /** Runs {@code task} on the loop, from any thread. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Runs {@code task} now when this is the loop's thread, else on the loop. */
    public void run(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            execute(() -> {
                tick();
                task.run();
            });
        }
    }

    /** Runs {@code task} on the loop after {@code nanos}. */
    public Future<?> schedule(long nanos, Runnable task) {
        return loop.schedule(
                () -> {
                    tick();
                    task.run();
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    /** Adds what is to run before every flush of this loop, for example posting the hand-offs to other loops. */
    public void beforeEachFlush(Runnable task) {
        atIterationEnd.add(task);
    }

    /** Makes sure that a flush follows at the end of this iteration. */
    public void wantFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(flushAll);
        }
    }

    void markDirty(Outbox outbox) {
        dirty.add(outbox);
        wantFlush();
    }

    private void flushAll() {
        flushScheduled = false;
        for (int i = 0; i < atIterationEnd.size(); i++) {
            atIterationEnd.get(i).run();
        }
        List<Outbox> batch = dirty;
        dirty = flushing;
        flushing = batch;
        for (int i = 0; i < batch.size(); i++) {
            try {
                batch.get(i).flush();
            } catch (RuntimeException e) {
                // One connection's trouble must not keep the messages of the others waiting.
                LOG.error("a flush failed", e);
            }
        }
        batch.clear();
    }
}
