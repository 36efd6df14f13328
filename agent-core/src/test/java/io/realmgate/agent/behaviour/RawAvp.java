package io.realmgate.agent.behaviour;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** One AVP of a {@link RawMessage}, as it stood on the wire (RFC 6733 4.1). */
final class RawAvp {
    private final ByteBuffer whole;

    /** @param whole header, data and padding */
    RawAvp(ByteBuffer whole) {
        this.whole = whole;
    }

    int code() {
        return whole.getInt(0);
    }

    int flags() {
        return whole.get(4) & 0xff;
    }

    /** Whether this is AVP {@code code} of the base protocol, which has no V bit. */
    boolean is(int code) {
        return code() == code && (flags() & 0x80) == 0;
    }

    private int headerLength() {
        return whole.get(4) < 0 ? 12 : 8;
    }

    int vendor() {
        return whole.get(4) < 0 ? whole.getInt(8) : 0;
    }

    byte[] data() {
        byte[] data = new byte[(whole.getInt(4) & 0xffffff) - headerLength()];
        whole.get(headerLength(), data);
        return data;
    }

    String text() {
        return new String(data(), StandardCharsets.UTF_8);
    }

    int number() {
        byte[] data = data();
        if (data.length != 4) {
            throw new AssertionError("AVP " + code() + " has " + data.length + " octets, not 4");
        }
        return ByteBuffer.wrap(data).getInt();
    }

    /** The AVPs of a Grouped AVP. */
    List<RawAvp> inner() {
        return RawMessage.parse(ByteBuffer.wrap(data()));
    }

    /** Header, data and padding. */
    byte[] bytes() {
        byte[] bytes = new byte[whole.capacity()];
        whole.get(0, bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
