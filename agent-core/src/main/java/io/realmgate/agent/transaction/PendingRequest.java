package io.realmgate.agent.transaction;

import io.realmgate.agent.codec.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent to the next hop and has no answer yet: where its answer goes, until when it may come, and where
 * the bytes that were sent still lie. In exactly one {@link TransactionTable} at a time.
 *
 * <p>Reused by its loop; nobody keeps one after {@link TransactionTable#recycle}.
 *
 * @param <O> a connection
 */
public final class PendingRequest<O> {
    /** Which entry of its wheel it is; never {@link DeadlineWheel#NONE}. */
    final int number;

    private final DeadlineWheel<O> wheel;

    // Lives as long as the entry is in a table.
    int hopByHop;

    /** Number of the table that it is in. */
    int table;

    long deadline;

    // Set by whoever sends the request.
    private int origin;
    private @Nullable O elsewhere;
    private int originHopByHop;
    private long start;
    private long giveUp;
    private boolean arrivedRetransmitted;
    private int route;
    private int attempt;
    private @Nullable Object @Nullable [] tried;
    private @Nullable FirstAnswer<O> shared;
    private boolean late;
    private int chunk;
    private int offset;
    private int length;

    PendingRequest(int number, DeadlineWheel<O> wheel) {
        this.number = number;
        this.wheel = wheel;
    }

    /**
     * Notes where the answer goes.
     *
     * @param asker the pending requests of the connection that the request came from
     * @param originHopByHop its identifier there, restored in the answer (RFC 6733 6.2.2)
     * @param start when it was received, nanoseconds of the loop's clock
     */
    public void from(TransactionTable<O> asker, int originHopByHop, long start) {
        if (asker.wheel == wheel && asker.seat != Seats.NONE) {
            origin = asker.seat;
            wheel.tables.use(origin);
        } else {
            elsewhere = asker.owner();
        }
        this.originHopByHop = originHopByHop;
        this.start = start;
    }

    /**
     * Notes that the request is our own, so that nobody waits for its answer.
     *
     * @param start when it was made, nanoseconds of the loop's clock
     */
    public void own(long start) {
        this.start = start;
    }

    /**
     * Notes how long the asker waits and what is needed to send the request to another next hop.
     *
     * @param route what the sender wants to find again; opaque here
     * @param giveUp when the asker is answered in any case, nanoseconds of the loop's clock
     * @param arrivedRetransmitted whether the T bit was set when it was received
     */
    public void routed(Object route, long giveUp, boolean arrivedRetransmitted) {
        leaveRoute();
        this.route = wheel.routes.use(route);
        this.giveUp = giveUp;
        this.arrivedRetransmitted = arrivedRetransmitted;
    }

    /**
     * Notes which attempt this is.
     *
     * @param attempt 0 for the first
     * @param tried where the earlier ones went, as many as {@code attempt}
     */
    public void attempted(int attempt, @Nullable Object @Nullable [] tried) {
        this.attempt = attempt;
        this.tried = tried;
    }

    /** Notes what it shares with other attempts of the same request that wait too; null when it is alone. */
    public void share(@Nullable FirstAnswer<O> with) {
        shared = with;
    }

    /** What it shares with another attempt that is about to begin beside it. */
    public FirstAnswer<O> sharing() {
        FirstAnswer<O> s = shared;
        if (s == null) {
            s = new FirstAnswer<>();
            shared = s;
        }
        return s;
    }

    /** Notes that another attempt has begun because this one takes too long. Its answer counts if it is the first. */
    public void overtaken() {
        late = true;
    }

    /**
     * Keeps the bytes that were sent, {@code length} octets at {@code offset} of {@code chunk}, and lets go of where they
     * were before.
     */
    public void keep(Chunk chunk, int offset, int length) {
        int before = this.chunk;
        if (table != Seats.NONE) {
            wheel.tables.at(table).keptOctets += length - this.length;
        }
        this.chunk = hold(chunk);
        this.offset = offset;
        this.length = length;
        letGo(before);
    }

    /** All entries together hold a chunk once. */
    private int hold(Chunk kept) {
        int seat = kept.number();
        if (seat != Seats.NONE) {
            wheel.chunks.use(seat);
            return seat;
        }
        int taken = wheel.chunks.take(kept.hold());
        kept.setNumber(taken);
        return taken;
    }

    private void letGo(int seat) {
        if (seat != Seats.NONE) {
            Chunk kept = wheel.chunks.at(seat);
            if (wheel.chunks.leave(seat)) {
                kept.setNumber(Seats.NONE);
                kept.drop();
            }
        }
    }

    /** Our identifier on the outgoing connection. */
    public int hopByHop() {
        return hopByHop;
    }

    /** Whether the request is our own: it has no origin and no route, and its answer goes nowhere. */
    public boolean isOwn() {
        return origin == Seats.NONE && elsewhere == null;
    }

    public O origin() {
        if (origin != Seats.NONE) {
            return wheel.tables.at(origin).owner();
        }
        O o = elsewhere;
        if (o == null) {
            throw new IllegalStateException("not in use");
        }
        return o;
    }

    public int originHopByHop() {
        return originHopByHop;
    }

    public long start() {
        return start;
    }

    /** When this attempt alone has taken too long, nanoseconds of the loop's clock. */
    public long deadline() {
        return deadline;
    }

    /** When the asker is answered in any case, nanoseconds of the loop's clock. */
    public long giveUp() {
        return giveUp;
    }

    /** Whether the request was received with the T bit set. */
    public boolean arrivedRetransmitted() {
        return arrivedRetransmitted;
    }

    /** What {@link #routed} was given. */
    public Object route() {
        return wheel.routes.at(route);
    }

    /** 0 for the first attempt. */
    public int attempt() {
        return attempt;
    }

    /** Where earlier attempts went; null before the second. */
    public @Nullable Object @Nullable [] tried() {
        return tried;
    }

    /** What it shares with other attempts; null when it is alone. */
    public @Nullable FirstAnswer<O> shared() {
        return shared;
    }

    /** Whether another attempt has begun because this one takes too long. */
    public boolean isLate() {
        return late;
    }

    /** Whether other attempts of the same request wait too. */
    public boolean hasOthers() {
        return shared != null && shared.hasOthers();
    }

    /** Whether another attempt has answered the asker. */
    public boolean isSettled() {
        return shared != null && shared.isSettled();
    }

    /** Ends without an answer; true when the asker has to be told, since no other attempt waits or has an answer. */
    public boolean endsUnanswered() {
        return shared == null || shared.leave();
    }

    /** Ends with an answer that others may better; false when no other attempt waits. */
    public boolean givesWay() {
        return shared != null && shared.giveWay();
    }

    public Chunk chunk() {
        return wheel.chunks.at(chunk);
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    void reset() {
        if (origin != Seats.NONE) {
            wheel.tables.leave(origin);
            origin = Seats.NONE;
        }
        elsewhere = null;
        leaveRoute();
        tried = null;
        attempt = 0;
        shared = null;
        late = false;
        letGo(chunk);
        chunk = Seats.NONE;
        length = 0;
    }

    private void leaveRoute() {
        if (route != Seats.NONE) {
            wheel.routes.leave(route);
            route = Seats.NONE;
        }
    }
}
