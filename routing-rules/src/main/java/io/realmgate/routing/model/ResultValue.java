package io.realmgate.routing.model;

/**
 * What an answer says came of its request: a Result-Code (RFC 6733 7.1), or an Experimental-Result of a vendor (7.6). The
 * same number means different things in the two, and of two vendors.
 *
 * @param vendor Vendor-Id of an Experimental-Result, 32 unsigned bits; 0 for a Result-Code
 * @param code 32 unsigned bits
 */
public record ResultValue(int vendor, int code) {

    /**
     * Whether it says that the request failed: whatever is neither informational (RFC 6733 7.1.1) nor a success (7.1.2), the
     * codes of unknown classes (7.1) and 0, which is no result, included.
     *
     * @param code 32 unsigned bits, of a Result-Code or an Experimental-Result
     */
    public static boolean isFailure(int code) {
        return code < 1_000 || code > 2_999;
    }

    /** As files and metrics show it: {@code 3004}, or {@code 10415:5001} with its vendor. */
    public String text() {
        String number = Integer.toUnsignedString(code);
        return vendor == 0 ? number : Integer.toUnsignedString(vendor) + ":" + number;
    }
}
