package io.realmgate.agent.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code agent.conf} says, checked.
 *
 * @param identity our DiameterIdentity as it was written
 * @param tls entries of {@code agent.tls} by name
 * @param reopenAfter DWAs that a connection owes after a failure before it is used as before (RFC 3539)
 * @param ejection when a peer that is open gets no requests for a while
 * @param eventLoops loops for peer connections, at least 1
 * @param addProxyInfo whether relayed requests get a Proxy-Info of ours (RFC 6733 6.1.9)
 */
public record AgentSettings(
        String identity,
        String realm,
        Product product,
        List<ListenAddress> listen,
        Map<String, TlsSettings> tls,
        Timers timers,
        Limits limits,
        int reopenAfter,
        Ejection ejection,
        int eventLoops,
        boolean addProxyInfo,
        InetSocketAddress admin) {
    public AgentSettings {
        listen = List.copyOf(listen);
        tls = Map.copyOf(tls);
    }

    /** What CER and CEA say of the product (RFC 6733 5.3.3, 5.3.7). */
    public record Product(String name, int vendorId) {}

    /**
     * Where peers connect to us.
     *
     * @param tls the entry of {@code agent.tls} that it uses when the transport is TLS, else null
     * @param place {@code file:line} of the entry, for messages about it
     */
    public record ListenAddress(
            TransportKind transport,
            String host,
            int port,
            @Nullable String tls,
            String place) {
        @Override
        public String toString() {
            return transport.word() + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }

        /** The same with another port. */
        public ListenAddress withPort(int other) {
            return new ListenAddress(transport, host, other, tls, place);
        }
    }

    /** Tw, Tc, deadline of a request, of a capabilities exchange and of a drain; all positive. */
    public record Timers(Duration watchdog, Duration reconnect, Duration request, Duration handshake, Duration drain) {}

    /**
     * When a peer that is open but does not answer requests is passed over (passive health).
     *
     * @param outcomes fewest requests that are judged by; 0 when nobody is ever ejected
     * @param percent of them that must have failed
     * @param time how long the first ejection is
     * @param longest how long any is; each is twice the one before
     * @param panicPercent of candidates; when fewer are not ejected, ejections count for nothing
     */
    public record Ejection(int outcomes, int percent, Duration time, Duration longest, int panicPercent) {
        public boolean enabled() {
            return outcomes > 0;
        }
    }

    /** Bounds; sizes in octets. */
    public record Limits(
            int messageSize,
            int pendingPerPeer,
            int outputPerPeer,
            long retainedPerPeer,
            int connectionsPerAddress,
            int patternPeers) {}
}
