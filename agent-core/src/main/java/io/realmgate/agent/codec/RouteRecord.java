package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The Route-Record AVP (RFC 6733 6.7.1) of one peer, written once and appended to each of its requests. */
public final class RouteRecord {
    private RouteRecord() {}

    /** The padded AVP with {@code identity}; lives as long as it is referred to. Read it by absolute index. */
    public static ByteBuf of(String identity) {
        byte[] name = identity.getBytes(StandardCharsets.US_ASCII);
        int padding = -name.length & 3;
        ByteBuf avp = Unpooled.directBuffer(8 + name.length + padding);
        avp.writeInt(AvpCodes.ROUTE_RECORD);
        avp.writeInt(AvpCursor.FLAG_MANDATORY << 24 | 8 + name.length);
        avp.writeBytes(name);
        avp.writeZero(padding);
        return Unpooled.unreleasableBuffer(avp);
    }
}
