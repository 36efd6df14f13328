package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.routing.Octets;

/**
 * The value of one AVP of a message, read where it lies. A flyweight of one loop. It is not copied first: eight octets that were written as
 * two words just now are read only when both have left the processor's store buffer, behind all that was copied before them.
 */
final class MessageOctets implements Octets {
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private int start;
    private int length;

    /** Shows the data of the base AVP whose header is at {@code avp}. */
    MessageOctets showAvp(ByteBuf bytes, int avp) {
        return show(bytes, avp + 8, RoutingAvps.dataLength(bytes, avp));
    }

    /** Shows the value of an AVP. */
    @SuppressWarnings("ReferenceEquality") // the question is whether anything is to be stored
    MessageOctets show(ByteBuf bytes, int start, int length) {
        if (this.bytes != bytes) {
            this.bytes = bytes;
        }
        this.start = start;
        this.length = length;
        return this;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public byte byteAt(int index) {
        return bytes.getByte(start + index);
    }

    @Override
    public long longAt(int index) {
        return bytes.getLong(start + index);
    }
}
