package io.realmgate.agent.behaviour;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One Diameter message as it came over a socket, read by the letter of RFC 6733 sections 3 and 4 and without any code of
 * the product. Whatever is malformed fails the test that looks at it.
 */
final class RawMessage {
    private final ByteBuffer bytes;

    RawMessage(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer();
        if (bytes.length < 20 || version() != 1 || length() != bytes.length) {
            throw new AssertionError("no Diameter message: " + HexFormat.of().formatHex(bytes));
        }
    }

    byte[] bytes() {
        byte[] copy = new byte[bytes.capacity()];
        bytes.get(0, copy);
        return copy;
    }

    private int version() {
        return bytes.get(0);
    }

    int length() {
        return bytes.getInt(0) & 0xffffff;
    }

    int flags() {
        return bytes.get(4) & 0xff;
    }

    boolean isRequest() {
        return (flags() & 0x80) != 0;
    }

    boolean isProxiable() {
        return (flags() & 0x40) != 0;
    }

    boolean isError() {
        return (flags() & 0x20) != 0;
    }

    boolean isRetransmitted() {
        return (flags() & 0x10) != 0;
    }

    int command() {
        return bytes.getInt(4) & 0xffffff;
    }

    int application() {
        return bytes.getInt(8);
    }

    int hopByHop() {
        return bytes.getInt(12);
    }

    int endToEnd() {
        return bytes.getInt(16);
    }

    List<RawAvp> avps() {
        return parse(bytes.slice(20, bytes.capacity() - 20));
    }

    static List<RawAvp> parse(ByteBuffer bytes) {
        List<RawAvp> avps = new ArrayList<>();
        for (int at = 0; at < bytes.capacity(); ) {
            int length = bytes.getInt(at + 4) & 0xffffff;
            int padded = (length + 3) / 4 * 4;
            if (length < (bytes.get(at + 4) < 0 ? 12 : 8) || at + padded > bytes.capacity()) {
                throw new AssertionError("AVP " + bytes.getInt(at) + " has a length of " + length);
            }
            avps.add(new RawAvp(bytes.slice(at, padded)));
            at += padded;
        }
        return avps;
    }

    /** All base AVPs with this code, in order. */
    List<RawAvp> all(int code) {
        return avps().stream().filter(a -> a.is(code)).toList();
    }

    /** The one base AVP with this code. */
    RawAvp avp(int code) {
        List<RawAvp> found = all(code);
        if (found.size() != 1) {
            throw new AssertionError("AVP " + code + " is there " + found.size() + " times in " + this);
        }
        return found.get(0);
    }

    int resultCode() {
        return avp(268).number();
    }

    @Override
    public String toString() {
        return (isRequest() ? "request " : "answer ") + command() + " application "
                + Integer.toUnsignedString(application()) + " flags " + Integer.toHexString(flags()) + " "
                + HexFormat.of().formatHex(bytes(), 0, Math.min(length(), 2048));
    }
}
