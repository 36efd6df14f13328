package io.realmgate.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One peer of {@code peers.conf}, as far as connections are concerned. A peer whose entry
 * {@link #keepsConnectionOf} the one before did not change.
 *
 * @param identity DiameterIdentity in lower case
 * @param realm in lower case
 * @param connect where to connect to, null when only the peer connects
 * @param from networks that it may connect from; empty means any
 * @param maxPending requests that may wait for its answers; 0 for {@code agent.limits.pending-per-peer}
 * @param policy what it may ask of us once it is connected
 */
public record PeerSettings(
        String identity,
        String realm,
        @Nullable Endpoint connect,
        List<Network> from,
        int maxPending,
        PeerPolicy policy) {
    public PeerSettings {
        from = List.copyOf(from);
    }

    /** Whether a connection made by {@code before} may stay: all is equal but what is asked for each message. */
    public boolean keepsConnectionOf(PeerSettings before) {
        return equals(new PeerSettings(
                before.identity, before.realm, before.connect, before.from, before.maxPending, policy));
    }

    /** Host (name or address, without brackets) and port of {@code connect = "tcp://host:port"}. */
    public record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }
}
