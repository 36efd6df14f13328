package io.realmgate.agent.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Everything that {@code agent.conf} says, checked.
 *
 * @param identity our DiameterIdentity as it was written
 * @param reopenAfter DWAs that a connection owes after a failure before it is used as before (RFC 3539)
 * @param eventLoops loops for peer connections, at least 1
 * @param addProxyInfo whether relayed requests get a Proxy-Info of ours (RFC 6733 6.1.9)
 */
public record AgentSettings(
        String identity,
        String realm,
        Product product,
        List<ListenAddress> listen,
        Timers timers,
        Limits limits,
        int reopenAfter,
        int eventLoops,
        boolean addProxyInfo,
        InetSocketAddress admin) {
    public AgentSettings {
        listen = List.copyOf(listen);
    }

    /** What CER and CEA say of the product (RFC 6733 5.3.3, 5.3.7). */
    public record Product(String name, int vendorId) {}

    /**
     * Where peers connect to us.
     *
     * @param place {@code file:line} of the entry, for messages about it
     */
    public record ListenAddress(String host, int port, String place) {}

    /** Tw, Tc, deadline of a request, of a capabilities exchange and of a drain; all positive. */
    public record Timers(Duration watchdog, Duration reconnect, Duration request, Duration handshake, Duration drain) {}

    /** Bounds; sizes in octets, rates in requests a second, of which 0 is no bound. */
    public record Limits(
            int messageSize,
            int pendingPerPeer,
            int outputPerPeer,
            long retainedPerPeer,
            int connectionsPerAddress,
            int connectionsNotOpen,
            int requestRatePerPeer,
            int patternPeers) {}
}
