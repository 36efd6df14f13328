package io.realmgate.agent.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The share of its event loop that one connection gets: in each turn one read of the socket (at most 64 KiB) and at most
 * {@link #MESSAGES} messages of it. What is left waits for the next turn, in which every other connection had its own, so
 * a flood costs others a turn of bounded length and no more. Confined to one loop.
 *
 * <p>Where more than {@link #MANY} answers are awaited, they have a share {@link #LARGER} times as large, since each ends something that was begun: a loop
 * that has too much to do would else begin ever more, which waits, and costs more for each the more of it waits.
 *
 * <p>While anything waits the socket is not read, so that what waits is bounded by one read, and the sender by its window.
 */
final class ReadTurns {
    /** As many small messages as take about as long as a read full of usual ones. */
    static final int MESSAGES = 256;

    static final int MANY = 1024;
    static final int LARGER = 16;
    /** What a turn may cost, in answers of which many are awaited. */
    static final int SHARE = MESSAGES * LARGER;

    private final IoLoop loop;
    private final ChannelConfig config;
    private final Runnable onTurn;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>(2);
    private int left = SHARE;
    private boolean paused;
    private boolean scheduled;
    private boolean sharesBuffer;

    /**
     * @param plain whether it is a stream of which we are the only reader, without TLS below us
     * @param onTurn run when a turn begins that has something waiting
     */
    ReadTurns(IoLoop loop, ChannelConfig config, boolean plain, Runnable onTurn) {
        this.loop = loop;
        this.config = config;
        this.onTurn = onTurn;
        this.sharesBuffer = plain;
        if (plain) {
            loop.received().join(config);
        }
        if (config.getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator allocator) {
            // As many reads as Netty makes in a row by default are a megabyte: thousands of messages of one peer.
            allocator.maxMessagesPerRead(1);
        }
    }

    /** What may still be taken in this turn. */
    int left() {
        return left;
    }

    /** What an answer costs where so many are awaited; a request costs {@link #LARGER}. */
    static int costOfAnswer(int awaited) {
        return awaited > MANY ? 1 : LARGER;
    }

    /** What was taken. */
    void took(int cost) {
        left -= cost;
    }

    /** Whether something waits, so that what arrives has to wait behind it. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Keeps {@code bytes}, whose reference becomes ours, for the next turn. */
    void keep(ByteBuf bytes) {
        waiting.add(bytes);
        apply();
    }

    /** The bytes that have waited longest; their reference becomes the caller's. */
    ByteBuf takeFirst() {
        return waiting.remove();
    }

    /** Gives back what could not be read to its end in this turn. */
    void putBack(ByteBuf bytes) {
        waiting.addFirst(bytes);
    }

    /** The loop has been through all connections. */
    void turnIsOver() {
        if (waiting.isEmpty()) {
            left = SHARE;
        }
    }

    /** Stops reading and handing on, or goes on: the connection's owner wants it so. */
    void pause(boolean pause) {
        paused = pause;
        apply();
    }

    boolean isPaused() {
        return paused;
    }

    private void apply() {
        config.setAutoRead(!paused && waiting.isEmpty());
        if (!paused && !waiting.isEmpty() && !scheduled) {
            scheduled = true;
            // A task would run in this very turn; a timer that is due runs after the next look at all sockets.
            loop.schedule(0, this::nextTurn);
        }
    }

    private void nextTurn() {
        scheduled = false;
        if (!paused && !waiting.isEmpty()) {
            left = SHARE;
            onTurn.run();
            apply();
        }
    }

    /** Lets go of everything. */
    void end() {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        if (sharesBuffer) {
            sharesBuffer = false;
            loop.received().leave();
        }
    }
}
