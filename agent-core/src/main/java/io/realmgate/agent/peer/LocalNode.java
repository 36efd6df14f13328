package io.realmgate.agent.peer;

import java.nio.charset.StandardCharsets;

/**
 * Who we are towards every peer.
 *
 * @param identity our DiameterIdentity
 * @param vendorId Vendor-Id in CER and CEA, 0 when it means nothing (RFC 6733 5.3.3)
 * @param originStateId grows with each start, so that peers notice a restart (RFC 6733 8.16)
 */
public record LocalNode(String identity, String realm, String productName, int vendorId, int originStateId) {
    /** The identity as the octets of an AVP. */
    public byte[] identityBytes() {
        return identity.getBytes(StandardCharsets.US_ASCII);
    }
}
