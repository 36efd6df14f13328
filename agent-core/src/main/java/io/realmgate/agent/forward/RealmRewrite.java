package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import org.jspecify.annotations.Nullable;

/**
 * A request turned to another realm (RFC 7075 3.2.2, RFC 5729 3.3): without its Destination-Host, with a new
 * Destination-Realm in the place of the old one, otherwise octet for octet as it came. Confined to one loop; the result
 * lives until the next.
 */
final class RealmRewrite {
    private final ByteBuf bytes = Unpooled.directBuffer(1024);
    private final DiameterMessage rewritten = new DiameterMessage();
    private final AvpCursor cursor = new AvpCursor();

    /** @param realm the new Destination-Realm */
    DiameterMessage rewrite(DiameterMessage request, byte[] realm) {
        return rewrite(request, realm, null);
    }

    /**
     * @param realm the new Destination-Realm
     * @param userName the new User-Name in the place of the first one; null: it stays
     */
    DiameterMessage rewrite(DiameterMessage request, byte[] realm, byte @Nullable [] userName) {
        bytes.clear();
        bytes.writeBytes(request.bytes(), request.start(), request.avpStart() - request.start());
        boolean written = false;
        byte[] name = userName;
        cursor.over(request);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.DESTINATION_REALM)) {
                write(AvpCodes.DESTINATION_REALM, realm);
                written = true;
            } else if (name != null && cursor.is(AvpCodes.USER_NAME)) {
                write(AvpCodes.USER_NAME, name);
                name = null;
            } else if (!cursor.is(AvpCodes.DESTINATION_HOST)) {
                int padded = Math.min(cursor.length() + 3 & ~3, request.end() - cursor.start());
                bytes.writeBytes(request.bytes(), cursor.start(), padded);
            }
        }
        if (!written) {
            write(AvpCodes.DESTINATION_REALM, realm);
        }
        bytes.setMedium(1, bytes.writerIndex());
        return rewritten.wrap(bytes, 0, bytes.writerIndex());
    }

    private void write(int code, byte[] data) {
        bytes.writeInt(code);
        bytes.writeInt(AvpCursor.FLAG_MANDATORY << 24 | 8 + data.length);
        bytes.writeBytes(data);
        bytes.writeZero(-data.length & 3);
    }
}
