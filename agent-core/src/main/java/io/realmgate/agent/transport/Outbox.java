package io.realmgate.agent.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.realmgate.agent.codec.Chunk;
import io.realmgate.agent.codec.ChunkBudget;
import io.realmgate.agent.codec.DiameterMessage;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection: every message is copied once into the current {@link Chunk} and leaves with
 * the next flush of the loop. Belongs to the connection's event loop.
 */
public final class Outbox {
    /** Largest size class that Netty's allocator keeps in its per-thread cache. */
    static final int CHUNK_SIZE = 32 * 1024;

    private final IoLoop loop;
    private final ChannelHandlerContext context;
    private final Channel.Unsafe unsafe;
    private OutboxLimits limits;
    private final ChunkBudget budget;
    private final Runnable onOverrun;
    private @Nullable Chunk chunk;
    private int written;
    private int waiting;
    private boolean dirty;
    private boolean closed;
    private int lastOffset;
    private int lastLength;
    /** At most so much is below this outbox; 0 only when nothing is. */
    private long left;

    /** @param onOverrun run after a flush that left more than {@link OutboxLimits#close()} with us */
    Outbox(IoLoop loop, ChannelHandlerContext context, OutboxLimits limits, Runnable onOverrun) {
        this.loop = loop;
        this.context = context;
        this.unsafe = context.channel().unsafe();
        this.limits = limits;
        this.onOverrun = onOverrun;
        this.budget = new ChunkBudget(limits.retained());
    }

    /**
     * Whether new requests for this connection must be refused because the peer does not read fast enough. Answers and
     * base messages are still taken.
     */
    public boolean isFull() {
        ChannelOutboundBuffer below = unsafe.outboundBuffer();
        if (closed || below == null) {
            return true;
        }
        return left == 0 ? waiting > limits.high() : !below.isWritable() || backlog() > limits.high();
    }

    /** Whether the chunks that pending requests refer to have reached their bound. */
    public boolean isRetentionExhausted() {
        return budget.exhausted();
    }

    /** Octets of chunks that may be held for pending requests. */
    public long retentionLimit() {
        return limits.retained();
    }

    /** A chunk that counts as this connection's but is not written out: for bytes that move out of other chunks. */
    public Chunk newChunk(int atLeast) {
        return Chunk.allocate(context.alloc(), Math.max(CHUNK_SIZE, atLeast), budget);
    }

    /**
     * Appends {@code message} with its hop-by-hop identifier and length patched and {@code tail} behind it, nothing else
     * changed (RFC 6733 6.1.9).
     *
     * @param tail whole AVPs, padded; may be empty
     */
    public void append(DiameterMessage message, int hopByHop, ByteBuf tail) {
        int tailLength = tail.readableBytes();
        int length = message.length() + tailLength;
        ByteBuf out = room(length);
        int at = out.writerIndex();
        out.writeBytes(message.bytes(), message.start(), message.length());
        out.writeBytes(tail, tail.readerIndex(), tailLength);
        out.setMedium(at + 1, length);
        out.setInt(at + 12, hopByHop);
        appended(at, length);
    }

    /** Appends {@code message} with only its hop-by-hop identifier changed. */
    public void append(DiameterMessage message, int hopByHop) {
        ByteBuf out = room(message.length());
        int at = out.writerIndex();
        out.writeBytes(message.bytes(), message.start(), message.length());
        out.setInt(at + 12, hopByHop);
        appended(at, message.length());
    }

    /** Appends one whole message from {@code source}, as it stands. */
    public void append(ByteBuf source, int start, int length) {
        ByteBuf out = room(length);
        int at = out.writerIndex();
        out.writeBytes(source, start, length);
        appended(at, length);
    }

    /** The chunk that holds the message appended last; {@code hold()} it to keep the bytes. */
    public Chunk lastChunk() {
        Chunk last = chunk;
        if (last == null) {
            throw new IllegalStateException("nothing appended");
        }
        return last;
    }

    /** Where the message appended last begins in {@link #lastChunk()}. */
    public int lastOffset() {
        return lastOffset;
    }

    public int lastLength() {
        return lastLength;
    }

    /** Octets that the peer has not taken yet, below this outbox and in it. */
    public long backlog() {
        ChannelOutboundBuffer below = unsafe.outboundBuffer();
        left = below == null ? 0 : below.totalPendingWriteBytes();
        return waiting + left;
    }

    /** Other bounds from now on, but for what is retained. */
    void bound(OutboxLimits other) {
        limits = other;
    }

    private ByteBuf room(int length) {
        Chunk current = chunk;
        if (current == null || current.bytes().writableBytes() < length) {
            if (current != null) {
                writeOut(current);
                current.drop();
            }
            current = Chunk.allocate(context.alloc(), Math.max(CHUNK_SIZE, length), budget);
            chunk = current;
            written = 0;
        }
        return current.bytes();
    }

    private void appended(int at, int length) {
        lastOffset = at;
        lastLength = length;
        waiting += length;
        if (!dirty) {
            dirty = true;
            loop.markDirty(this);
        }
    }

    /** Hands what was appended to the channel; once per loop iteration. */
    void flush() {
        dirty = false;
        Chunk current = chunk;
        if (closed) {
            letGo();
            return;
        }
        if (current == null) {
            return;
        }
        writeOut(current);
        context.flush();
        if (backlog() > limits.close()) {
            onOverrun.run();
        }
        if (current == chunk && !current.isShared() && backlog() == 0) {
            // Nothing refers to it: an idle connection holds no buffer. While the peer is slow the chunk is filled on:
            // each small message would pin a chunk of its own.
            letGo();
        }
    }

    private void writeOut(Chunk current) {
        ByteBuf bytes = current.bytes();
        int length = bytes.writerIndex() - written;
        if (length > 0 && !closed) {
            context.write(bytes.retainedSlice(written, length), context.voidPromise());
            left += length;
        }
        written = bytes.writerIndex();
        waiting = 0;
    }

    /** Lets go of everything; later appends go nowhere and are let go of at the end of their loop iteration. */
    void close() {
        closed = true;
        letGo();
    }

    private void letGo() {
        waiting = 0;
        if (chunk != null) {
            chunk.drop();
            chunk = null;
        }
    }
}
