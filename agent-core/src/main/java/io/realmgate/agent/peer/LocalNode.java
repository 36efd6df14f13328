package io.realmgate.agent.peer;

import io.realmgate.agent.codec.Originator;
import io.realmgate.agent.config.PeerProfile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Who we are towards a peer.
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

    /** The same node under another name, or itself without one. */
    LocalNode as(PeerProfile.@Nullable LocalName name) {
        return name == null ? this : new LocalNode(name.identity(), name.realm(), productName, vendorId, originStateId);
    }

    /** Who our answers come from. */
    Originator originator() {
        return Originator.of(identity, realm, originStateId);
    }
}
