package io.realmgate.agent.peer;

/**
 * Which life of a peer we talk to: the Origin-State-Id that it sent last, which grows when it restarts with loss of its
 * state (RFC 6733 8.16). Written under its monitor, read by any thread.
 */
final class Incarnation {
    private volatile int stateId;
    private volatile int restarts;

    /** The value that is known, unsigned; 0 when the peer says none. */
    int stateId() {
        return stateId;
    }

    /** Restarts that were noticed. */
    int restarts() {
        return restarts;
    }

    /** A CER or CEA said {@code value}, 0 for none: whatever it is, it holds from now on. True when the peer has restarted. */
    synchronized boolean introduced(int value) {
        boolean restarted = isLater(value);
        stateId = value;
        restarts += restarted ? 1 : 0;
        return restarted;
    }

    /** A DWR or DWA said {@code value}, 0 for none. True when the peer has restarted since. */
    synchronized boolean heard(int value) {
        boolean restarted = isLater(value);
        if (restarted || stateId == 0) {
            stateId = value;
        }
        restarts += restarted ? 1 : 0;
        return restarted;
    }

    private boolean isLater(int value) {
        return stateId != 0 && Integer.compareUnsigned(value, stateId) > 0;
    }

    /** Takes over what was known of the same peer under its former entry in peers.conf. */
    synchronized void inherit(Incarnation former) {
        stateId = former.stateId;
        restarts = former.restarts;
    }
}
