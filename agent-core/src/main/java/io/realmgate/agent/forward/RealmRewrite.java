package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;

/**
 * A request turned to another realm (RFC 7075 3.2.2): without its Destination-Host, with a new Destination-Realm in the place
 * of the old one, otherwise octet for octet as it came. Confined to one loop; the result lives until the next.
 */
final class RealmRewrite {
    private final ByteBuf bytes = Unpooled.directBuffer(1024);
    private final DiameterMessage rewritten = new DiameterMessage();
    private final AvpCursor cursor = new AvpCursor();

    /** @param realm the new Destination-Realm */
    DiameterMessage rewrite(DiameterMessage request, byte[] realm) {
        bytes.clear();
        bytes.writeBytes(request.bytes(), request.start(), request.avpStart() - request.start());
        boolean written = false;
        cursor.over(request);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.DESTINATION_REALM)) {
                write(realm);
                written = true;
            } else if (!cursor.is(AvpCodes.DESTINATION_HOST)) {
                int padded = Math.min(cursor.length() + 3 & ~3, request.end() - cursor.start());
                bytes.writeBytes(request.bytes(), cursor.start(), padded);
            }
        }
        if (!written) {
            write(realm);
        }
        bytes.setMedium(1, bytes.writerIndex());
        return rewritten.wrap(bytes, 0, bytes.writerIndex());
    }

    private void write(byte[] realm) {
        bytes.writeInt(AvpCodes.DESTINATION_REALM);
        bytes.writeInt(AvpCursor.FLAG_MANDATORY << 24 | 8 + realm.length);
        bytes.writeBytes(realm);
        bytes.writeZero(-realm.length & 3);
    }
}
