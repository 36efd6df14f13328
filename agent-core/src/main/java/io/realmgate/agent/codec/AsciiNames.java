package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;

/** Compares DiameterIdentities in messages without case, as the DNS does (RFC 6733 4.3.1, 5.6.4). */
public final class AsciiNames {
    private AsciiNames() {}

    /** Whether the {@code length} octets at {@code at} are {@code name}, apart from the case of ASCII letters. */
    public static boolean equalsIgnoreCase(ByteBuf bytes, int at, int length, byte[] name) {
        if (length != name.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(bytes.getByte(at + i)) != lower(name[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }
}
