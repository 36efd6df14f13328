package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The value of one AVP of a message. A flyweight of one loop. Its beginning, which is all of most names and numbers, is copied when it is
 * read first: rules read it several times over, and each read of a buffer checks whether it may.
 */
final class MessageOctets implements Octets {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int COPIED = 256;
    /** Up to so many octets, reads of eight are sooner done than one of all. */
    private static final int FEW = 64;

    private final byte[] beginning = new byte[COPIED];
    private int copied;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private int start;
    private int length;

    /** Shows the data of the base AVP whose header is at {@code avp}; nothing is done if that is what it shows already. */
    MessageOctets showAvp(ByteBuf bytes, int avp) {
        return start == avp + 8 ? this : show(bytes, avp + 8, RoutingAvps.dataLength(bytes, avp));
    }

    /** Shows the value of an AVP: what is before {@code start} is its header. */
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
        return index < copied || isCopied(index) ? beginning[index] : bytes.getByte(start + index);
    }

    @Override
    public long longAt(int index) {
        // Not from the copy: eight octets that were written as two words just now are slower to read than any others.
        return bytes.getLong(start + index);
    }

    @Override
    public int hash(int start) {
        return isCopied(length - 1) ? Names.hash(beginning, start, length) : Names.hash(this, start);
    }

    /** Whether this octet is among those copied, which they are now. */
    private boolean isCopied(int index) {
        if (copied == 0) {
            copy();
        }
        return index < copied;
    }

    private void copy() {
        copied = Math.min(length, COPIED);
        if (copied > FEW) {
            bytes.getBytes(start, beginning, 0, copied);
            return;
        }
        int at = 0;
        if (copied >= Long.BYTES) {
            WORDS.set(beginning, 0, bytes.getLong(start));
            at = Long.BYTES;
        }
        if (copied >= 2 * Long.BYTES) {
            WORDS.set(beginning, at, bytes.getLong(start + at));
            at += Long.BYTES;
        }
        for (; at + Long.BYTES <= copied; at += Long.BYTES) {
            WORDS.set(beginning, at, bytes.getLong(start + at));
        }
        if (at < copied) {
            // The last eight octets up to its end: of a short value, they begin in the header.
            long last = bytes.getLong(start + copied - Long.BYTES);
            WORDS.set(beginning, at, last << Byte.SIZE * (at + Long.BYTES - copied));
        }
    }
}
