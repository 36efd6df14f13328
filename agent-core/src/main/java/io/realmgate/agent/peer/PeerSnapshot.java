package io.realmgate.agent.peer;

import io.netty.util.NetUtil;
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
 * @param state of its connection: OPEN, DRAINING, CLOSING; DOWN without one
 * @param adminState what the operator wants of it
 * @param suspended whether the watchdog doubts it: suspect, or not proven again after a failure (RFC 3539)
 * @param ejected whether requests go elsewhere because it does not answer them
 * @param latencyMillis how long its answers take of late, milliseconds; null when none came
 * @param direction "connects to us", "we connect", or null
 * @param transport what carries the connection, null without one
 * @param applications advertised, unsigned decimal
 * @param originStateId unsigned, 0 when it has said none (RFC 6733 8.16)
 * @param restarts how often that has grown
 * @param tls what protects the connection; null without TLS
 * @param lastEvent what happened last
 * @param leaving whether a reload has taken it away or put another entry of its name in its place
 * @param secondsLeft seconds until it gets a DPR at the latest, and then until its connection closes; null while neither is
 *     to come
 */
public record PeerSnapshot(
        String identity,
        String realm,
        String state,
        AdminState adminState,
        boolean suspended,
        boolean ejected,
        @Nullable Double latencyMillis,
        @Nullable String direction,
        @Nullable TransportKind transport,
        @Nullable String address,
        List<String> applications,
        Set<String> groups,
        int pending,
        int originStateId,
        int restarts,
        @Nullable Tls tls,
        String lastEvent,
        boolean leaving,
        @Nullable Long secondsLeft) {

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
        Set<String> groups = new TreeSet<>(peer.standing().groups());
        boolean leaving = peer.machine().isRetired();
        // One that has just been chosen has no capabilities to show yet.
        if (connection == null || !connection.canAnswer()) {
            return new PeerSnapshot(
                    peer.identity(),
                    peer.realm(),
                    "DOWN",
                    peer.adminState(),
                    false,
                    false,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    groups,
                    0,
                    peer.originStateId(),
                    peer.restarts(),
                    null,
                    peer.lastEvent(),
                    leaving,
                    null);
        }
        long micros = connection.trackRecord().time().averageMicros();
        return new PeerSnapshot(
                peer.identity(),
                peer.realm(),
                stateOf(connection),
                peer.adminState(),
                connection.isSuspended(),
                connection.trackRecord().health().isEjected(),
                micros < 0 ? null : micros / 1000.0,
                connection.isInitiator() ? "we connect" : "connects to us",
                connection.transport(),
                NetUtil.toSocketAddressString(connection.remoteAddress()),
                Arrays.stream(connection.applications())
                        .mapToObj(Integer::toUnsignedString)
                        .toList(),
                groups,
                connection.transactions().size(),
                peer.originStateId(),
                peer.restarts(),
                Tls.of(connection.secured()),
                peer.lastEvent(),
                leaving,
                connection.departure().secondsLeft());
    }

    /** A connection that is about to open, or that has ended and not yet let go of its peer, is neither open nor down. */
    private static String stateOf(PeerConnection connection) {
        return switch (connection.state()) {
            case OPEN -> "OPEN";
            case DRAINING -> "DRAINING";
            default -> "CLOSING";
        };
    }

    public boolean isOpen() {
        return state.equals(ConnectionState.OPEN.name());
    }
}
