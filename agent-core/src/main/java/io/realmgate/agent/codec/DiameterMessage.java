package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;

/**
 * One Diameter message as a window over received bytes; the AVPs stay opaque.
 *
 * <p>A reusable flyweight: valid only until the bytes below it are released or it is wrapped anew, never kept, never
 * shared between threads. Offsets are absolute indexes into {@link #bytes()}. RFC 6733 section 3.
 */
public final class DiameterMessage {
    /** Octets of the header, which is also the shortest message. */
    public static final int HEADER_LENGTH = 20;

    /** The largest value of the 24-bit Message Length field that is a multiple of four. */
    public static final int MAX_LENGTH = 0xfffffc;

    public static final int VERSION = 1;
    public static final int FLAG_REQUEST = 0x80;
    public static final int FLAG_PROXIABLE = 0x40;
    public static final int FLAG_ERROR = 0x20;
    public static final int FLAG_RETRANSMITTED = 0x10;

    private static final ByteBuf NOTHING = io.netty.buffer.Unpooled.EMPTY_BUFFER;

    private ByteBuf bytes = NOTHING;
    private int start;
    private int length;
    // What the header says, read in two pieces: it is asked for many times.
    private long first;
    private long second;

    /**
     * Points this view at {@code length} octets from {@code start}; at least a header must be there, and what it says does
     * not change any more.
     */
    public DiameterMessage wrap(ByteBuf bytes, int start, int length) {
        pointAt(bytes);
        this.start = start;
        this.length = length;
        this.first = bytes.getLong(start);
        this.second = bytes.getLong(start + 8);
        return this;
    }

    /**
     * Points this view at {@code length} octets from {@code start} that begin with the header of {@code other}, whose length is set
     * to theirs. Of octets that were written just now nothing is read, which would wait until all of them are in memory.
     */
    public DiameterMessage wrapLike(DiameterMessage other, ByteBuf bytes, int start, int length) {
        pointAt(bytes);
        this.start = start;
        this.length = length;
        first = other.first & ~(0xffffffL << 32) | (long) length << 32;
        second = other.second;
        bytes.setMedium(start + 1, length);
        return this;
    }

    /** Points this view at what {@code other} shows. */
    public void show(DiameterMessage other) {
        pointAt(other.bytes);
        start = other.start;
        length = other.length;
        first = other.first;
        second = other.second;
    }

    /** Most messages lie in the same buffer as the one before. */
    @SuppressWarnings("ReferenceEquality") // the same octets elsewhere are another buffer
    private void pointAt(ByteBuf buffer) {
        if (bytes != buffer) {
            bytes = buffer;
        }
    }

    /** Forgets the bytes, so that nothing stale can be read. */
    public void clear() {
        bytes = NOTHING;
        start = 0;
        length = 0;
        first = 0;
        second = 0;
    }

    public ByteBuf bytes() {
        return bytes;
    }

    /** Index of the first octet of the header. */
    public int start() {
        return start;
    }

    /** Octets of the whole message as framed, header included. */
    public int length() {
        return length;
    }

    /** Index one past the last octet. */
    public int end() {
        return start + length;
    }

    /** Index of the first AVP. */
    public int avpStart() {
        return start + HEADER_LENGTH;
    }

    public int version() {
        return (int) (first >>> 56);
    }

    /** What the Message Length field says, which may be more than is there. */
    public int claimedLength() {
        return (int) (first >>> 32) & 0xffffff;
    }

    public int flags() {
        return (int) first >>> 24;
    }

    public boolean isRequest() {
        return (flags() & FLAG_REQUEST) != 0;
    }

    public boolean isProxiable() {
        return (flags() & FLAG_PROXIABLE) != 0;
    }

    public boolean isError() {
        return (flags() & FLAG_ERROR) != 0;
    }

    public boolean isRetransmitted() {
        return (flags() & FLAG_RETRANSMITTED) != 0;
    }

    /** Command code, 24 bits. */
    public int command() {
        return (int) first & 0xffffff;
    }

    /** Application identifier, unsigned 32 bits. */
    public int application() {
        return (int) (second >>> 32);
    }

    public int hopByHop() {
        return (int) second;
    }

    public int endToEnd() {
        return bytes.getInt(start + 16);
    }
}
