package io.realmgate.agent.transaction;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pending requests of one outgoing connection: a ring indexed by the low bits of our hop-by-hop identifiers, which
 * are consecutive from a random start (RFC 6733 section 3). Starts with 16 slots and doubles up to its bound; at the bound
 * {@link #open} refuses and nothing is ever purged.
 *
 * <p>Confined to the event loop of its connection, but for {@link #size()} and {@link #isFull()}.
 *
 * @param <O> a connection
 */
public final class TransactionTable<O> {
    private static final int FIRST_SLOTS = 16;

    private final O owner;
    final DeadlineWheel<O> wheel;
    /** Its number, {@link Seats#NONE} when it is closed. */
    int seat;

    private int maxPending;
    /** Numbers of entries. */
    private int[] slots = new int[FIRST_SLOTS];

    private int next;
    private final AtomicInteger size = new AtomicInteger();
    long keptOctets;

    /**
     * @param owner the connection that the requests are sent on
     * @param firstHopByHop random, so that identifiers of a restarted agent do not meet old answers
     * @param maxPending most requests that may wait at once
     */
    public TransactionTable(O owner, int firstHopByHop, int maxPending, DeadlineWheel<O> wheel) {
        this.owner = owner;
        this.next = firstHopByHop;
        this.maxPending = maxPending;
        this.wheel = wheel;
        this.seat = wheel.tables.take(this);
    }

    /** Nothing is opened here any more; what is still in it stays. */
    public void close() {
        maxPending = 0;
        if (seat != Seats.NONE && size.getPlain() == 0) {
            wheel.tables.leave(seat);
            seat = Seats.NONE;
        }
    }

    /** The connection that the requests are sent on. */
    public O owner() {
        return owner;
    }

    /**
     * Opens an entry with the next free hop-by-hop identifier, to be answered before {@code deadline} (nanoseconds of the
     * loop's clock); null when the table is full.
     */
    public @Nullable PendingRequest<O> open(long deadline) {
        if (isFull()) {
            return null;
        }
        if (size.getPlain() >= slots.length - (slots.length >> 2)) {
            grow();
        }
        // At most three quarters are taken, so a free slot is near; identifiers skip the slots of slow requests.
        while (slots[next & slots.length - 1] != DeadlineWheel.NONE) {
            next++;
        }
        PendingRequest<O> pending = wheel.acquire();
        pending.hopByHop = next;
        pending.table = seat;
        slots[next & slots.length - 1] = pending.number;
        next++;
        resize(1);
        wheel.add(pending, deadline);
        return pending;
    }

    /**
     * Takes the entry that an answer's hop-by-hop identifier names out of the table; null for an answer that is late,
     * doubled or was never asked for (RFC 6733 6.2.1). Give it back with {@link #recycle}.
     */
    public @Nullable PendingRequest<O> take(int hopByHop) {
        int number = slots[hopByHop & slots.length - 1];
        if (number == DeadlineWheel.NONE) {
            return null;
        }
        PendingRequest<O> pending = wheel.entry(number);
        if (pending.hopByHop != hopByHop) {
            return null;
        }
        remove(pending);
        return pending;
    }

    /** Puts an entry that was taken out just now back, to be answered before {@code deadline} after all. */
    public void putBack(PendingRequest<O> pending, long deadline) {
        int slot = pending.hopByHop & slots.length - 1;
        if (slots[slot] != DeadlineWheel.NONE) {
            throw new IllegalStateException("the slot was taken meanwhile");
        }
        slots[slot] = pending.number;
        pending.table = seat;
        resize(1);
        keptOctets += pending.length();
        wheel.add(pending, deadline);
    }

    /** Ends the life of an entry that was taken out. */
    public void recycle(PendingRequest<O> pending) {
        wheel.release(pending);
    }

    /** Shows every entry that waits, in no order; the consumer changes no table. */
    public void forEach(Consumer<PendingRequest<O>> consumer) {
        for (int number : slots) {
            if (number != DeadlineWheel.NONE) {
                consumer.accept(wheel.entry(number));
            }
        }
    }

    /**
     * Takes every entry out, for a connection that was lost, oldest identifier first except for those that have waited for
     * more than a round of the ring. The consumer recycles them.
     */
    public void drain(Consumer<PendingRequest<O>> consumer) {
        int first = next - slots.length;
        for (int i = 0; i < slots.length && size.getPlain() > 0; i++) {
            int number = slots[first + i & slots.length - 1];
            if (number != DeadlineWheel.NONE) {
                PendingRequest<O> pending = wheel.entry(number);
                remove(pending);
                consumer.accept(pending);
            }
        }
    }

    /** An identifier of the same sequence for a request that needs no entry, such as a DWR. */
    public int nextIdentifier() {
        return next++;
    }

    /** The identifier that the next request has at least; identifiers are compared by their difference. */
    public int upcomingIdentifier() {
        return next;
    }

    /** Octets of the messages that are kept for the requests that wait now. */
    public long keptOctets() {
        return keptOctets;
    }

    /** Sets how many requests may wait at once; before any other thread knows of this table. */
    public void setMaxPending(int most) {
        maxPending = most;
    }

    /** Whether {@link #open} would refuse; any thread may ask. */
    public boolean isFull() {
        return size.getOpaque() >= maxPending;
    }

    /** Requests that wait now; any thread may ask. */
    public int size() {
        return size.getOpaque();
    }

    void remove(PendingRequest<O> pending) {
        slots[pending.hopByHop & slots.length - 1] = DeadlineWheel.NONE;
        resize(-1);
        keptOctets -= pending.length();
        pending.table = Seats.NONE;
        wheel.remove(pending);
    }

    /** One thread writes: a plain store that others see soon is enough, and costs nothing. */
    private void resize(int by) {
        size.setOpaque(size.getPlain() + by);
    }

    private void grow() {
        int[] larger = new int[slots.length * 2];
        for (int number : slots) {
            if (number != DeadlineWheel.NONE) {
                // Two entries that differ in the old mask differ in the longer one too.
                larger[wheel.entry(number).hopByHop & larger.length - 1] = number;
            }
        }
        slots = larger;
    }
}
