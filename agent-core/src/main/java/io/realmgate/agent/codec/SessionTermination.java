package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;

/**
 * Writes the Session-Termination-Request (RFC 6733 8.4.1) that a proxy sends on behalf of the access device when the
 * success of its request does not reach it (6.2.2). It says what the device's own would say: whose session, from
 * where and by which way, to the server that answered, with the Class that it gave (8.20).
 *
 * <p>Confined to one thread.
 */
public final class SessionTermination {
    /** Termination-Cause (8.15): the user was not granted access for administrative reasons. */
    public static final int ADMINISTRATIVE = 4;
    /** Termination-Cause (8.15): the answer could not be processed. */
    public static final int BAD_ANSWER = 3;

    private static final int NO_STATE_MAINTAINED = 1;

    private final AvpCursor cursor = new AvpCursor();

    /** Whether a success begins a session whose end the server wants to hear of: it is of one, and keeps its state. */
    public boolean isDue(DiameterMessage request, DiameterMessage answer) {
        return find(request, AvpCodes.SESSION_ID) && keepsState(answer);
    }

    /** Whether the server that answered keeps the state of the session (8.11). */
    public boolean keepsState(DiameterMessage answer) {
        return !find(answer, AvpCodes.AUTH_SESSION_STATE)
                || cursor.dataLength() != 4
                || cursor.unsigned32() != NO_STATE_MAINTAINED;
    }

    /**
     * Appends the request to {@code out}, without a hop-by-hop identifier.
     *
     * @param request as it was sent to the server
     * @param endToEnd a new identifier of ours
     * @param cause the Termination-Cause
     * @return its length in octets
     */
    public int write(ByteBuf out, DiameterMessage request, DiameterMessage answer, int endToEnd, int cause) {
        int flags = DiameterMessage.FLAG_REQUEST | DiameterMessage.FLAG_PROXIABLE;
        MessageWriter writer =
                MessageWriter.begin(out, flags, Commands.SESSION_TERMINATION, request.application(), 0, endToEnd);
        copyFirst(writer, request, AvpCodes.SESSION_ID);
        copyFirst(writer, request, AvpCodes.ORIGIN_HOST);
        copyFirst(writer, request, AvpCodes.ORIGIN_REALM);
        if (find(answer, AvpCodes.ORIGIN_REALM)) {
            writer.bytes(AvpCodes.DESTINATION_REALM, data());
        } else {
            copyFirst(writer, request, AvpCodes.DESTINATION_REALM);
        }
        if (find(answer, AvpCodes.ORIGIN_HOST)) {
            writer.bytes(AvpCodes.DESTINATION_HOST, data());
        }
        writer.unsigned32(AvpCodes.AUTH_APPLICATION_ID, request.application());
        writer.unsigned32(AvpCodes.TERMINATION_CAUSE, cause);
        copyFirst(writer, request, AvpCodes.USER_NAME);
        copyAll(writer, answer, AvpCodes.CLASS);
        copyAll(writer, request, AvpCodes.ROUTE_RECORD);
        return writer.end();
    }

    private boolean find(DiameterMessage message, int code) {
        cursor.over(message);
        while (cursor.next()) {
            if (cursor.is(code)) {
                return true;
            }
        }
        return false;
    }

    private byte[] data() {
        byte[] data = new byte[cursor.dataLength()];
        cursor.bytes().getBytes(cursor.dataStart(), data);
        return data;
    }

    private void copyFirst(MessageWriter writer, DiameterMessage from, int code) {
        if (find(from, code)) {
            writer.copy(cursor.bytes(), cursor.start(), cursor.length());
        }
    }

    private void copyAll(MessageWriter writer, DiameterMessage from, int code) {
        cursor.over(from);
        while (cursor.next()) {
            if (cursor.is(code)) {
                writer.copy(cursor.bytes(), cursor.start(), cursor.length());
            }
        }
    }
}
