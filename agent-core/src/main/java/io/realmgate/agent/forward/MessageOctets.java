package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.routing.Octets;

/** The value of one AVP where it lies in the received bytes. A flyweight of one loop. */
final class MessageOctets implements Octets {
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private int start;
    private int length;

    /** Shows the data of the base AVP whose header is at {@code avp}. */
    MessageOctets show(ByteBuf bytes, int avp) {
        return show(bytes, avp + 8, RoutingAvps.dataLength(bytes, avp));
    }

    /** Shows octets anywhere. */
    MessageOctets show(ByteBuf bytes, int start, int length) {
        this.bytes = bytes;
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
