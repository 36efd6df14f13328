package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A counted piece of buffer that outgoing messages of one connection are written into once, and that pending requests
 * refer to until they are answered, so that a request can be answered for or sent again without a second copy.
 *
 * <p>Belongs to one event loop: the count of holders is a plain int. Its creator is the first holder. When the last one has let go,
 * the object itself waits in its budget to be the next chunk, so nobody may look at it any more.
 */
public final class Chunk {
    private final ChunkBudget budget;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private int holders;
    private int number;

    /** The next one of those that are free. */
    @Nullable
    Chunk next;

    private Chunk(ChunkBudget budget) {
        this.budget = budget;
    }

    /** A new chunk of {@code capacity} octets, charged to {@code budget} until its last holder lets go. */
    public static Chunk allocate(ByteBufAllocator allocator, int capacity, ChunkBudget budget) {
        ByteBuf bytes = allocator.directBuffer(capacity, capacity);
        budget.take(capacity);
        Chunk spare = budget.spare();
        Chunk chunk = spare == null ? new Chunk(budget) : spare;
        chunk.bytes = bytes;
        chunk.holders = 1;
        return chunk;
    }

    public ByteBuf bytes() {
        return bytes;
    }

    /** Whether anyone besides its creator holds it. */
    public boolean isShared() {
        return holders > 1;
    }

    /** One holder more. */
    public Chunk hold() {
        holders++;
        return this;
    }

    /** Its number among the chunks that are kept for pending requests; 0 while it is none. */
    public int number() {
        return number;
    }

    public void setNumber(int number) {
        this.number = number;
    }

    /** One holder fewer; the last one frees the bytes. */
    public void drop() {
        if (--holders == 0) {
            budget.give(bytes.capacity());
            bytes.release();
            budget.keep(this);
        }
    }
}
