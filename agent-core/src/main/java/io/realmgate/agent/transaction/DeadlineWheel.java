package io.realmgate.agent.transaction;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of all pending requests of one event loop, in coarse ticks, and the spare entries to reuse. Deadlines
 * differ from rule to rule, so entries hang in buckets by tick and are linked through themselves: adding and removing
 * cost a few field writes.
 *
 * <p>An entry expires at most one tick after its deadline and never before it. Confined to one event loop; time comes in
 * as an argument.
 *
 * @param <O> a connection
 */
public final class DeadlineWheel<O> {
    private static final int BUCKETS = 256;

    private final long tickNanos;
    private final PendingRequest<O>[] buckets;
    private final PendingRequest<O> expired = newHead();
    private long tick;
    private int size;
    private @Nullable PendingRequest<O> spare;
    private int spares;
    private final int maxSpares;

    /**
     * @param tickNanos how late an expiry may come
     * @param now nanoseconds of the loop's clock
     * @param maxSpares entries kept for reuse
     */
    public DeadlineWheel(long tickNanos, long now, int maxSpares) {
        this.tickNanos = tickNanos;
        this.tick = Math.floorDiv(now, tickNanos);
        this.maxSpares = maxSpares;
        this.buckets = newBuckets();
    }

    /**
     * Takes out and reports, with the table it was in, every entry whose deadline has passed at {@code now}. The consumer
     * recycles them.
     */
    public void expire(long now, BiConsumer<TransactionTable<O>, PendingRequest<O>> consumer) {
        // A nanosecond clock may be negative and pass through zero.
        long until = Math.floorDiv(now, tickNanos);
        if (until - tick > BUCKETS) {
            tick = until - BUCKETS;
        }
        while (tick < until) {
            tick++;
            collect(buckets[(int) (tick & BUCKETS - 1)], now);
        }
        // The consumer may take out or add any entry: each step looks at the list afresh.
        for (PendingRequest<O> entry = expired.later; entry != null && entry != expired; entry = expired.later) {
            TransactionTable<O> table = entry.table;
            if (table == null) {
                throw new IllegalStateException("a waiting entry is in no table");
            }
            table.remove(entry);
            consumer.accept(table, entry);
        }
    }

    private void collect(PendingRequest<O> head, long now) {
        PendingRequest<O> entry = head.later;
        while (entry != null && entry != head) {
            PendingRequest<O> following = entry.later;
            if (entry.deadline <= now) {
                unlink(entry);
                link(entry, expired);
            }
            entry = following;
        }
    }

    /** Entries that wait now. */
    public int size() {
        return size;
    }

    public long tickNanos() {
        return tickNanos;
    }

    PendingRequest<O> acquire() {
        PendingRequest<O> entry = spare;
        if (entry == null) {
            return new PendingRequest<>();
        }
        spare = entry.later;
        entry.later = null;
        spares--;
        return entry;
    }

    void release(PendingRequest<O> entry) {
        entry.reset();
        if (spares < maxSpares) {
            entry.later = spare;
            spare = entry;
            spares++;
        }
    }

    void add(PendingRequest<O> entry, long deadline) {
        entry.deadline = deadline;
        // Rounded up, and never into a tick that was swept already.
        long due = Math.max(tick + 1, Math.floorDiv(deadline + tickNanos - 1, tickNanos));
        link(entry, buckets[(int) (due & BUCKETS - 1)]);
        size++;
    }

    void remove(PendingRequest<O> entry) {
        unlink(entry);
        size--;
    }

    private static <O> void link(PendingRequest<O> entry, PendingRequest<O> head) {
        PendingRequest<O> last = head.earlier;
        entry.earlier = last;
        entry.later = head;
        if (last != null) {
            last.later = entry;
        }
        head.earlier = entry;
    }

    private static <O> void unlink(PendingRequest<O> entry) {
        PendingRequest<O> before = entry.earlier;
        PendingRequest<O> after = entry.later;
        if (before != null && after != null) {
            before.later = after;
            after.earlier = before;
        }
        entry.earlier = null;
        entry.later = null;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <O> PendingRequest<O>[] newBuckets() {
        PendingRequest<O>[] buckets = new PendingRequest[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = DeadlineWheel.<O>newHead();
        }
        return buckets;
    }

    private static <O> PendingRequest<O> newHead() {
        PendingRequest<O> head = new PendingRequest<>();
        head.earlier = head;
        head.later = head;
        return head;
    }
}
