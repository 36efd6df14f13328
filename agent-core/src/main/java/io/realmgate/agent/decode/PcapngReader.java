package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a capture file of the pcapng format: sections of either byte order, several interfaces, enhanced and simple packets.
 * Blocks of other kinds are passed over.
 */
final class PcapngReader implements CaptureFile {
    /** The type of a section header, which reads the same in either byte order. */
    static final int SECTION = 0x0a0d0d0a;

    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int MOST_INTERFACES = 1 << 12;
    private static final long NANOS = 1_000_000_000L;

    private final InputStream in;
    private final List<Interface> interfaces = new ArrayList<>();
    private boolean littleEndian;
    private long offset;
    private int packets;

    /** @param resolution the octet of if_tsresol */
    private record Interface(int linkType, long snapLength, int resolution) {}

    PcapngReader(InputStream in) {
        this.in = in;
    }

    @Override
    public void read(Sink sink) throws IOException, MalformedInputException {
        for (ByteBuf head = next(8); head.isReadable(); head = next(8)) {
            need(head, 8);
            int type = head.getInt(0);
            ByteBuf order = Unpooled.EMPTY_BUFFER;
            if (type == SECTION) {
                order = next(4);
                need(order, 4);
                littleEndian = order.getInt(0) != BYTE_ORDER;
                interfaces.clear();
            }
            long length = number(head, 4);
            long rest = length - 8 - order.readableBytes();
            if (length < 12 || rest < 4 || length >= LONGEST_PACKET || (length & 3) != 0) {
                throw new MalformedInputException("offset " + offset + ": a block claims " + length + " octets");
            }
            ByteBuf body = next((int) rest);
            need(body, (int) rest);
            block(littleEndian ? Integer.reverseBytes(type) : type, body.slice(0, (int) rest - 4), sink);
            offset += length;
        }
    }

    private ByteBuf next(int octets) throws IOException {
        return Unpooled.wrappedBuffer(in.readNBytes(octets));
    }

    private void need(ByteBuf read, int octets) throws MalformedInputException {
        if (read.readableBytes() < octets) {
            throw new MalformedInputException("offset " + offset + ": a block ends early");
        }
    }

    private void block(int type, ByteBuf body, Sink sink) throws MalformedInputException {
        switch (type) {
            case INTERFACE -> {
                need(body, 8);
                if (interfaces.size() == MOST_INTERFACES) {
                    throw new MalformedInputException("offset " + offset + ": too many interfaces");
                }
                interfaces.add(new Interface(shortAt(body, 0), number(body, 4), resolution(body)));
            }
            case ENHANCED_PACKET -> {
                need(body, 20);
                Interface on = on(number(body, 0));
                Instant at = time(number(body, 4) << 32 | number(body, 8), on.resolution());
                packet(on, at, number(body, 12), body.slice(20, body.readableBytes() - 20), sink);
            }
            case SIMPLE_PACKET -> {
                need(body, 4);
                Interface on = on(0);
                long captured = on.snapLength() == 0 ? number(body, 0) : Math.min(on.snapLength(), number(body, 0));
                packet(on, Instant.EPOCH, captured, body.slice(4, body.readableBytes() - 4), sink);
            }
            default -> {
                // Names, statistics, comments.
            }
        }
    }

    private void packet(Interface on, Instant at, long length, ByteBuf data, Sink sink) throws MalformedInputException {
        packets++;
        if (length > data.readableBytes()) {
            throw new MalformedInputException("offset " + offset + ": packet " + packets + " claims " + length
                    + " octets, " + data.readableBytes() + " are there");
        }
        sink.packet(new Packet(packets, at, on.linkType(), data.slice(0, (int) length)));
    }

    private Interface on(long number) throws MalformedInputException {
        if (number >= interfaces.size()) {
            throw new MalformedInputException(
                    "offset " + offset + ": a packet of interface " + number + ", which was not described");
        }
        return interfaces.get((int) number);
    }

    /** The option if_tsresol; microseconds without it. */
    private int resolution(ByteBuf body) {
        for (int at = 8; at + 4 <= body.readableBytes(); ) {
            int length = shortAt(body, at + 2);
            if (shortAt(body, at) == OPTION_TIME_RESOLUTION && length == 1 && at + 4 < body.readableBytes()) {
                return body.getUnsignedByte(at + 4);
            }
            at += 4 + (length + 3 & ~3);
        }
        return 6;
    }

    private static Instant time(long units, int resolution) {
        int exponent = resolution & 0x7f;
        if ((resolution & 0x80) != 0) {
            // A negative power of two; what is finer than nanoseconds is cut off.
            long second = exponent > 62 ? 0 : units >>> exponent;
            double part = exponent > 62 ? 0 : (units - (second << exponent)) / (double) (1L << exponent);
            return Instant.ofEpochSecond(second, (long) (part * NANOS));
        }
        long perSecond = 1;
        for (int i = 0; i < Math.min(exponent, 18); i++) {
            perSecond *= 10;
        }
        long second = Long.divideUnsigned(units, perSecond);
        double part = (units - second * perSecond) / (double) perSecond;
        return Instant.ofEpochSecond(second, Math.round(part * NANOS));
    }

    private long number(ByteBuf from, int at) {
        return littleEndian ? from.getUnsignedIntLE(at) : from.getUnsignedInt(at);
    }

    private int shortAt(ByteBuf from, int at) {
        return littleEndian ? from.getUnsignedShortLE(at) : from.getUnsignedShort(at);
    }
}
