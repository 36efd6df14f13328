package io.realmgate.agent.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.sctp.SctpChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.tls.HandshakeFailure;
import io.realmgate.agent.tls.Secured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transport connection: a handler of our own in the socket's pipeline that frames what arrives and flushes what is
 * to leave. It is the last one there, so reading, writability and errors are its business.
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
    private OutboxLimits limits;
    private final FrameSinkFactory owner;
    private final @Nullable TlsLayer tls;
    private int longestMessage = Integer.MAX_VALUE;
    private @Nullable Live live;
    private @Nullable FrameSink sink;
    private boolean lingering;

    /** Makes the owner of a connection when it is up; the connection's address and outbox are usable by then. */
    @FunctionalInterface
    public interface FrameSinkFactory {
        FrameSink create(TransportConnection connection);
    }

    /** What exists from the moment the handler is in the pipeline. */
    private record Live(
            ChannelHandlerContext context, Outbox outbox, FrameReader reader, ReadTurns turns, MessageTimer timer) {}

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

    Channel channel() {
        return live().context.channel();
    }

    public IoLoop loop() {
        return loop;
    }

    public Outbox outbox() {
        return live().outbox;
    }

    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) channel().remoteAddress();
    }

    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel().localAddress();
    }

    /** Our addresses that this connection uses: one, or all of an SCTP association (RFC 6733 5.3.5). */
    public List<InetAddress> localAddresses() {
        return channel() instanceof SctpChannel association
                ? SctpAddresses.advertised(association)
                : List.of(localAddress().getAddress());
    }

    /** The peer's addresses, several on an SCTP association. */
    public List<InetSocketAddress> remoteAddresses() {
        return channel() instanceof SctpChannel association
                ? List.copyOf(association.allRemoteAddresses())
                : List.of(remoteAddress());
    }

    /** What carries the connection. */
    public TransportKind kind() {
        if (channel() instanceof SctpChannel) {
            return TransportKind.SCTP;
        }
        return tls == null ? TransportKind.TCP : TransportKind.TLS;
    }

    /** What protects the connection; null when nothing does. */
    public @Nullable Secured secured() {
        return tls == null ? null : tls.secured();
    }

    /** Whether we do not read from the peer at the moment, because it leaves its answers unread. */
    public boolean isPaused() {
        return live().turns.isPaused();
    }

    /** How long a message may take from its first octet to its last before the owner hears that it is stalled. */
    public void boundMessageTime(Duration most) {
        live().timer.bound(most.toNanos());
    }

    /** Bounds what is to be sent by {@code high} octets and what follows from it, as soon as it is known who the peer is. */
    public void boundOutput(int high) {
        if (high != limits.high()) {
            limits = OutboxLimits.of(high, limits.retained()).fitting(maxMessage);
            live().outbox.bound(limits);
            waterMark(live().context);
        }
    }

    private void waterMark(ChannelHandlerContext context) {
        context.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(limits.high() / 2, limits.high()));
    }

    /** Octets of the longest message that can be sent; the bound is the transport's, not ours. */
    public int longestMessage() {
        return longestMessage;
    }

    /** Before it is in a pipeline. */
    void limitMessages(int octets) {
        longestMessage = octets;
    }

    /** Tells the owner, who closes, that no message can be read here any more. */
    void onBroken(String reason) {
        FrameSink receiver = sink;
        live().reader.stop();
        if (receiver != null) {
            receiver.onBroken(reason);
        }
        close();
    }

    /**
     * Makes the next {@link #close()} a RST or an ABORT instead of an end in good order, for a peer that cannot be
     * understood (RFC 6733 2.1).
     */
    public void resetOnClose() {
        Channel channel = channel();
        if (channel instanceof SctpSocket association) {
            association.abortOnClose();
        } else {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
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

    /**
     * Closes at once by a reset, whatever has not left yet: what the system still holds for a peer that was dead would
     * reach it when it comes back, long after it was sent elsewhere.
     */
    public void abort() {
        Live l = live();
        l.reader.stop();
        resetOnClose();
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
        waterMark(context);
        Outbox outbox = new Outbox(loop, context, limits, () -> relieve(live()));
        FrameReader reader = new FrameReader(maxMessage, context.alloc());
        boolean plain = tls == null && context.channel() instanceof SocketChannel;
        ReadTurns turns = new ReadTurns(loop, context.channel().config(), plain, this::nextTurn);
        MessageTimer timer = new MessageTimer(loop, reader, turns::isPaused, this::stalled);
        live = new Live(context, outbox, reader, turns, timer);
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
        loop.tick();
        if (l.turns.isWaiting() || !readAll(l, receiver, bytes)) {
            l.turns.keep(bytes);
        } else {
            bytes.release();
        }
        l.timer.look();
        relieve(l);
    }

    /** Hands on messages as far as this turn allows; false when some are left. */
    private boolean readAll(Live l, FrameSink receiver, ByteBuf bytes) {
        try {
            int costOfAnswer = ReadTurns.costOfAnswer(receiver.awaited());
            l.turns.took(l.reader.read(bytes, receiver, l.turns.left(), costOfAnswer));
            if (l.reader.isStopped()) {
                close();
            }
            return l.reader.isStopped() || !bytes.isReadable();
        } catch (RuntimeException e) {
            LOG.error("{}: closing the connection after an internal error", remoteAddress(), e);
            close();
            return true;
        }
    }

    private void nextTurn() {
        Live l = live();
        FrameSink receiver = sink;
        boolean more = receiver != null;
        while (more && l.turns.isWaiting()) {
            ByteBuf bytes = l.turns.takeFirst();
            more = readAll(l, Objects.requireNonNull(receiver), bytes);
            if (more) {
                bytes.release();
            } else {
                l.turns.putBack(bytes);
            }
        }
        l.timer.look();
        relieve(l);
    }

    private void stalled() {
        FrameSink receiver = sink;
        if (receiver != null) {
            receiver.onStalled("a message began and was not complete in time");
        }
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
            l.turns.pause(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // Not passed on: Vert.x would close the connection when its listener stops, and its end is our business.
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // Nothing above needs it: flushing is the loop's business.
        live().turns.turnIsOver();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            live().turns.pause(false);
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
        l.timer.stop();
        l.turns.end();
        try {
            if (last != null) {
                last.onClosed();
            }
        } finally {
            l.outbox.close();
        }
    }
}
