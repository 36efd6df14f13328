package io.realmgate.agent.forward;

import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;

/**
 * What an answer says came of its request: its Result-Code (RFC 6733 7.1) or its Experimental-Result (7.6), whichever
 * stands first. A flyweight of one loop, shown an answer each time; reads no further than to that AVP, which stands near
 * the beginning.
 */
final class AnswerResult {
    private static final int FIRST_ERROR = 3000;

    private final AvpCursor cursor = new AvpCursor();
    private final AvpCursor inner = new AvpCursor();
    private int vendor;
    private int code;

    /** Turns to {@code answer}; one without a result that can be read has vendor 0 and code 0. */
    void read(DiameterMessage answer) {
        vendor = 0;
        code = 0;
        cursor.over(answer);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.RESULT_CODE) && cursor.dataLength() == 4) {
                code = cursor.unsigned32();
                return;
            }
            if (cursor.is(AvpCodes.EXPERIMENTAL_RESULT) && readExperimental()) {
                return;
            }
        }
    }

    /** False if it lacks one of its two AVPs (RFC 6733 7.6), so that it says nothing. */
    private boolean readExperimental() {
        int ofVendor = 0;
        int value = 0;
        inner.inside(cursor);
        while (inner.next()) {
            if (inner.is(AvpCodes.VENDOR_ID) && inner.dataLength() == 4) {
                ofVendor = inner.unsigned32();
            } else if (inner.is(AvpCodes.EXPERIMENTAL_RESULT_CODE) && inner.dataLength() == 4) {
                value = inner.unsigned32();
            }
        }
        if (ofVendor == 0 || value == 0) {
            return false;
        }
        vendor = ofVendor;
        code = value;
        return true;
    }

    /** Vendor-Id of an Experimental-Result; 0 of a Result-Code. */
    int vendor() {
        return vendor;
    }

    int code() {
        return code;
    }

    /** Whether it is in the range of errors (RFC 6733 7.1) or above it. */
    boolean isError() {
        return code >= FIRST_ERROR;
    }

    /** Whether it is of the class of success (RFC 6733 7.1.2). */
    boolean isSuccess() {
        return code / 1_000 == 2;
    }

    /** Whether it is of the class of protocol errors (RFC 6733 7.1.3), which say little about whoever sent them. */
    boolean isProtocolError() {
        return vendor == 0 && code / 1_000 == 3;
    }

    /** Whether it is this Result-Code. */
    boolean is(int resultCode) {
        return vendor == 0 && code == resultCode;
    }
}
