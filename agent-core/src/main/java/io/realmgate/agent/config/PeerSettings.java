package io.realmgate.agent.config;

import java.util.List;

/**
 * One peer of {@code peers.conf}, as far as connections are concerned. A peer whose entry
 * {@link #keepsConnectionOf} the one before did not change.
 *
 * @param identity DiameterIdentity in lower case
 * @param realm in lower case
 * @param connect where to connect to, tried in turn; empty when only the peer connects
 * @param localAddresses our end of the connections that we make, several for SCTP only; empty for what the routing of the
 *     machine says
 * @param from networks that it may connect from; empty means any
 * @param maxPending requests that may wait for its answers; 0 for {@code agent.limits.pending-per-peer}
 * @param profile how we talk to it
 * @param policy what it may ask of us once it is connected
 */
public record PeerSettings(
        String identity,
        String realm,
        List<Endpoint> connect,
        List<String> localAddresses,
        List<Network> from,
        int maxPending,
        PeerProfile profile,
        PeerPolicy policy) {
    public PeerSettings {
        connect = List.copyOf(connect);
        localAddresses = List.copyOf(localAddresses);
        from = List.copyOf(from);
    }

    /** Whether a connection made by {@code before} may stay: all is equal but what is asked for each message. */
    public boolean keepsConnectionOf(PeerSettings before) {
        PeerSettings same = new PeerSettings(
                before.identity,
                before.realm,
                before.connect,
                before.localAddresses,
                before.from,
                before.maxPending,
                before.profile,
                policy);
        return equals(same);
    }

    /** What {@code connect = "tcp://host:port"} says; {@code host} is a name or an address, without brackets. */
    public record Endpoint(TransportKind transport, String host, int port) {
        @Override
        public String toString() {
            return transport.word() + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }
}
