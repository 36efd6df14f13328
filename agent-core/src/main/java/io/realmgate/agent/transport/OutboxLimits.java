package io.realmgate.agent.transport;

/**
 * Bounds of one connection's output, in octets.
 *
 * @param high undrained output above which new requests are refused
 * @param pause undrained output, reached only by answers, above which the peer is no longer read from
 * @param close undrained output above which the connection is closed
 * @param retained chunks kept for pending requests above which new requests are refused
 */
public record OutboxLimits(int high, long pause, long close, long retained) {
    /** Twice and eight times {@code high} for pausing and closing. */
    public static OutboxLimits of(int high, long retained) {
        return new OutboxLimits(high, 2L * high, 8L * high, retained);
    }
}
