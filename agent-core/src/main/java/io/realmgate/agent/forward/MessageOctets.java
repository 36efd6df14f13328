package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.routing.Octets;

/**
 * The value of one AVP of a message. A flyweight of one loop. Its beginning, which is all of most numbers, is copied when the first octet
 * is read: rules read octet by octet, several times over, and each read of a buffer checks whether it may.
 */
final class MessageOctets implements Octets {
    private static final int COPIED = 256;

    private final byte[] beginning = new byte[COPIED];
    private int copied;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private int start;
    private int length;

    /** Shows the data of the base AVP whose header is at {@code avp}; nothing is done if that is what it shows already. */
    MessageOctets showAvp(ByteBuf bytes, int avp) {
        return start == avp + 8 ? this : show(bytes, avp + 8, RoutingAvps.dataLength(bytes, avp));
    }

    /** Shows octets anywhere. */
    @SuppressWarnings("ReferenceEquality") // the question is whether anything is to be stored
    MessageOctets show(ByteBuf bytes, int start, int length) {
        if (this.bytes != bytes) {
            this.bytes = bytes;
        }
        this.start = start;
        this.length = length;
        copied = 0;
        return this;
    }

    /** Forgets what it shows: the next message may have other octets at the same place. */
    void forget() {
        start = -1;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public byte byteAt(int index) {
        return index < copied ? beginning[index] : read(index);
    }

    private byte read(int index) {
        if (copied == 0) {
            copied = Math.min(length, COPIED);
            bytes.getBytes(start, beginning, 0, copied);
        }
        return bytes.getByte(start + index);
    }

    @Override
    public long longAt(int index) {
        return bytes.getLong(start + index);
    }
}
