package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;

/**
 * Writes an answer that says success as one that says failure (RFC 6733 6.2.2): the Result-Code is ours, which
 * Error-Reporting-Host says (7.4), while Origin-Host still names who answered. Of the rest it keeps what tells which
 * request of which application is answered, so that it fits the grammar of the command; what the success carried does not
 * go with a failure.
 *
 * <p>Confined to one thread.
 */
public final class RejectedAnswer {
    private final AvpCursor cursor = new AvpCursor();

    /**
     * Appends the answer to {@code out}.
     *
     * @param answer whose AVPs fill it without a fault
     * @param resultCode 3000 to 5999
     * @param reporting who we are towards the asker
     * @param text the Error-Message
     * @return its length in octets
     */
    public int write(ByteBuf out, DiameterMessage answer, int resultCode, Originator reporting, String text) {
        // RFC 6733 7.1.3: protocol errors have the E bit; 7.1.4, 7.1.5: the others must not, in the grammar of the
        // command.
        int error = resultCode / 1000 == 3 ? DiameterMessage.FLAG_ERROR : 0;
        int flags = answer.flags() & DiameterMessage.FLAG_PROXIABLE | error;
        MessageWriter writer = MessageWriter.begin(
                out, flags, answer.command(), answer.application(), answer.hopByHop(), answer.endToEnd());
        boolean said = false;
        cursor.over(answer);
        while (cursor.next()) {
            if (!said && isResult()) {
                said = true;
                writer.unsigned32(AvpCodes.RESULT_CODE, resultCode);
                writer.bytes(AvpCodes.ERROR_REPORTING_HOST, 0, 0, reporting.host());
                writer.optionalText(AvpCodes.ERROR_MESSAGE, text);
            } else if (isKept()) {
                writer.copy(cursor.bytes(), cursor.start(), cursor.length());
            }
        }
        return writer.end();
    }

    private boolean isResult() {
        return cursor.is(AvpCodes.RESULT_CODE) || cursor.is(AvpCodes.EXPERIMENTAL_RESULT);
    }

    private boolean isKept() {
        return switch (cursor.code()) {
            case AvpCodes.SESSION_ID,
                    AvpCodes.ORIGIN_HOST,
                    AvpCodes.ORIGIN_REALM,
                    AvpCodes.ORIGIN_STATE_ID,
                    AvpCodes.PROXY_INFO,
                    AvpCodes.AUTH_APPLICATION_ID,
                    AvpCodes.ACCT_APPLICATION_ID,
                    AvpCodes.VENDOR_SPECIFIC_APPLICATION_ID,
                    AvpCodes.AUTH_REQUEST_TYPE,
                    AvpCodes.AUTH_SESSION_STATE,
                    AvpCodes.ACCOUNTING_RECORD_TYPE,
                    AvpCodes.ACCOUNTING_RECORD_NUMBER,
                    AvpCodes.CC_REQUEST_NUMBER,
                    AvpCodes.CC_REQUEST_TYPE -> cursor.vendor() == 0;
            default -> false;
        };
    }
}
