package io.realmgate.agent.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ReferenceCountUtil;
import io.realmgate.agent.tls.HandshakeFailure;
import io.realmgate.agent.tls.Secured;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transport connection: a handler of our own in the socket's pipeline that frames what arrives and flushes what is
 * to leave. It stands before Vert.x's handler, so reading, writability and errors are its business.
 *
 * <p>Confined to one event loop. A message or event never escapes as an exception: whatever goes wrong above ends this
 * connection and no other.
 */
public final class TransportConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TransportConnection.class);

    /** How long what was said last may take to leave, nanoseconds. */
    static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final IoLoop loop;
    private final int maxMessage;
    private final OutboxLimits limits;
    private final FrameSinkFactory owner;
    private final @Nullable TlsLayer tls;
    private @Nullable Live live;
    private @Nullable FrameSink sink;
    private boolean lingering;

    /** Makes the owner of a connection when it is up; the connection's address and outbox are usable by then. */
    @FunctionalInterface
    public interface FrameSinkFactory {
        FrameSink create(TransportConnection connection);
    }

    /** What exists from the moment the handler is in the pipeline. */
    private record Live(ChannelHandlerContext context, Outbox outbox, FrameReader reader) {}

    public TransportConnection(IoLoop loop, int maxMessage, OutboxLimits limits, FrameSinkFactory owner) {
        this(loop, maxMessage, limits, owner, null);
    }

    /** @param tls what protects it, null when nothing does */
    TransportConnection(
            IoLoop loop, int maxMessage, OutboxLimits limits, FrameSinkFactory owner, @Nullable TlsLayer tls) {
        this.loop = loop;
        this.maxMessage = maxMessage;
        this.limits = limits;
        this.owner = owner;
        this.tls = tls;
    }

    public IoLoop loop() {
        return loop;
    }

    public Outbox outbox() {
        return live().outbox;
    }

    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) live().context.channel().remoteAddress();
    }

    public InetSocketAddress localAddress() {
        return (InetSocketAddress) live().context.channel().localAddress();
    }

    /** What protects the connection; null when nothing does. */
    public @Nullable Secured secured() {
        return tls == null ? null : tls.secured();
    }

    /** Whether we do not read from the peer at the moment, because it leaves its answers unread. */
    public boolean isPaused() {
        return !live().context.channel().config().isAutoRead();
    }

    /** Stops reading for good and closes when what has been appended has left, or has not for {@link #LINGER_NANOS}. */
    public void close() {
        Live l = live();
        l.reader.stop();
        l.outbox.flush();
        if (l.outbox.backlog() == 0 || !l.context.channel().isActive()) {
            l.context.close();
        } else if (!lingering) {
            lingering = true;
            l.context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> l.context.close());
            loop.schedule(LINGER_NANOS, l.context::close);
        }
    }

    /** Closes at once, whatever has not left yet. */
    public void abort() {
        Live l = live();
        l.reader.stop();
        l.context.close();
    }

    private Live live() {
        Live l = live;
        if (l == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return l;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(limits.high() / 2, limits.high()));
        Outbox outbox = new Outbox(loop, context, limits, () -> relieve(live()));
        live = new Live(context, outbox, new FrameReader(maxMessage, context.alloc()));
        sink = owner.create(this);
        if (!context.channel().isActive()) {
            // It was lost before we could hear of it.
            gone();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        FrameSink receiver = sink;
        if (!(message instanceof ByteBuf bytes) || receiver == null) {
            ReferenceCountUtil.release(message);
            return;
        }
        Live l = live();
        try {
            loop.tick();
            l.reader.read(bytes, receiver);
            if (l.reader.isStopped()) {
                close();
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "{}: closing the connection after an internal error",
                    context.channel().remoteAddress(),
                    e);
            close();
        } finally {
            bytes.release();
        }
        relieve(l);
    }

    /**
     * A peer that asks and does not read its answers: it is not read from until it does, and closed when even the requests
     * read so far have filled the bound. Slow destinations are refused before they get here.
     */
    private void relieve(Live l) {
        if (l.reader.isStopped()) {
            return;
        }
        long backlog = l.outbox.backlog();
        if (backlog > limits.close()) {
            LOG.warn("{}: closed, it left {} octets of answers unread", remoteAddress(), backlog);
            abort();
        } else if (backlog > limits.pause()) {
            l.context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // Not passed on: Vert.x would close the connection when its listener stops, and its end is our business.
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // Nothing above needs it: flushing is the loop's business.
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            context.channel().config().setAutoRead(true);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (tls != null && cause.getCause() instanceof SSLException failure) {
            // A peer of TLS 1.3 says only here that it does not like our certificate.
            HandshakeFailure why = HandshakeFailure.of(failure);
            tls.watch().refused(why.reason(), remoteAddress(), why.text());
        } else if (cause instanceof IOException) {
            LOG.debug("{}: {}", context.channel().remoteAddress(), cause.toString());
        } else {
            LOG.error("{}: closing the connection", context.channel().remoteAddress(), cause);
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        try {
            gone();
        } finally {
            context.fireChannelInactive();
        }
    }

    private void gone() {
        Live l = live();
        FrameSink last = sink;
        sink = null;
        loop.tick();
        l.reader.stop();
        try {
            if (last != null) {
                last.onClosed();
            }
        } finally {
            l.outbox.close();
        }
    }
}
