package io.realmgate.agent.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * What one loop reads its sockets into: one buffer for all, as long as nobody keeps what was read, so that a read asks no allocator
 * and finds the memory of the read before near. There only while a connection is. Confined to the loop.
 */
final class ReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    static final int OCTETS = 64 * 1024;

    private static final int SCRIBBLE = 0xdb;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int users;

    /** Reads this socket from now on. */
    void join(ChannelConfig config) {
        users++;
        config.setRecvByteBufAllocator(this);
    }

    /** One socket less. */
    void leave() {
        if (--users == 0) {
            letGo();
        }
    }

    private void letGo() {
        buffer.release();
        buffer = Unpooled.EMPTY_BUFFER;
    }

    /** An empty buffer with a reference for the caller. */
    private ByteBuf next(ByteBufAllocator allocator) {
        if (buffer.capacity() == 0 || buffer.refCnt() > 1) {
            letGo();
            buffer = allocator.directBuffer(OCTETS, OCTETS);
        }
        assert scribbleOver();
        return buffer.clear().retain();
    }

    /** Whoever still looks at what was read before is to notice in a test. */
    private boolean scribbleOver() {
        for (int i = 0; i < buffer.writerIndex(); i++) {
            buffer.setByte(i, SCRIBBLE);
        }
        return true;
    }

    @Override
    @SuppressWarnings("deprecation") // what Netty asks for
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return OCTETS;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return next(allocator);
            }
        };
    }
}
