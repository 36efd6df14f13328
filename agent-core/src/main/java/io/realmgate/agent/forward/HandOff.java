package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.peer.PeerConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from one event loop to another: gathered during an iteration, posted as one batch with one
 * wake-up. Written by the source loop; each batch is read by the target loop once and then written again.
 */
final class HandOff {
    /** Octets on their way above which new requests are refused; answers still pass, as they are bounded by requests. */
    static final long BOUND = 8L << 20;

    private static final int KEEP_CAPACITY = 1 << 20;
    private static final int BATCHES = 4;

    private final Forwarder target;
    /** Octets posted and not read yet; one number for two loops, so it is touched once a batch. */
    private final AtomicLong underway = new AtomicLong();

    private final Deque<Batch> posted = new ArrayDeque<>(BATCHES);
    private @Nullable Batch filling;

    HandOff(Forwarder target) {
        this.target = target;
    }

    boolean isFull() {
        Batch batch = filling;
        return underway.get() + (batch == null ? 0 : batch.bytes.writerIndex()) > BOUND;
    }

    /** Adds a copy of {@code message} followed by {@code tail}; the caller fills in the rest of the entry. */
    Entry add(DiameterMessage message, ByteBuf tail, PeerConnection to) {
        Batch batch = filling;
        if (batch == null) {
            batch = nextBatch();
            filling = batch;
        }
        int length = message.length() + tail.readableBytes();
        Entry entry = batch.next();
        entry.to = to;
        entry.offset = batch.bytes.writerIndex();
        entry.length = length;
        batch.bytes.writeBytes(message.bytes(), message.start(), message.length());
        batch.bytes.writeBytes(tail, tail.readerIndex(), tail.readableBytes());
        batch.bytes.setMedium(entry.offset + 1, length);
        return entry;
    }

    /** Posts what was gathered; at the end of each iteration of the source loop. */
    void post() {
        Batch batch = filling;
        if (batch != null) {
            filling = null;
            underway.addAndGet(batch.bytes.writerIndex());
            batch.done = false;
            batch.kept = posted.size() < BATCHES;
            if (batch.kept) {
                posted.add(batch);
            }
            target.loop().execute(batch);
        }
    }

    private Batch nextBatch() {
        Batch oldest = posted.peek();
        if (oldest != null && oldest.done) {
            posted.poll();
            oldest.clear();
            return oldest;
        }
        return new Batch();
    }

    /** One message of a batch. */
    static final class Entry {
        @Nullable
        PeerConnection to;

        int offset;
        int length;
        /** The asker's identifier, of an answer. */
        int hopByHop;
        /** What was decided for it if it is a request, which {@link #attempt} tells more of; null for an answer. */
        @Nullable
        Route route;

        final Attempt attempt = new Attempt();
    }

    private final class Batch implements Runnable {
        private ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(8192);
        private final List<Entry> entries = new ArrayList<>();
        private int count;
        /** Whether it will be written again; otherwise its bytes end with its reading. */
        private boolean kept;

        private volatile boolean done;

        Entry next() {
            if (count == entries.size()) {
                entries.add(new Entry());
            }
            return entries.get(count++);
        }

        @Override
        public void run() {
            target.loop().tick();
            for (int i = 0; i < count; i++) {
                Entry entry = entries.get(i);
                target.receive(entry, bytes);
                entry.to = null;
                entry.route = null;
                entry.attempt.clear();
            }
            underway.addAndGet(-bytes.writerIndex());
            if (kept) {
                done = true;
            } else {
                bytes.release();
            }
        }

        void clear() {
            count = 0;
            if (bytes.capacity() > KEEP_CAPACITY) {
                bytes.release();
                bytes = PooledByteBufAllocator.DEFAULT.directBuffer(8192);
            }
            bytes.clear();
        }
    }
}
