package io.realmgate.agent.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** Bytes laid so that reading one octet too many is seen. The buffers need no release. */
public final class Fenced {
    private Fenced() {}

    /** A buffer of just these bytes: any index outside them throws. */
    public static ByteBuf exact(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes.clone());
    }

    /**
     * These bytes from index {@code before} on, amid {@code before} octets of poison on either side: whatever depends on
     * the neighbourhood comes out differently with another poison.
     */
    public static ByteBuf amid(byte[] bytes, int before, int poison) {
        byte[] all = new byte[bytes.length + 2 * before];
        Arrays.fill(all, (byte) poison);
        System.arraycopy(bytes, 0, all, before, bytes.length);
        return Unpooled.wrappedBuffer(all).setIndex(before, before + bytes.length);
    }
}
