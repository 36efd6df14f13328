package io.realmgate.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One peer of {@code peers.conf}, as far as connections are concerned. Equal records mean a peer that did not change.
 *
 * @param identity DiameterIdentity in lower case
 * @param realm in lower case
 * @param connect where to connect to, null when only the peer connects
 * @param from networks that it may connect from; empty means any
 * @param maxPending requests that may wait for its answers; 0 for {@code agent.limits.pending-per-peer}
 */
public record PeerSettings(
        String identity, String realm, @Nullable Endpoint connect, List<Network> from, int maxPending) {
    public PeerSettings {
        from = List.copyOf(from);
    }

    /** Host (name or address, without brackets) and port of {@code connect = "tcp://host:port"}. */
    public record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }
}
