package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Walks the AVPs of a message or of a Grouped AVP without copying them (RFC 6733 4.1).
 *
 * <p>A reusable flyweight of one thread. {@link #next()} returns false at the end and at the first malformed AVP; {@link
 * #malformed()} tells the two apart, and the cursor then stands on the offending AVP. It never reads outside the window
 * it was given and each step moves forward by at least eight octets, whatever the bytes say.
 */
public final class AvpCursor {
    public static final int FLAG_VENDOR = 0x80;
    public static final int FLAG_MANDATORY = 0x40;

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private int end;
    private int next;
    private int start;
    private int code;
    /** Flags and length. */
    private int word;

    private int length;
    private boolean malformed;

    /** Stands before the first AVP of {@code message}. */
    public AvpCursor over(DiameterMessage message) {
        return over(message.bytes(), message.avpStart(), message.end());
    }

    /** Stands before the first AVP of the Grouped AVP that {@code outer} stands on. */
    public AvpCursor inside(AvpCursor outer) {
        return over(outer.bytes, outer.dataStart(), outer.dataStart() + outer.dataLength());
    }

    /** Stands before the first AVP in the window {@code [from, end)} of {@code bytes}. */
    @SuppressWarnings("ReferenceEquality") // the question is whether anything is to be stored
    public AvpCursor over(ByteBuf bytes, int from, int end) {
        if (this.bytes != bytes) {
            this.bytes = bytes;
        }
        this.next = from;
        this.end = end;
        this.start = from;
        this.length = 0;
        this.malformed = false;
        return this;
    }

    /** Moves to the next AVP; false when there is none or it is malformed. */
    public boolean next() {
        if (next >= end || malformed) {
            return false;
        }
        start = next;
        int left = end - start;
        if (left < 8) {
            return broken(left);
        }
        long header = bytes.getLong(start);
        code = (int) (header >>> 32);
        word = (int) header;
        length = word & 0xffffff;
        if (length < headerLength() || length > left) {
            return broken(left);
        }
        // The padding of the last AVP of a group may be missing when the group's own length leaves it out.
        next = Math.min(end, start + (length + 3 & ~3));
        return true;
    }

    private boolean broken(int left) {
        length = Math.min(left, 12);
        malformed = true;
        return false;
    }

    /**
     * Whether the walk ended at an AVP whose length contradicts the window (DIAMETER_INVALID_AVP_LENGTH). Of it only {@link
     * #start()} and {@link #length()} may be asked.
     */
    public boolean malformed() {
        return malformed;
    }

    /** Index of the first octet of the AVP header. */
    public int start() {
        return start;
    }

    /** Octets of header and data, without padding; of a malformed AVP those of its header that are really there. */
    public int length() {
        return length;
    }

    public int code() {
        return code;
    }

    public int flags() {
        return word >>> 24;
    }

    public boolean hasVendor() {
        return word < 0;
    }

    /** The Vendor-ID field, 0 when the V bit is clear. */
    public int vendor() {
        return hasVendor() ? bytes.getInt(start + 8) : 0;
    }

    /** Whether this is AVP {@code code} of the base protocol: the V bit is clear. */
    public boolean is(int code) {
        return this.code == code && word >= 0;
    }

    public int dataStart() {
        return start + headerLength();
    }

    public int dataLength() {
        return length - headerLength();
    }

    /** 12 with a Vendor-ID, else 8. */
    public int headerLength() {
        return word < 0 ? 12 : 8;
    }

    public ByteBuf bytes() {
        return bytes;
    }

    /** The value as Unsigned32; the caller has checked that {@link #dataLength()} is 4. */
    public int unsigned32() {
        return bytes.getInt(dataStart());
    }

    /** The value as text. Allocates: for capabilities, logs and tools, not for the message path. */
    public String text() {
        return bytes.toString(dataStart(), dataLength(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
