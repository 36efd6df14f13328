package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.AsciiNames;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;

/** Looks for an identity among the Route-Records of a request (RFC 6733 6.1.3 for ours, 6.1.7 for a next hop's). */
final class LoopDetection {
    private LoopDetection() {}

    /** Whether it has passed any of {@code identities}. */
    static boolean hasPassed(DiameterMessage request, RoutingAvps avps, byte[][] identities) {
        for (byte[] identity : identities) {
            if (hasPassed(request, avps, identity)) {
                return true;
            }
        }
        return false;
    }

    static boolean hasPassed(DiameterMessage request, RoutingAvps avps, byte[] identity) {
        ByteBuf bytes = request.bytes();
        for (int i = 0; i < avps.routeRecordCount(); i++) {
            int at = avps.routeRecord(i);
            if (AsciiNames.equalsIgnoreCase(bytes, at + 8, RoutingAvps.dataLength(bytes, at), identity)) {
                return true;
            }
        }
        return false;
    }
}
