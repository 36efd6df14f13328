package io.realmgate.agent.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The sockets of a run and the thread that serves them: one read at a time, one write for each turn and connection. */
final class Loop implements AutoCloseable {
    private static final int READ = 1 << 18;

    private final Selector selector = Selector.open();
    private final LongSupplier clock;
    private final Consumer<SelectionKey> ready = this::serve;
    private final Deque<Link> dirty = new ArrayDeque<>(64);

    /** What was read last; beyond a read there is room for the rest of the one before. */
    private final ByteBuffer received =
            ByteBuffer.allocateDirect(READ + 2 * LoadPlan.LARGEST_MESSAGE + 2 * TlsWire.RECORD);

    private final ByteBuf view = Unpooled.wrappedBuffer(received).clear();
    private @Nullable ByteBuffer arrived;
    private long reads;

    Loop(LongSupplier clock) throws IOException {
        this.clock = clock;
    }

    /** What a socket's key carries. */
    interface Attachment {
        void ready(SelectionKey key) throws IOException;
    }

    Selector selector() {
        return selector;
    }

    long now() {
        return clock.getAsLong();
    }

    /** The buffer that all connections read into. */
    ByteBuffer received() {
        return received;
    }

    /** The buffer that all connections with TLS read records into, behind the rest of one. */
    ByteBuffer arrived() {
        if (arrived == null) {
            arrived = ByteBuffer.allocateDirect(READ + TlsWire.RECORD);
        }
        return arrived;
    }

    /** The same bytes as {@link #received} for those who read AVPs. */
    ByteBuf view() {
        return view;
    }

    /** Octets of one read. */
    static int readSize() {
        return READ;
    }

    void countRead() {
        reads++;
    }

    long reads() {
        return reads;
    }

    /** Has {@code link} written at the end of the turn. */
    void markDirty(Link link) {
        dirty.addLast(link);
    }

    /** Writes what there is to be written. */
    void flush() {
        Link link = dirty.pollFirst();
        while (link != null) {
            link.flush();
            link = dirty.pollFirst();
        }
    }

    /** Serves what is ready; waits for it up to {@code millis}, not at all for 0. */
    void turn(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow(ready);
        } else {
            selector.select(ready, millis);
        }
        flush();
    }

    private void serve(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof Attachment attachment) {
            try {
                attachment.ready(key);
            } catch (IOException e) {
                if (attachment instanceof Link link) {
                    link.lost("the connection was lost: " + e.getMessage());
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
