package io.realmgate.agent.transaction;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which attempt of a request answers its asker, while more than one of them waits: the first that has an answer, else the last
 * that ends without one, with an error. So there is exactly one answer, in whatever order things come.
 *
 * <p>Any thread, as attempts may be on different loops; but only the latest of them is {@link #overtake overtaken}.
 *
 * @param <O> a connection
 */
public final class FirstAnswer<O> {
    private final AtomicInteger waiting = new AtomicInteger(1);
    private volatile @Nullable Overtaken<O> overtaken;

    /**
     * An attempt that another one has begun beside.
     *
     * @param table where it waits
     * @param hopByHop its identifier there
     * @param before the one that was overtaken before it
     */
    public record Overtaken<O>(
            TransactionTable<O> table,
            int hopByHop,
            @Nullable Overtaken<O> before) {}

    /** One more attempt begins; false when the asker has its answer. */
    public boolean join() {
        return change(1) > 0;
    }

    /** An attempt ends without an answer; true when it was the last, so that it has to tell the asker. */
    public boolean leave() {
        return change(-1) == 1;
    }

    /** An attempt has an answer; true when it is the first, so that the asker gets it. */
    public boolean claim() {
        return waiting.getAndSet(0) > 0;
    }

    /** An attempt ends with an answer that others may better; false when there are none, or the asker has its answer. */
    public boolean giveWay() {
        int before = waiting.get();
        while (before > 1 && !waiting.compareAndSet(before, before - 1)) {
            before = waiting.get();
        }
        return before > 1;
    }

    /** Whether the asker has its answer. */
    public boolean isSettled() {
        return waiting.get() == 0;
    }

    /** Whether more than one attempt waits. */
    public boolean hasOthers() {
        return waiting.get() > 1;
    }

    /** Notes that {@code attempt}, which is one of {@code table}, goes on waiting beside the next one. */
    public void overtake(TransactionTable<O> table, PendingRequest<O> attempt) {
        overtaken = new Overtaken<>(table, attempt.hopByHop(), overtaken);
    }

    /** The attempts that were overtaken, the latest first; they are not to be waited for when the asker has its answer. */
    public @Nullable Overtaken<O> overtaken() {
        return overtaken;
    }

    /** Adds to those that wait unless there are none any more; how many there were. */
    private int change(int by) {
        int before = waiting.get();
        while (before > 0 && !waiting.compareAndSet(before, before + by)) {
            before = waiting.get();
        }
        return before;
    }
}
