package io.realmgate.routing.model;

import java.util.List;

/**
 * When a request that was sent to one candidate is sent to another (RFC 6733 5.5.4).
 *
 * @param onPeerLost when the connection is lost or suspect while the answer is awaited
 * @param onTimeout when {@code attemptNanos} pass without an answer
 * @param onResults when the answer has one of these results
 * @param attemptNanos how long one candidate may take; 0 for as long as the request may wait at all
 * @param deadlineNanos how long the request may wait in all; 0 for what the agent is configured to
 */
public record RetryPolicy(
        boolean onPeerLost, boolean onTimeout, List<ResultValue> onResults, long attemptNanos, long deadlineNanos) {
    private static final ResultValue TOO_BUSY = new ResultValue(0, 3004);

    /** A lost peer, and one that is too busy: RFC 6733 7.1.3 asks for an alternate peer then. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(true, false, List.of(TOO_BUSY), 0, 0);

    public RetryPolicy {
        onResults = List.copyOf(onResults);
    }

    /**
     * Whether an answer with this result sends the request on.
     *
     * @param vendor of an Experimental-Result, 0 for a Result-Code
     */
    public boolean onResult(int vendor, int code) {
        // By index: this is asked for every error answer, and an iterator would be garbage.
        for (int i = 0; i < onResults.size(); i++) {
            ResultValue one = onResults.get(i);
            if (one.code() == code && one.vendor() == vendor) {
                return true;
            }
        }
        return false;
    }
}
