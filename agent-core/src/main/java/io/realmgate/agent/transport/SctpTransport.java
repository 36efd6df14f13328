package io.realmgate.agent.transport;

import com.sun.nio.sctp.SctpStandardSocketOptions.InitMaxStreams;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.sctp.SctpChannelConfig;
import io.netty.util.NetUtil;
import io.realmgate.agent.transport.TransportConnection.FrameSinkFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Diameter over SCTP for one event loop (RFC 6733 2.1.1): connects, takes its share of what comes in on the ports that it
 * listens on, and puts a {@link TransportConnection} into each association. The kernel must have SCTP ({@link
 * SctpSupport}). Its methods are for the loop, but for {@link #listen}.
 */
public final class SctpTransport {
    private static final Logger LOG = LoggerFactory.getLogger(SctpTransport.class);

    /** Streams that a peer may open towards us; each costs kernel memory whether it is used or not. */
    static final int INBOUND_STREAMS = 1024;

    /** Read at once; what is longer comes in pieces. */
    private static final int PIECE = 8192;

    /** What a relay may add to a message. */
    private static final int APPENDED = 4096;

    /** One flush serves what so many messages lead to. */
    private static final int MESSAGES_PER_READ = 32;

    private final Vertx vertx;
    private final IoLoop loop;
    private final int maxMessage;
    private final OutboxLimits limits;
    private final Duration connectTimeout;
    private final int streams;
    private final List<Runnable> leaving = new ArrayList<>();
    private boolean stopping;
    private boolean warned;

    /**
     * @param connectTimeout how long the peer may take to accept an association
     * @param streams outbound streams that messages take turns on; 1: all go unordered on stream 0
     */
    public SctpTransport(
            Vertx vertx, IoLoop loop, int maxMessage, OutboxLimits limits, Duration connectTimeout, int streams) {
        this.vertx = vertx;
        this.loop = loop;
        this.maxMessage = maxMessage;
        this.limits = limits;
        this.connectTimeout = connectTimeout;
        this.streams = streams;
    }

    /**
     * Listens on all of {@code hosts}, which are addresses and not names; the associations of one port are spread over
     * the loops that listen on it.
     *
     * @param ports shared with the other loops
     * @param port a negative one is any free port, the same for all that give the same number
     * @return the port
     */
    public Future<Integer> listen(SctpPorts ports, List<String> hosts, int port, FrameSinkFactory owner) {
        SctpPorts.Address address = new SctpPorts.Address(hosts, port);
        Consumer<SctpSocket> taker = accepted -> take(accepted, owner);
        loop.execute(() -> leaving.add(() -> ports.leave(address, taker)));
        return ports.join(address, loop.eventLoop(), initialStreams(), taker);
    }

    /**
     * Connects; {@code onFailure} is told on the loop when the peer refuses or does not answer in time, and {@code owner}
     * is asked for its sink when it accepts.
     *
     * @param from our addresses and not names, all of which the peer is told of; none means all that this machine has
     */
    public void connect(
            InetSocketAddress peer, List<String> from, FrameSinkFactory owner, Consumer<Throwable> onFailure) {
        vertx.executeBlocking(() -> InetAddress.getByName(peer.getHostString()))
                .onComplete(found -> loop.execute(() -> {
                    if (found.succeeded()) {
                        open(new InetSocketAddress(found.result(), peer.getPort()), from, owner, onFailure);
                    } else {
                        onFailure.accept(found.cause());
                    }
                }));
    }

    private void open(
            InetSocketAddress peer, List<String> from, FrameSinkFactory owner, Consumer<Throwable> onFailure) {
        SctpSocket socket;
        try {
            socket = SctpSocket.open();
            configure(socket.config());
            socket.config().setConnectTimeoutMillis((int) connectTimeout.toMillis());
            socket.config().setInitMaxStreams(initialStreams());
            socket.config().setReceiveBufferSize(bufferSize());
        } catch (RuntimeException e) {
            onFailure.accept(e);
            return;
        }
        loop.eventLoop().register(socket);
        ChannelFuture bound = null;
        for (String one : from) {
            InetAddress address = NetUtil.createInetAddressFromIpAddressString(one);
            bound = bound == null ? socket.bind(new InetSocketAddress(address, 0)) : socket.bindAddress(address);
            if (bound.cause() != null) {
                break;
            }
        }
        if (bound != null && bound.cause() != null) {
            socket.close();
            onFailure.accept(bound.cause());
            return;
        }
        socket.connect(peer).addListener(connected -> {
            if (connected.isSuccess()) {
                attach(socket, true, owner);
            } else {
                socket.close();
                onFailure.accept(connected.cause());
            }
        });
    }

    /** Takes no more associations; those that exist stay. */
    public void stopListening() {
        stopping = true;
        leaving.forEach(Runnable::run);
        leaving.clear();
    }

    /** An association that another loop may have accepted; from any thread. */
    private void take(SctpSocket accepted, FrameSinkFactory owner) {
        loop.execute(() -> {
            try {
                configure(accepted.config());
            } catch (RuntimeException e) {
                // It is lost already.
                accepted.unsafe().closeForcibly();
                return;
            }
            if (stopping) {
                accepted.unsafe().closeForcibly();
                return;
            }
            loop.eventLoop().register(accepted);
            attach(accepted, false, owner);
        });
    }

    private void attach(SctpSocket socket, boolean initiator, FrameSinkFactory owner) {
        TransportConnection connection = new TransportConnection(loop, maxMessage, limits, owner);
        int longest = 2 * socket.config().getSendBufferSize();
        connection.limitMessages(longest);
        if (longest < maxMessage && !warned) {
            warned = true;
            LOG.warn(
                    "SCTP carries messages of at most {} octets, although {} may be received; raise net.core.wmem_max to {}",
                    longest,
                    maxMessage,
                    bufferSize());
        }
        socket.pipeline()
                .addLast("sctp", new SctpMessages(connection, initiator, () -> outboundStreams(socket)))
                .addLast("diameter", connection);
        DefaultMaxMessagesRecvByteBufAllocator pieces =
                new FixedRecvByteBufAllocator(PIECE).respectMaybeMoreData(false);
        pieces.maxMessagesPerRead(MESSAGES_PER_READ);
        socket.config().setRecvByteBufAllocator(pieces);
    }

    private int outboundStreams(SctpSocket socket) {
        var association = socket.association();
        return association == null ? 1 : Math.min(streams, association.maxOutboundStreams());
    }

    /** What the kernel doubles. A receive window that is as wide helps long messages; an accepted one is the kernel's default. */
    private int bufferSize() {
        return (maxMessage + APPENDED + 1) / 2;
    }

    private InitMaxStreams initialStreams() {
        return InitMaxStreams.create(INBOUND_STREAMS, streams);
    }

    private void configure(SctpChannelConfig config) {
        config.setSctpNoDelay(true);
        // The kernel refuses a message that is longer than the send buffer, and makes the buffer twice what it is asked
        // for.
        config.setSendBufferSize(bufferSize());
    }
}
