package io.realmgate.agent.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.realmgate.agent.testkit.TrackingAllocator;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket without a network whose peer may stop reading, and whose event loop turns only when the test says so.
 * Everything that a connection allocates is counted.
 */
final class TestChannel extends EmbeddedChannel {
    private static final InetSocketAddress PEER = InetSocketAddress.createUnresolved("peer.example", 3868);

    final TrackingAllocator allocator = new TrackingAllocator();
    private boolean stuck;
    private int flushes;
    private @Nullable AssertionError failure;

    TestChannel() {
        config().setAllocator(allocator);
        pipeline().addLast("flushes", new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext context) {
                flushes++;
                context.flush();
            }
        });
        pipeline().addLast("iteration", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof Runnable body) {
                    attempt(body);
                } else {
                    context.fireChannelRead(message);
                }
            }
        });
    }

    /** One turn of the event loop: {@code body} first, what it left to be done behind it. */
    void iteration(Runnable body) {
        if (isOpen()) {
            writeInbound(body);
        } else {
            attempt(body);
            runPendingTasks();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The pipeline would take a failed assertion for an error of the connection. */
    private void attempt(Runnable body) {
        try {
            body.run();
        } catch (AssertionError e) {
            failure = e;
        }
    }

    /** One turn of the event loop in which these octets arrive, each piece as a read of its own. */
    void arrive(byte[]... pieces) {
        Object[] reads = new Object[pieces.length];
        for (int i = 0; i < pieces.length; i++) {
            reads[i] = allocator.buffer().writeBytes(pieces[i]);
        }
        writeInbound(reads);
    }

    /** From now on the peer reads nothing. */
    void peerStopsReading() {
        stuck = true;
    }

    /** The peer reads all that was sent, and goes on. */
    void peerReads() {
        stuck = false;
        flush();
    }

    /** Flushes that came out of the connection so far. */
    int flushes() {
        return flushes;
    }

    /** What the peer has received since the last call. */
    byte[] received() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf piece = readOutbound(); piece != null; piece = readOutbound()) {
            byte[] octets = new byte[piece.readableBytes()];
            piece.readBytes(octets);
            all.writeBytes(octets);
            piece.release();
        }
        return all.toByteArray();
    }

    /** Closes and checks that no buffer is left. */
    void endWithNothingHeld() {
        close();
        checkException();
        releaseOutbound();
        allocator.assertNothingHeld();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
        if (!stuck) {
            super.doWrite(in);
        }
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return PEER;
    }

    @Override
    protected SocketAddress localAddress0() {
        return PEER;
    }
}
