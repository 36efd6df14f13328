package io.realmgate.agent.transport;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.realmgate.agent.tls.TlsProfile;
import io.realmgate.agent.transport.TransportConnection.FrameSinkFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Diameter over TCP, or over TLS over TCP, for one event loop: listens and connects, and puts a {@link TransportConnection}
 * into each socket, after the TLS handshake if there is to be one.
 *
 * <p>Holds its servers and its client strongly: Vert.x closes the connections of a server or client that is collected.
 */
public final class TcpTransport {
    private static final String VERTX = "handler";
    private static final String OURS = "diameter";

    private final Vertx vertx;
    private final IoLoop loop;
    private final int maxMessage;
    private final OutboxLimits limits;
    private final Duration handshake;
    private final Map<String, NetClient> clients = new HashMap<>();
    private final List<NetServer> servers = new ArrayList<>();
    private boolean stopping;

    /** @param handshake how long the peer may take to accept a connection, and again to shake hands by TLS */
    public TcpTransport(Vertx vertx, IoLoop loop, int maxMessage, OutboxLimits limits, Duration handshake) {
        this.vertx = vertx;
        this.loop = loop;
        this.maxMessage = maxMessage;
        this.limits = limits;
        this.handshake = handshake;
    }

    /**
     * Listens; connections of one address are spread over the loops that listen on it.
     *
     * @param port a negative one is any free port, the same for all that give the same number
     */
    public Future<NetServer> listen(String host, int port, FrameSinkFactory owner) {
        return bind(host, port, socket -> attach(socket, owner));
    }

    /** The same for connections that begin with a TLS handshake by what {@code profile} holds then. */
    public Future<NetServer> listen(String host, int port, TlsProfile profile, TlsWatch watch, FrameSinkFactory owner) {
        return bind(host, port, socket -> accept(socket, profile, watch, owner));
    }

    private Future<NetServer> bind(String host, int port, Consumer<NetSocket> onSocket) {
        NetServerOptions options = new NetServerOptions();
        options.setHost(host).setPort(port).setTcpNoDelay(true).setReuseAddress(true);
        NetServer server = vertx.createNetServer(options).connectHandler(onSocket::accept);
        servers.add(server);
        return server.listen();
    }

    /**
     * Connects; {@code onFailure} is told on the loop when the peer refuses or does not answer in time, and {@code owner} is
     * asked for its sink when it accepts.
     *
     * @param localAddress our end, an address of this machine; null for what its routing says
     */
    public void connect(
            String host,
            int port,
            @Nullable String localAddress,
            FrameSinkFactory owner,
            Consumer<Throwable> onFailure) {
        clientFrom(localAddress)
                .connect(port, host)
                .onSuccess(socket -> attach(socket, owner))
                .onFailure(onFailure::accept);
    }

    /** One for each local address that files name, since a client has one for good. */
    private NetClient clientFrom(@Nullable String localAddress) {
        return clients.computeIfAbsent(localAddress == null ? "" : localAddress, address -> {
            NetClientOptions options = new NetClientOptions();
            options.setConnectTimeout((int) handshake.toMillis());
            options.setTcpNoDelay(true);
            if (!address.isEmpty()) {
                options.setLocalAddress(address);
            }
            return vertx.createNetClient(options);
        });
    }

    /**
     * Where a connection is to go.
     *
     * @param host name or address, without brackets
     * @param localAddress our end, an address of this machine; null for what its routing says
     */
    public record Target(String host, int port, @Nullable String localAddress) {}

    /** The same with a TLS handshake first, to which {@code watch} may object; a failure of it goes to {@code onFailure} too. */
    public void connect(
            Target to, TlsProfile profile, TlsWatch watch, FrameSinkFactory owner, Consumer<Throwable> onFailure) {
        clientFrom(to.localAddress())
                .connect(to.port(), to.host())
                .onSuccess(socket -> {
                    ChannelPipeline pipeline = pipeline(socket);
                    SslHandler tls = profile.initiator(pipeline.channel().alloc(), handshake);
                    secure(pipeline, tls, new Handshaking(profile.name(), watch, owner, onFailure));
                })
                .onFailure(onFailure::accept);
    }

    /**
     * Takes no more connections; those that exist stay, but no longer than {@code grace}.
     *
     * @return completes when all of them are gone
     */
    public Future<Void> stopListening(Duration grace) {
        stopping = true;
        List<Future<Void>> closed = new ArrayList<>();
        for (NetServer server : servers) {
            closed.add(server.shutdown(grace));
        }
        servers.clear();
        return Future.join(closed).mapEmpty();
    }

    private void attach(NetSocket socket, FrameSinkFactory owner) {
        if (stopping) {
            // Accepted before the port was closed, and here only now.
            socket.close();
            return;
        }
        take(pipeline(socket), new TransportConnection(loop, maxMessage, limits, owner));
    }

    /**
     * Puts our handler in the place of Vert.x's, which would keep a queue for writes that are none of ours: half of what an
     * idle peer takes. Vert.x knows its connections by their channels and goes on closing them with its listener.
     */
    private static void take(ChannelPipeline pipeline, ChannelHandler ours) {
        pipeline.addBefore(VERTX, OURS, ours);
        pipeline.remove(VERTX);
    }

    private static ChannelPipeline pipeline(NetSocket socket) {
        return ((NetSocketInternal) socket).channelHandlerContext().pipeline();
    }

    // TLS ---------------------------------------------------------------------------------------------------------

    /** What is to become of a connection after its handshake. */
    private record Handshaking(String profile, TlsWatch watch, FrameSinkFactory owner, Consumer<Throwable> onFailure) {}

    private void accept(NetSocket socket, TlsProfile profile, TlsWatch watch, FrameSinkFactory owner) {
        ChannelPipeline pipeline = pipeline(socket);
        InetSocketAddress remote = (InetSocketAddress) pipeline.channel().remoteAddress();
        if (stopping || remote == null || !pipeline.channel().isActive() || !watch.begun(remote, pipeline::close)) {
            socket.close();
            return;
        }
        SslHandler tls = profile.acceptor(pipeline.channel().alloc(), handshake);
        secure(pipeline, tls, new Handshaking(profile.name(), watch, owner, failure -> {}));
    }

    private void secure(ChannelPipeline pipeline, SslHandler tls, Handshaking then) {
        InetSocketAddress remote = (InetSocketAddress) pipeline.channel().remoteAddress();
        if (remote == null || !pipeline.channel().isActive()) {
            then.onFailure().accept(new ConnectException("the connection was lost at once"));
            return;
        }
        TlsHandshake waiting = new TlsHandshake(
                then.profile(),
                remote,
                then.watch(),
                secured -> {
                    TlsLayer layer = new TlsLayer(secured, then.watch());
                    pipeline.replace(
                            OURS, OURS, new TransportConnection(loop, maxMessage, limits, then.owner(), layer));
                },
                then.onFailure());
        take(pipeline, waiting);
        pipeline.addBefore(OURS, "tls", tls);
    }
}
