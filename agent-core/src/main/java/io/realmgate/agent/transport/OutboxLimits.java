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
    /** @throws IllegalArgumentException if they do not rise: reading goes on only when output falls below {@code high} */
    public OutboxLimits {
        if (high <= 0 || pause < high || close < pause) {
            throw new IllegalArgumentException("high " + high + ", pause " + pause + ", close " + close);
        }
    }

    /** Twice and eight times {@code high} for pausing and closing. */
    public static OutboxLimits of(int high, long retained) {
        return new OutboxLimits(high, 2L * high, 8L * high, retained);
    }

    /** The same, raised where one message of {@code maxMessage} octets alone would pause a peer, or four close it. */
    public OutboxLimits fitting(int maxMessage) {
        long one = (long) high + maxMessage;
        return new OutboxLimits(high, Math.max(pause, one), Math.max(close, 4 * one), retained);
    }
}
