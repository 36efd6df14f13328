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
 * @param tls that it may come by TLS only; null when it may come as it likes
 */
public record PeerSettings(
        String identity,
        String realm,
        @Nullable Endpoint connect,
        List<Network> from,
        @Nullable TlsNeed tls) {
    public PeerSettings {
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
