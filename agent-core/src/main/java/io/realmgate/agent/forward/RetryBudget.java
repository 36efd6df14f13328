package io.realmgate.agent.forward;

/**
 * Keeps failover from becoming a storm: a burst may be sent again, and beyond it one request for every five that are
 * received. Confined to one loop.
 */
final class RetryBudget {
    private static final int BURST = 10_000;
    private static final int REQUESTS_FOR_ONE = 5;

    private int left = BURST;
    private int received;

    /** A request was received. */
    void earn() {
        if (++received == REQUESTS_FOR_ONE) {
            received = 0;
            left = Math.min(BURST, left + 1);
        }
    }

    /** Takes one; false when there is none. */
    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
