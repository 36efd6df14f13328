package io.realmgate.routing.model;

/**
 * What an answer says came of its request: a Result-Code (RFC 6733 7.1), or an Experimental-Result of a vendor (7.6). The
 * same number means different things in the two, and of two vendors.
 *
 * @param vendor Vendor-Id of an Experimental-Result, 32 unsigned bits; 0 for a Result-Code
 * @param code 32 unsigned bits
 */
public record ResultValue(int vendor, int code) {

    /** As files and metrics show it: {@code 3004}, or {@code 10415:5001} with its vendor. */
    public String text() {
        String number = Integer.toUnsignedString(code);
        return vendor == 0 ? number : Integer.toUnsignedString(vendor) + ":" + number;
    }
}
