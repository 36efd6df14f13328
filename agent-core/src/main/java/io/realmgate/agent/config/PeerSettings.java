package io.realmgate.agent.config;

import java.util.List;

/**
 * One peer of {@code peers.conf}, as far as connections are concerned. Equal records mean a peer that did not change.
 *
 * @param identity DiameterIdentity in lower case
 * @param realm in lower case
 * @param connect where to connect to, tried in turn; empty when only the peer connects
 * @param localAddresses our end of the connections that we make, several for SCTP only; empty for what the routing of the
 *     machine says
 * @param from networks that it may connect from; empty means any
 * @param maxPending requests that may wait for its answers; 0 for {@code agent.limits.pending-per-peer}
 * @param profile how we talk to it
 */
public record PeerSettings(
        String identity,
        String realm,
        List<Endpoint> connect,
        List<String> localAddresses,
        List<Network> from,
        int maxPending,
        PeerProfile profile) {
    public PeerSettings {
        connect = List.copyOf(connect);
        localAddresses = List.copyOf(localAddresses);
        from = List.copyOf(from);
    }

    /** What {@code connect = "tcp://host:port"} says; {@code host} is a name or an address, without brackets. */
    public record Endpoint(TransportKind transport, String host, int port) {
        @Override
        public String toString() {
            return transport.word() + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }
}
