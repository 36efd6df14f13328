package io.realmgate.agent.transport;

import com.sun.nio.sctp.SctpStandardSocketOptions.InitMaxStreams;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.sctp.SctpServerChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SCTP ports of one agent. Each is bound once, on the loop that asked first, and deals its associations out to the
 * loops that have joined, in turn. Thread-safe.
 */
public final class SctpPorts {
    private static final Logger LOG = LoggerFactory.getLogger(SctpPorts.class);
    private static final int BACKLOG = 1024;

    private final Map<Address, Port> ports = new HashMap<>();

    /**
     * What a port is bound to.
     *
     * @param hosts addresses as text
     * @param port 0 or less for any free one
     */
    record Address(List<String> hosts, int port) {
        Address {
            hosts = List.copyOf(hosts);
        }
    }

    /** Deals associations of {@code address} to {@code taker} too; the future has the port. */
    synchronized Future<Integer> join(
            Address address, EventLoop loop, InitMaxStreams streams, Consumer<SctpSocket> taker) {
        Port port = ports.get(address);
        if (port == null) {
            port = new Port();
            ports.put(address, port);
            port.bind(address, loop, streams);
            port.bound.future().onFailure(e -> forget(address));
        }
        port.takers.add(taker);
        return port.bound.future();
    }

    /** Deals no more to {@code taker}; with the last one the port is closed. */
    synchronized void leave(Address address, Consumer<SctpSocket> taker) {
        Port port = ports.get(address);
        if (port != null && port.takers.remove(taker) && port.takers.isEmpty()) {
            ports.remove(address);
            port.close();
        }
    }

    private synchronized void forget(Address address) {
        ports.remove(address);
    }

    private static final class Port extends ChannelInboundHandlerAdapter {
        private final List<Consumer<SctpSocket>> takers = new CopyOnWriteArrayList<>();
        private final Promise<Integer> bound = Promise.promise();
        private volatile Runnable closing = () -> {};
        private int turn;

        void bind(Address address, EventLoop loop, InitMaxStreams streams) {
            loop.execute(() -> {
                try {
                    bound.complete(bindNow(address, loop, streams));
                } catch (Exception e) {
                    bound.fail(e);
                }
            });
        }

        private int bindNow(Address address, EventLoop loop, InitMaxStreams streams) throws Exception {
            SctpSocket.Server server = new SctpSocket.Server();
            try {
                server.config().setInitMaxStreams(streams);
                server.config().setBacklog(BACKLOG);
                server.pipeline().addLast(this);
                loop.register(server);
                InetAddress first = InetAddress.getByName(address.hosts().get(0));
                check(server.bind(new InetSocketAddress(first, Math.max(0, address.port()))));
                for (String host : address.hosts().subList(1, address.hosts().size())) {
                    check(server.bindAddress(InetAddress.getByName(host)));
                }
            } catch (Exception e) {
                server.unsafe().closeForcibly();
                throw e;
            }
            closing = server::close;
            return portOf(server);
        }

        private static int portOf(SctpServerChannel server) {
            return server.localAddress().getPort();
        }

        /** On the loop itself these are done at once. */
        private static void check(ChannelFuture done) throws Exception {
            if (done.cause() instanceof Exception e) {
                throw e;
            }
        }

        void close() {
            closing.run();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            SctpSocket accepted = (SctpSocket) message;
            List<Consumer<SctpSocket>> now = List.copyOf(takers);
            if (now.isEmpty()) {
                accepted.unsafe().closeForcibly();
                return;
            }
            turn = turn + 1 < now.size() ? turn + 1 : 0;
            now.get(turn).accept(accepted);
        }

        /** Out of file descriptors, mostly: asking again at once would keep the loop from everything else. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.warn("{}: cannot accept: {}", context.channel().localAddress(), cause.toString());
            if (context.channel().config().isAutoRead()) {
                context.channel().config().setAutoRead(false);
                context.executor().schedule(() -> context.channel().config().setAutoRead(true), 1, TimeUnit.SECONDS);
            }
        }
    }
}
