package io.realmgate.agent.peer;

/**
 * A token bucket of one second's worth of requests, kept as one number: the time at which the bucket would be full again.
 * It outlives connections, so that a peer that connects anew has no new bucket. Confined to the loop of the peer's open
 * connection, which is one at a time.
 */
public final class RequestRate {
    private static final long SECOND = 1_000_000_000L;

    private long fullAt;
    private boolean used;

    /**
     * Takes one request; false when there is no token for it.
     *
     * @param perSecond tokens a second, at most a million; 0 for no bound
     * @param now monotonic nanoseconds
     */
    public boolean take(int perSecond, long now) {
        if (perSecond == 0) {
            return true;
        }
        if (!used || fullAt - now < 0) {
            used = true;
            fullAt = now;
        }
        long cost = SECOND / perSecond;
        if (fullAt + cost - now > SECOND) {
            return false;
        }
        fullAt += cost;
        return true;
    }
}
