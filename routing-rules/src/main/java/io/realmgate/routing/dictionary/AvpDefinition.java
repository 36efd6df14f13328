package io.realmgate.routing.dictionary;

/**
 * What is known about an AVP.
 *
 * @param name as its specification spells it; a few names occur with several codes
 * @param code AVP code (RFC 6733 4.1)
 * @param vendor Vendor-ID, 0 for AVPs of the IETF
 * @param mandatory whether it is written with the M bit (RFC 6733 4.1)
 */
public record AvpDefinition(String name, int code, int vendor, AvpType type, boolean mandatory) {}
