package io.realmgate.agent.peer;

import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;

/** Why a peer ends a connection (RFC 6733 5.4.3) with the value of the Disconnect-Cause AVP. */
public enum DisconnectCause {
    REBOOTING(0),
    BUSY(1),
    DO_NOT_WANT_TO_TALK_TO_YOU(2);

    private final int value;

    DisconnectCause(int value) {
        this.value = value;
    }

    /** The value of the AVP. */
    int value() {
        return value;
    }

    /** The cause that a DPR gives; a missing or unknown one is taken as a reboot, after which we may connect again. */
    static DisconnectCause of(DiameterMessage request) {
        AvpCursor cursor = new AvpCursor().over(request);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.DISCONNECT_CAUSE) && cursor.dataLength() == 4) {
                return of(cursor.unsigned32());
            }
        }
        return REBOOTING;
    }

    private static DisconnectCause of(int value) {
        for (DisconnectCause cause : values()) {
            if (cause.value == value) {
                return cause;
            }
        }
        return REBOOTING;
    }

    /** Whether the one that was told so may connect again by itself. */
    boolean allowsReconnect() {
        return this == REBOOTING;
    }
}
