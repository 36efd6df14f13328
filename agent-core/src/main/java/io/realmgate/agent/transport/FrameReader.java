package io.realmgate.agent.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.realmgate.agent.codec.DiameterMessage;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into messages by the Message Length field (RFC 6733 section 3). Whole messages are handed on where
 * they lie in the received buffer; only a message that arrives in pieces is gathered in a buffer of its own, which grows
 * with what has arrived and not with what the header claims.
 *
 * <p>Belongs to one event loop.
 */
public final class FrameReader {
    /** What is kept of a message above the limit: enough for the AVPs that an error answer copies. */
    static final int OVERSIZED_HEAD = 4096;

    private final int maxMessage;
    private final ByteBufAllocator allocator;
    private final DiameterMessage view = new DiameterMessage();
    private @Nullable ByteBuf partial;
    private int skip;
    private boolean stopped;
    private int cost;
    private int answer;
    private long begun;

    /** @param maxMessage octets of the longest message that is taken whole */
    public FrameReader(int maxMessage, ByteBufAllocator allocator) {
        this.maxMessage = maxMessage;
        this.allocator = allocator;
    }

    /**
     * Takes all that {@code in} has and gives each whole message to {@code sink}; the caller keeps its reference to the
     * bytes. After {@link #stop()} they are dropped unread.
     */
    public void read(ByteBuf in, FrameSink sink) {
        read(in, sink, Integer.MAX_VALUE, 1);
    }

    /**
     * The same, but no more than a turn allows; the rest of {@code in} stays unread then.
     *
     * @param most what the messages may cost, a request {@link ReadTurns#LARGER}
     * @param costOfAnswer what an answer does
     * @return what they cost
     */
    int read(ByteBuf in, FrameSink sink, int most, int costOfAnswer) {
        cost = 0;
        answer = costOfAnswer;
        while (in.isReadable() && !stopped && cost < most) {
            if (skip > 0) {
                int n = Math.min(skip, in.readableBytes());
                in.skipBytes(n);
                skip -= n;
            } else if (partial != null) {
                continuePartial(partial, in, sink);
            } else {
                int wanted = wanted(in, in.readerIndex(), in.readableBytes(), sink);
                if (wanted == 0 || in.readableBytes() < wanted) {
                    startPartial(in, sink);
                    break;
                }
                int at = in.readerIndex();
                in.skipBytes(wanted);
                deliver(in, at, wanted, sink);
                begun += skip > 0 ? 1 : 0;
            }
        }
        view.clear();
        return cost;
    }

    /** No message is delivered any more, not even from the buffer that is being read. */
    public void stop() {
        stopped = true;
        releasePartial();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Messages that came in pieces so far: tells one that is still awaited from the next. */
    long begun() {
        return begun;
    }

    /** Whether part of a message has arrived and the rest is awaited. */
    public boolean isMidMessage() {
        return partial != null || skip > 0;
    }

    /**
     * Octets that must be there before the message at {@code at} can be delivered, 0 when not even that can be said. A
     * length that nobody can mean ends the stream.
     */
    private int wanted(ByteBuf bytes, int at, int available, FrameSink sink) {
        if (available < 4) {
            return 0;
        }
        int word = bytes.getInt(at);
        int length = word & 0xffffff;
        if (length < DiameterMessage.HEADER_LENGTH) {
            return broken(sink, "message length " + length + " is below the 20 octets of a header");
        }
        if (length <= maxMessage) {
            return length;
        }
        if (word >>> 24 != DiameterMessage.VERSION) {
            return broken(sink, "not Diameter: version " + (word >>> 24) + ", length " + length);
        }
        return Math.min(length, OVERSIZED_HEAD);
    }

    private int broken(FrameSink sink, String reason) {
        stop();
        sink.onBroken(reason);
        return 0;
    }

    private void startPartial(ByteBuf in, FrameSink sink) {
        if (!stopped) {
            int available = in.readableBytes();
            if (isTlsHandshake(in, available)) {
                // By its header it is a message of 200 kB, for which we would wait in vain.
                stop();
                sink.onTlsHello();
                return;
            }
            begun++;
            partial = allocator.buffer(Math.max(256, available)).writeBytes(in);
        }
    }

    /** Looked at only where a message is incomplete: a record of type handshake (22), version 3.x (RFC 8446 5.1). */
    private static boolean isTlsHandshake(ByteBuf in, int available) {
        return available >= 3
                && in.getUnsignedShort(in.readerIndex()) == 0x1603
                && in.getByte(in.readerIndex() + 2) < 5;
    }

    private void continuePartial(ByteBuf gathered, ByteBuf in, FrameSink sink) {
        if (gathered.readableBytes() < 4) {
            take(in, gathered, 4);
        }
        int wanted = wanted(gathered, gathered.readerIndex(), gathered.readableBytes(), sink);
        if (wanted == 0) {
            return;
        }
        take(in, gathered, wanted);
        if (gathered.readableBytes() == wanted) {
            partial = null;
            try {
                deliver(gathered, gathered.readerIndex(), wanted, sink);
            } finally {
                gathered.release();
            }
        }
    }

    private static void take(ByteBuf in, ByteBuf gathered, int goal) {
        gathered.writeBytes(in, Math.min(goal - gathered.readableBytes(), in.readableBytes()));
    }

    private void deliver(ByteBuf bytes, int at, int available, FrameSink sink) {
        view.wrap(bytes, at, available);
        cost += view.isRequest() ? ReadTurns.LARGER : answer;
        int length = view.claimedLength();
        if (length > maxMessage) {
            skip = length - available;
            sink.onOversized(view, length);
        } else {
            sink.onMessage(view);
        }
    }

    private void releasePartial() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }
}
