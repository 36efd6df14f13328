package io.realmgate.agent.codec;

import java.nio.charset.StandardCharsets;

/**
 * Who an answer of ours comes from, as the octets of its AVPs.
 *
 * @param host Origin-Host; not to be changed
 * @param realm Origin-Realm; not to be changed
 * @param stateId Origin-State-Id (RFC 6733 8.16)
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: one is made for each peer and kept.
public record Originator(byte[] host, byte[] realm, int stateId) {
    /** One with these names, ASCII as all DiameterIdentities are. */
    public static Originator of(String host, String realm, int stateId) {
        return new Originator(
                host.getBytes(StandardCharsets.US_ASCII), realm.getBytes(StandardCharsets.US_ASCII), stateId);
    }
}
