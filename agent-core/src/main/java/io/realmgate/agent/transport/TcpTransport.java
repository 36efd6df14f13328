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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private final Duration connectTimeout;
    private final Map<String, NetClient> clients = new HashMap<>();
    private final List<NetServer> servers = new ArrayList<>();
    private boolean stopping;

    /** @param connectTimeout how long the peer may take to accept a connection */
    public TcpTransport(Vertx vertx, IoLoop loop, int maxMessage, OutboxLimits limits, Duration connectTimeout) {
        this.vertx = vertx;
        this.loop = loop;
        this.maxMessage = maxMessage;
        this.limits = limits;
        this.connectTimeout = connectTimeout;
    }

    /**
     * Listens; connections of one address are spread over the loops that listen on it.
     *
     * @param port a negative one is any free port, the same for all that give the same number
     */
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
            options.setConnectTimeout((int) connectTimeout.toMillis());
            options.setTcpNoDelay(true);
            if (!address.isEmpty()) {
                options.setLocalAddress(address);
            }
            return vertx.createNetClient(options);
        });
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
        NetSocketInternal internal = (NetSocketInternal) socket;
        internal.channelHandlerContext()
                .pipeline()
                .addBefore("handler", "diameter", new TransportConnection(loop, maxMessage, limits, owner));
    }
}
