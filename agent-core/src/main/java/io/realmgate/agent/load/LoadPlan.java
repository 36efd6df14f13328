package io.realmgate.agent.load;

import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.tls.TlsProfile;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the generator does.
 *
 * @param check whether servers compare each request with what its client sent, and look for its Route-Record; identifiers,
 *     Session-Id, and that each answer comes once and to its client, are looked at always
 */
public record LoadPlan(Places places, Cast cast, Work work, Pace pace, boolean check) {
    /** The end-to-end identifier carries the client above a running number, which has at least 18 bits then. */
    public static final int MOST_CLIENTS = 1 << 14;

    /** The hop-by-hop identifier carries the place in the client's window in its lower 16 bits. */
    public static final int LARGEST_WINDOW = 1 << 16;

    /** The largest request or answer, in octets. */
    public static final int LARGEST_MESSAGE = 1 << 16;

    /** Lower bits of the end-to-end identifier that are a running number of its client: what the clients' own numbers leave. */
    int sequenceBits() {
        return Math.min(31, Integer.numberOfLeadingZeros(cast.clients() - 1));
    }

    /**
     * Where the connections are made.
     *
     * @param relay where clients connect to, and servers too unless they listen
     * @param servers where the first server listens, the next ones at the next ports; null: servers connect
     * @param pump the relay passes on bytes, so nobody but the clients' own CERs will come to the servers, and requests
     *     arrive without Route-Record
     * @param tls what all connections are secured by; null for plain ones
     */
    public record Places(
            InetSocketAddress relay,
            @Nullable InetSocketAddress servers,
            boolean pump,
            @Nullable TlsProfile tls) {}

    /** Who takes part, from number 0 on. */
    public record Cast(int clients, int servers, Name client, Name server) {}

    /** Names in which {@code %d} stands for the number of the client or server. */
    public record Name(String identityPattern, String realmPattern) {
        /** Origin-Host of number {@code n}. */
        public String identity(int n) {
            return identityPattern.replace("%d", Integer.toString(n));
        }

        /** Origin-Realm of number {@code n}. */
        public String realm(int n) {
            return realmPattern.replace("%d", Integer.toString(n));
        }
    }

    /**
     * The messages.
     *
     * @param requestSize octets, filled up with one AVP; what is special to the exchange is left out where it does not fit
     * @param answerSize octets of an answer, filled up in the same way; answers are never shorter than their content
     */
    public record Work(
            Exchange exchange, int requestSize, int answerSize, Destination destination, SubscriberRange subscribers) {}

    /**
     * Where requests go.
     *
     * @param realm Destination-Realm; {@code %d} stands for a number from 0 to {@code realms} - 1, in as many digits as
     *     the largest has
     * @param host Destination-Host, or null
     */
    public record Destination(
            String realm, int realms, @Nullable String host) {}

    /** Test subscribers by number, 0 to 9,999,999,999: each request is about one of them, in no order. */
    public record SubscriberRange(long first, long count) {}

    /**
     * How fast and how long.
     *
     * @param window most requests that a client waits for at once, up to {@link #LARGEST_WINDOW}
     * @param rate requests a second of all clients together, at even distances, whatever the relay does: then latency
     *     counts from when a request was due; 0: each client sends as soon as its window allows
     * @param warmUp time before anything counts; a rate rises evenly from nothing meanwhile
     * @param timeout after which a request counts as lost
     */
    public record Pace(int window, double rate, Duration warmUp, Duration duration, Duration timeout) {
        /** Whether requests leave at a rate and not when answers come. */
        public boolean isOpen() {
            return rate > 0;
        }
    }
}
