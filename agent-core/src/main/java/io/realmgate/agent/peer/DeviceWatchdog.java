package io.realmgate.agent.peer;

/**
 * Decides when a connection is probed and when it is dead (RFC 6733 5.5, RFC 3539 3.4.1): any message that arrives counts
 * as life, a silent interval is probed with a DWR, and a second silent interval ends the connection.
 *
 * <p>Pure: whoever owns the timer tells it about ticks and arrivals. Confined to one loop.
 */
final class DeviceWatchdog {
    /** What to do when the timer Tw fires. */
    enum Action {
        WAIT,
        PROBE,
        CLOSE
    }

    private boolean heard;
    private boolean probing;

    /** Something arrived. */
    void onReceived() {
        heard = true;
    }

    /** Tw passed. */
    Action onTimer() {
        if (heard) {
            heard = false;
            probing = false;
            return Action.WAIT;
        }
        if (probing) {
            return Action.CLOSE;
        }
        probing = true;
        return Action.PROBE;
    }
}
