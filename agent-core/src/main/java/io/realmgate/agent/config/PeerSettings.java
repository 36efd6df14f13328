package io.realmgate.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One peer of {@code peers.conf}, as far as connections are concerned. Equal records mean a peer that did not change.
 *
 * @param identity DiameterIdentity in lower case
 * @param realm in lower case
 * @param connect where to connect to, tried in turn; empty when only the peer connects
 * @param localAddress our end of the connections that we make; null for what the routing of the machine says
 * @param from networks that it may connect from; empty means any
 * @param maxPending requests that may wait for its answers; 0 for {@code agent.limits.pending-per-peer}
 * @param profile how we talk to it
 */
public record PeerSettings(
        String identity,
        String realm,
        List<Endpoint> connect,
        @Nullable String localAddress,
        List<Network> from,
        int maxPending,
        PeerProfile profile) {
    public PeerSettings {
        connect = List.copyOf(connect);
        from = List.copyOf(from);
    }

    /**
     * What {@code connect = "tcp://host:port"} says.
     *
     * @param host name or address, without brackets
     * @param tls the entry of {@code agent.tls} to use when the transport is TLS, else null
     */
    public record Endpoint(
            TransportKind transport,
            String host,
            int port,
            @Nullable String tls) {
        @Override
        public String toString() {
            return transport.word() + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }
}
