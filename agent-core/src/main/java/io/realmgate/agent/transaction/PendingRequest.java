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
    // Lives as long as the entry is in a table.
    int hopByHop;

    @Nullable
    TransactionTable<O> table;

    long deadline;

    @Nullable
    PendingRequest<O> earlier;

    @Nullable
    PendingRequest<O> later;

    // Set by whoever sends the request.
    private @Nullable O origin;
    private int originHopByHop;
    private long start;
    private @Nullable Chunk chunk;
    private int offset;
    private int length;

    PendingRequest() {}

    /**
     * Notes where the answer goes.
     *
     * @param origin the connection that the request came from
     * @param originHopByHop its identifier there, restored in the answer (RFC 6733 6.2.2)
     * @param start when it was received, nanoseconds of the loop's clock
     */
    public void from(O origin, int originHopByHop, long start) {
        this.origin = origin;
        this.originHopByHop = originHopByHop;
        this.start = start;
    }

    /**
     * Keeps the bytes that were sent, {@code length} octets at {@code offset} of {@code chunk}, and lets go of where they
     * were before.
     */
    public void keep(Chunk chunk, int offset, int length) {
        Chunk before = this.chunk;
        if (table != null) {
            table.keptOctets += length - this.length;
        }
        this.chunk = chunk.hold();
        this.offset = offset;
        this.length = length;
        if (before != null) {
            before.drop();
        }
    }

    /** Our identifier on the outgoing connection. */
    public int hopByHop() {
        return hopByHop;
    }

    public O origin() {
        O o = origin;
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

    public Chunk chunk() {
        Chunk c = chunk;
        if (c == null) {
            throw new IllegalStateException("not sent");
        }
        return c;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    void reset() {
        origin = null;
        if (chunk != null) {
            chunk.drop();
            chunk = null;
            length = 0;
        }
    }
}
