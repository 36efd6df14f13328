package io.realmgate.agent.simulate.message;

import io.realmgate.agent.codec.AvpCursor;

/**
 * An AVP as its specification defines it.
 *
 * @param code AVP code (RFC 6733 4.1)
 * @param flags {@link AvpCursor#FLAG_MANDATORY} or 0; the V bit follows from the vendor
 * @param vendor Vendor-ID, 0 for AVPs of the IETF
 */
public record AvpId(int code, int flags, int vendor) {
    /** Vendor-ID of 3GPP. */
    public static final int TGPP = 10415;

    /** An IETF AVP that whoever reads the message has to understand. */
    public static AvpId base(int code) {
        return new AvpId(code, AvpCursor.FLAG_MANDATORY, 0);
    }

    /** An IETF AVP without the M bit. */
    public static AvpId optional(int code) {
        return new AvpId(code, 0, 0);
    }

    /** A 3GPP AVP with the M bit. */
    public static AvpId tgpp(int code) {
        return new AvpId(code, AvpCursor.FLAG_MANDATORY, TGPP);
    }

    /** A 3GPP AVP without the M bit. */
    public static AvpId tgppOptional(int code) {
        return new AvpId(code, 0, TGPP);
    }
}
