package io.realmgate.agent.transport;

import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.transport.TransportConnection.FrameSinkFactory;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Whatever carries Diameter on one event loop: listens and connects as an address says. Thread: that loop. */
public final class Transports {
    private final TcpTransport tcp;
    private final SctpTransport sctp;
    private final SctpPorts sctpPorts;

    /** @param sctpPorts shared by all loops of the agent */
    public Transports(TcpTransport tcp, SctpTransport sctp, SctpPorts sctpPorts) {
        this.tcp = tcp;
        this.sctp = sctp;
        this.sctpPorts = sctpPorts;
    }

    /**
     * Listens; connections of one address are spread over the loops that listen on it.
     *
     * @param address a negative port is any free one, the same for all that give the same number
     * @return the port
     */
    public Future<Integer> listen(ListenAddress address, FrameSinkFactory owner) {
        if (address.transport() == TransportKind.SCTP) {
            return sctp.listen(sctpPorts, address.hosts(), address.port(), owner);
        }
        return tcp.listen(address.host(), address.port(), owner).map(NetServer::actualPort);
    }

    /**
     * Connects; on the loop {@code owner} is asked for its sink, or {@code onFailure} is told why not.
     *
     * @param from our addresses, of which TCP takes the first; empty for what the machine's routing says
     */
    public void connect(Endpoint endpoint, List<String> from, FrameSinkFactory owner, Consumer<Throwable> onFailure) {
        if (endpoint.transport() == TransportKind.SCTP) {
            InetSocketAddress peer = InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port());
            sctp.connect(peer, from, owner, onFailure);
        } else {
            tcp.connect(endpoint.host(), endpoint.port(), from.isEmpty() ? null : from.get(0), owner, onFailure);
        }
    }

    /**
     * Takes no more connections; those that exist stay, but those of TCP no longer than {@code grace}.
     *
     * @return completes when all of TCP are gone
     */
    public Future<Void> stopListening(Duration grace) {
        sctp.stopListening();
        return tcp.stopListening(grace);
    }
}
