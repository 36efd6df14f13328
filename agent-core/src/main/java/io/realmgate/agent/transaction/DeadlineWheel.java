package io.realmgate.agent.transaction;

import io.realmgate.agent.codec.Chunk;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of all pending requests of one event loop, in coarse ticks, and the spare entries to reuse. Deadlines
 * differ from rule to rule, so entries hang in buckets by tick.
 *
 * <p>Every entry has a number, as have tables, kept chunks and routes, and they refer to each other by number: each change of a
 * reference in an old object costs the collector's barrier, which has a fence, and that waits for the message that was
 * copied just before. The links of so many entries as ever waited at once stay allocated, eight octets each.
 *
 * <p>An entry expires at most one tick after its deadline and never before it. Confined to one event loop; time comes in
 * as an argument.
 *
 * @param <O> a connection
 */
public final class DeadlineWheel<O> {
    /** No entry has this number. */
    static final int NONE = 0;

    private static final int BUCKETS = 256;
    // Heads of lists have numbers as entries do: the buckets the first ones, then the list of those that expire.
    private static final int EXPIRED = BUCKETS;
    private static final int FIRST_ENTRY = BUCKETS + 1;
    private static final int FIRST_CAPACITY = 512;

    private final long tickNanos;
    final Seats<TransactionTable<O>> tables = new Seats<>();
    final Seats<Chunk> chunks = new Seats<>();
    final Routes routes = new Routes();

    private int[] earlier = new int[FIRST_CAPACITY];
    private int[] later = new int[FIRST_CAPACITY];
    private @Nullable PendingRequest<O>[] entries = newEntries(FIRST_CAPACITY);
    private int used = FIRST_ENTRY;
    private long tick;
    private int size;
    // Numbers that are free, those of spare entries and those without, linked by what comes later.
    private int spare = NONE;
    private int bare = NONE;
    private int spares;
    private final int maxSpares;
    // Where the last deadline belonged: the next one mostly belongs there too, which saves a division.
    private long due;
    private long dueFrom;

    /**
     * @param tickNanos how late an expiry may come
     * @param now nanoseconds of the loop's clock
     * @param maxSpares entries kept for reuse
     */
    public DeadlineWheel(long tickNanos, long now, int maxSpares) {
        this.tickNanos = tickNanos;
        this.tick = Math.floorDiv(now, tickNanos);
        this.maxSpares = maxSpares;
        this.due = tick + 1;
        this.dueFrom = tick * tickNanos;
        for (int head = 0; head < FIRST_ENTRY; head++) {
            earlier[head] = head;
            later[head] = head;
        }
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
            collect((int) (tick & BUCKETS - 1), now);
        }
        // The consumer may take out or add any entry: each step looks at the list afresh.
        for (int number = later[EXPIRED]; number != EXPIRED; number = later[EXPIRED]) {
            PendingRequest<O> entry = entry(number);
            TransactionTable<O> table = tables.at(entry.table);
            table.remove(entry);
            consumer.accept(table, entry);
        }
    }

    private void collect(int head, long now) {
        for (int number = later[head]; number != head; ) {
            int following = later[number];
            if (entry(number).deadline <= now) {
                unlink(number);
                link(number, EXPIRED);
            }
            number = following;
        }
    }

    /** From now on only requests that wait refer to routes that were noted before. */
    public void forgetRoutes() {
        routes.forget();
    }

    /** Entries that wait now. */
    public int size() {
        return size;
    }

    public long tickNanos() {
        return tickNanos;
    }

    /** The entry of a number that is not free. */
    PendingRequest<O> entry(int number) {
        PendingRequest<O> entry = entries[number];
        if (entry == null) {
            throw new IllegalStateException("no entry " + number);
        }
        return entry;
    }

    PendingRequest<O> acquire() {
        int number = spare;
        if (number == NONE) {
            return newEntry();
        }
        spare = later[number];
        spares--;
        return entry(number);
    }

    private PendingRequest<O> newEntry() {
        int number = bare;
        if (number == NONE) {
            if (used == entries.length) {
                grow();
            }
            number = used++;
        } else {
            bare = later[number];
        }
        PendingRequest<O> entry = new PendingRequest<>(number, this);
        entries[number] = entry;
        return entry;
    }

    private void grow() {
        int capacity = used * 2;
        earlier = Arrays.copyOf(earlier, capacity);
        later = Arrays.copyOf(later, capacity);
        entries = Arrays.copyOf(entries, capacity);
    }

    void release(PendingRequest<O> entry) {
        entry.reset();
        if (spares < maxSpares) {
            later[entry.number] = spare;
            spare = entry.number;
            spares++;
        } else {
            later[entry.number] = bare;
            bare = entry.number;
            entries[entry.number] = null;
        }
    }

    void add(PendingRequest<O> entry, long deadline) {
        entry.deadline = deadline;
        if (deadline <= dueFrom || deadline - dueFrom > tickNanos) {
            due = Math.floorDiv(deadline + tickNanos - 1, tickNanos);
            dueFrom = (due - 1) * tickNanos;
        }
        // Rounded up, and never into a tick that was swept already.
        link(entry.number, (int) (Math.max(tick + 1, due) & BUCKETS - 1));
        size++;
    }

    void remove(PendingRequest<O> entry) {
        unlink(entry.number);
        size--;
    }

    private void link(int number, int head) {
        int last = earlier[head];
        earlier[number] = last;
        later[number] = head;
        later[last] = number;
        earlier[head] = number;
    }

    private void unlink(int number) {
        int before = earlier[number];
        int after = later[number];
        later[before] = after;
        earlier[after] = before;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <O> @Nullable PendingRequest<O>[] newEntries(int count) {
        return new PendingRequest[count];
    }
}
