package io.realmgate.agent.peer;

import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a peer said of itself in its CER or CEA (RFC 6733 5.3.1, 5.3.2).
 *
 * @param originHost as it was written; empty when it was missing
 * @param applications what it supports, 0xffffffff for a relay
 * @param inbandSecurity values of Inband-Security-Id; empty means none was sent
 * @param resultCode of a CEA, 0 in a CER
 * @param originStateId 0 when it was not said (RFC 6733 8.16)
 * @param fault what is wrong with the message itself
 */
record Capabilities(
        String originHost,
        String originRealm,
        String productName,
        String errorMessage,
        Set<Integer> applications,
        List<Integer> inbandSecurity,
        int resultCode,
        int originStateId,
        @Nullable Fault fault) {

    /**
     * @param resultCode how a CER with this fault is answered
     * @param avpCode the AVP at fault
     */
    record Fault(int resultCode, int avpCode, String text) {}

    private static final int[] REQUIRED = {
        AvpCodes.ORIGIN_HOST, AvpCodes.ORIGIN_REALM, AvpCodes.HOST_IP_ADDRESS, AvpCodes.VENDOR_ID, AvpCodes.PRODUCT_NAME
    };

    boolean isRelay() {
        return applications.contains(Applications.RELAY);
    }

    /** What was advertised, for the log. */
    String describe() {
        String what = isRelay()
                ? "relay"
                : "applications "
                        + applications.stream()
                                .map(Integer::toUnsignedString)
                                .sorted()
                                .toList();
        return productName.isEmpty() ? what : what + ", " + productName;
    }

    static Capabilities of(DiameterMessage message) {
        return new Reading().read(message);
    }

    private static final class Reading {
        private final AvpCursor cursor = new AvpCursor();
        private final AvpCursor inner = new AvpCursor();
        private final Set<Integer> seen = new HashSet<>();
        private final Set<Integer> applications = new HashSet<>();
        private final List<Integer> security = new ArrayList<>();
        private String originHost = "";
        private String originRealm = "";
        private String productName = "";
        private String errorMessage = "";
        private int resultCode;
        private int originStateId;
        private @Nullable Fault fault;

        Capabilities read(DiameterMessage message) {
            cursor.over(message);
            while (fault == null && cursor.next()) {
                if (!cursor.hasVendor()) {
                    readOne(seen.add(cursor.code()));
                }
            }
            if (cursor.malformed()) {
                fault = new Fault(ResultCodes.INVALID_AVP_LENGTH, codeOf(cursor), "AVP length contradicts the message");
            }
            if (fault == null && message.isRequest()) {
                Arrays.stream(REQUIRED)
                        .filter(code -> !seen.contains(code))
                        .findFirst()
                        .ifPresent(code ->
                                fault = new Fault(ResultCodes.MISSING_AVP, code, "AVP " + code + " is missing"));
            }
            return new Capabilities(
                    originHost,
                    originRealm,
                    productName,
                    errorMessage,
                    applications,
                    security,
                    resultCode,
                    originStateId,
                    fault);
        }

        private void readOne(boolean first) {
            if (!first && (cursor.is(AvpCodes.ORIGIN_HOST) || cursor.is(AvpCodes.ORIGIN_REALM))) {
                // Whoever took the other one would know the sender by another name.
                fault = new Fault(
                        ResultCodes.AVP_OCCURS_TOO_MANY_TIMES,
                        cursor.code(),
                        "AVP " + cursor.code() + " is there twice");
                return;
            }
            switch (cursor.code()) {
                case AvpCodes.ORIGIN_HOST -> originHost = identity();
                case AvpCodes.ORIGIN_REALM -> originRealm = identity();
                case AvpCodes.PRODUCT_NAME -> productName = cursor.text();
                case AvpCodes.ERROR_MESSAGE -> errorMessage = cursor.text();
                case AvpCodes.RESULT_CODE -> resultCode = number(cursor);
                case AvpCodes.ORIGIN_STATE_ID -> originStateId = number(cursor);
                case AvpCodes.INBAND_SECURITY_ID -> security.add(number(cursor));
                case AvpCodes.AUTH_APPLICATION_ID, AvpCodes.ACCT_APPLICATION_ID -> applications.add(number(cursor));
                case AvpCodes.VENDOR_SPECIFIC_APPLICATION_ID -> readVendorSpecific();
                default -> {
                    // Not needed to decide whether we can talk.
                }
            }
        }

        /** RFC 6733 5.3: the Vendor-Id in the group must not be used in the comparison. */
        private void readVendorSpecific() {
            inner.inside(cursor);
            while (inner.next()) {
                if (inner.is(AvpCodes.AUTH_APPLICATION_ID) || inner.is(AvpCodes.ACCT_APPLICATION_ID)) {
                    applications.add(number(inner));
                }
            }
            if (inner.malformed()) {
                fault = new Fault(
                        ResultCodes.INVALID_AVP_LENGTH,
                        AvpCodes.VENDOR_SPECIFIC_APPLICATION_ID,
                        "AVP length contradicts its group");
            }
        }

        private String identity() {
            String text = cursor.text();
            boolean printable = text.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (text.isEmpty() || text.length() > 255 || !printable) {
                fault = new Fault(
                        ResultCodes.INVALID_AVP_VALUE, cursor.code(), "AVP " + cursor.code() + " is no identity");
                return "";
            }
            return text;
        }

        private int number(AvpCursor at) {
            if (at.dataLength() != 4) {
                fault = new Fault(
                        ResultCodes.INVALID_AVP_LENGTH, at.code(), "AVP " + at.code() + " must have four octets");
                return 0;
            }
            return at.unsigned32();
        }

        private static int codeOf(AvpCursor at) {
            return at.length() >= 4 ? at.code() : 0;
        }
    }
}
