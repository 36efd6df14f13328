package io.realmgate.agent.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code agent.conf} says, checked.
 *
 * @param identity our DiameterIdentity as it was written
 * @param tls entries of {@code agent.tls} by name
 * @param decoratedNai applications whose User-Name may name the realms that a request takes (RFC 5729)
 * @param reopenAfter DWAs that a connection owes after a failure before it is used as before (RFC 3539)
 * @param ejection when a peer that is open gets no requests for a while
 * @param sctpStreams outbound streams of an SCTP association, at least 1 (RFC 6733 2.1.1)
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
        Redirects redirects,
        Set<Integer> decoratedNai,
        Discovery discovery,
        int reopenAfter,
        Ejection ejection,
        int sctpStreams,
        int eventLoops,
        boolean addProxyInfo,
        InetSocketAddress admin) {
    public AgentSettings {
        listen = List.copyOf(listen);
        tls = Map.copyOf(tls);
        decoratedNai = Set.copyOf(decoratedNai);
    }

    /** The names of listeners that have one. */
    public Set<String> listenerNames() {
        return listen.stream().map(ListenAddress::name).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** What CER and CEA say of the product (RFC 6733 5.3.3, 5.3.7). */
    public record Product(String name, int vendorId) {}

    /**
     * Where peers connect to us.
     *
     * @param hosts at least one; several for SCTP only, all addresses of its associations
     * @param tls the entry of {@code agent.tls} that it uses when the transport is TLS, else null
     * @param name by which rules name it; several entries may share one, null for none
     * @param place {@code file:line} of the entry, for messages about it
     */
    public record ListenAddress(
            TransportKind transport,
            List<String> hosts,
            int port,
            @Nullable String tls,
            @Nullable String name,
            String place) {
        public ListenAddress {
            hosts = List.copyOf(hosts);
        }

        /** One without TLS and without a name. */
        public ListenAddress(TransportKind transport, List<String> hosts, int port, String place) {
            this(transport, hosts, port, null, null, place);
        }

        /** The first of {@link #hosts()}. */
        public String host() {
            return hosts.get(0);
        }

        @Override
        public String toString() {
            String all = hosts.stream()
                    .map(host -> host.indexOf(':') < 0 ? host : "[" + host + "]")
                    .collect(Collectors.joining(","));
            return transport.word() + "://" + all + ":" + port;
        }

        /** The same with another port. */
        public ListenAddress withPort(int other) {
            return new ListenAddress(transport, hosts, other, tls, name, place);
        }

        /** The same with a name. */
        ListenAddress named(@Nullable String other) {
            return new ListenAddress(transport, hosts, port, tls, other, place);
        }
    }

    /** Tw, Tc, deadline of a request, of a capabilities exchange and of a drain; all positive. */
    public record Timers(Duration watchdog, Duration reconnect, Duration request, Duration handshake, Duration drain) {}

    /**
     * What is done with answers that redirect.
     *
     * @param follow whether 3006 is followed (RFC 6733 6.1.8)
     * @param realmApplications applications for which 3011 is followed (RFC 7075 2)
     * @param cacheSize redirects that are remembered at once
     */
    public record Redirects(boolean follow, Set<Integer> realmApplications, int cacheSize) {
        public Redirects {
            realmApplications = Set.copyOf(realmApplications);
        }
    }

    /**
     * How DNS is asked, for realms that are found through it (RFC 6733 5.2).
     *
     * @param nameServers in the order to ask them; empty for those of the system
     * @param timeout of one question to one of them
     * @param minTtl the shortest that an answer is used
     * @param maxTtl the longest
     * @param negativeTtl how long to wait before asking again when nothing was found or nobody could be asked
     */
    public record Discovery(
            List<InetSocketAddress> nameServers,
            Duration timeout,
            Duration minTtl,
            Duration maxTtl,
            Duration negativeTtl) {
        public Discovery {
            nameServers = List.copyOf(nameServers);
        }
    }

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
