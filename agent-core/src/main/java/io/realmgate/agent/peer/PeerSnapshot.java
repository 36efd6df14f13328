package io.realmgate.agent.peer;

import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.tls.CertificateNames;
import io.realmgate.agent.tls.Secured;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may see of one peer at one moment. May be taken on any thread; the number of pending requests is read
 * while its loop changes it and is good for display only.
 *
 * @param state of its connection; "DOWN" without one
 * @param suspended whether the watchdog doubts it: suspect, or not proven again after a failure (RFC 3539)
 * @param direction "connects to us", "we connect", or null
 * @param transport what carries the connection, null without one
 * @param applications advertised, unsigned decimal
 * @param tls what protects the connection; null without TLS
 * @param lastEvent what happened last
 */
public record PeerSnapshot(
        String identity,
        String realm,
        String state,
        boolean suspended,
        @Nullable String direction,
        @Nullable TransportKind transport,
        @Nullable String address,
        List<String> applications,
        Set<String> groups,
        int pending,
        @Nullable Tls tls,
        String lastEvent) {

    /**
     * What protects a connection.
     *
     * @param profile the entry of {@code agent.tls}
     * @param subject of the peer's certificate; null when it showed none
     * @param expires when that certificate expires
     */
    public record Tls(
            String profile,
            String protocol,
            String cipher,
            @Nullable String subject,
            List<String> names,
            @Nullable Instant expires) {
        static @Nullable Tls of(@Nullable Secured secured) {
            if (secured == null) {
                return null;
            }
            X509Certificate certificate = secured.certificate();
            return new Tls(
                    secured.profile(),
                    secured.protocol(),
                    secured.cipher(),
                    certificate == null
                            ? null
                            : certificate.getSubjectX500Principal().getName(),
                    certificate == null ? List.of() : CertificateNames.of(certificate),
                    certificate == null ? null : certificate.getNotAfter().toInstant());
        }
    }

    public static PeerSnapshot of(Peer peer) {
        PeerConnection connection = peer.connection();
        Set<String> groups = new TreeSet<>(peer.groups());
        if (connection == null) {
            return new PeerSnapshot(
                    peer.identity(),
                    peer.realm(),
                    "DOWN",
                    false,
                    null,
                    null,
                    null,
                    List.of(),
                    groups,
                    0,
                    null,
                    peer.lastEvent());
        }
        return new PeerSnapshot(
                peer.identity(),
                peer.realm(),
                connection.state().name(),
                connection.isSuspended(),
                connection.isInitiator() ? "we connect" : "connects to us",
                connection.secured() == null ? TransportKind.TCP : TransportKind.TLS,
                connection.remoteAddress().getAddress().getHostAddress() + ":"
                        + connection.remoteAddress().getPort(),
                Arrays.stream(connection.applications())
                        .mapToObj(Integer::toUnsignedString)
                        .toList(),
                groups,
                connection.transactions().size(),
                Tls.of(connection.secured()),
                peer.lastEvent());
    }

    public boolean isOpen() {
        return state.equals(ConnectionState.OPEN.name());
    }
}
