package io.realmgate.agent.transport;

import io.realmgate.agent.transport.TransportConnection.FrameSinkFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Diameter over TCP for one event loop: listens and connects, and puts a {@link TransportConnection} into each socket.
 *
 * <p>Holds its servers and its client strongly: Vert.x closes the connections of a server or client that is collected.
 */
public final class TcpTransport {
    private final Vertx vertx;
    private final IoLoop loop;
    private final int maxMessage;
    private final OutboxLimits limits;
    private final NetClient client;
    private final List<NetServer> servers = new ArrayList<>();
    private boolean refusing;

    /** @param connectTimeout how long the peer may take to accept a connection */
    public TcpTransport(Vertx vertx, IoLoop loop, int maxMessage, OutboxLimits limits, Duration connectTimeout) {
        this.vertx = vertx;
        this.loop = loop;
        this.maxMessage = maxMessage;
        this.limits = limits;
        NetClientOptions options = new NetClientOptions();
        options.setConnectTimeout((int) connectTimeout.toMillis());
        options.setTcpNoDelay(true);
        this.client = vertx.createNetClient(options);
    }

    /** Listens; connections of one address are spread over the loops that listen on it. */
    public Future<NetServer> listen(String host, int port, FrameSinkFactory owner) {
        NetServerOptions options = new NetServerOptions();
        options.setHost(host).setPort(port).setTcpNoDelay(true).setReuseAddress(true);
        NetServer server = vertx.createNetServer(options).connectHandler(socket -> attach(socket, owner));
        servers.add(server);
        return server.listen();
    }

    /**
     * Connects; {@code onFailure} is told on the loop when the peer refuses or does not answer in time, and {@code owner} is
     * asked for its sink when it accepts.
     */
    public void connect(String host, int port, FrameSinkFactory owner, Consumer<Throwable> onFailure) {
        client.connect(port, host).onSuccess(socket -> attach(socket, owner)).onFailure(onFailure::accept);
    }

    /**
     * Closes every connection that comes from now on; those that exist stay. The ports stay bound until Vert.x is closed,
     * because closing a server of Vert.x closes what it has accepted, and that is what a drain must not do.
     */
    public void refuseConnections() {
        refusing = true;
    }

    private void attach(NetSocket socket, FrameSinkFactory owner) {
        if (refusing) {
            socket.close();
            return;
        }
        NetSocketInternal internal = (NetSocketInternal) socket;
        internal.channelHandlerContext()
                .pipeline()
                .addBefore("handler", "diameter", new TransportConnection(loop, maxMessage, limits, owner));
    }
}
