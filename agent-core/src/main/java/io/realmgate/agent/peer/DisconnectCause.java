package io.realmgate.agent.peer;

/** Why a peer ends a connection (RFC 6733 5.4.3). The ordinal is the value of the Disconnect-Cause AVP. */
public enum DisconnectCause {
    REBOOTING,
    BUSY,
    DO_NOT_WANT_TO_TALK_TO_YOU;

    /** What the AVP value means; anything unknown is treated as a reboot, after which we may connect again. */
    static DisconnectCause of(int value) {
        return value >= 0 && value < values().length ? values()[value] : REBOOTING;
    }

    /** Whether the one that was told so may connect again by itself. */
    boolean allowsReconnect() {
        return this == REBOOTING;
    }
}
