package io.realmgate.agent.cli.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * Reads a capture file of the classic pcap format, packet by packet, either byte order, micro- or nanoseconds. The newer
 * pcapng is recognized and refused with the command that converts it.
 */
public final class PcapReader {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int PCAPNG = 0x0a0d0d0a;
    private static final int LONGEST_PACKET = 16 << 20;

    private final InputStream in;
    private final boolean littleEndian;
    private final int nanosPerUnit;
    private final int linkType;
    private long offset;

    private PcapReader(InputStream in, boolean littleEndian, int nanosPerUnit, int linkType) {
        this.in = in;
        this.littleEndian = littleEndian;
        this.nanosPerUnit = nanosPerUnit;
        this.linkType = linkType;
        this.offset = 24;
    }

    /** One captured packet; {@code bytes} begins with the link layer's header. */
    record Packet(int number, Instant at, ByteBuf bytes) {}

    /** What is done with each packet. */
    @FunctionalInterface
    interface Sink {
        void packet(Packet packet) throws MalformedInputException;
    }

    /** Whether a file that begins with these four octets is a capture, of either format. */
    public static boolean isCapture(int magic) {
        return magic == PCAPNG
                || magic == MICROSECONDS
                || magic == NANOSECONDS
                || Integer.reverseBytes(magic) == MICROSECONDS
                || Integer.reverseBytes(magic) == NANOSECONDS;
    }

    /** Reads the file's header. */
    static PcapReader open(InputStream in) throws IOException, MalformedInputException {
        ByteBuf header = Unpooled.wrappedBuffer(in.readNBytes(24));
        if (header.readableBytes() < 24) {
            throw new MalformedInputException("offset 0: a capture file begins with 24 octets");
        }
        int magic = header.getInt(0);
        if (magic == PCAPNG) {
            throw new MalformedInputException("this is a pcapng file; convert it: editcap -F pcap in.pcapng out.pcap");
        }
        boolean little = Integer.reverseBytes(magic) == MICROSECONDS || Integer.reverseBytes(magic) == NANOSECONDS;
        int plain = little ? Integer.reverseBytes(magic) : magic;
        int link = (little ? header.getIntLE(20) : header.getInt(20)) & 0xfffffff;
        return new PcapReader(in, little, plain == NANOSECONDS ? 1 : 1000, link);
    }

    int linkType() {
        return linkType;
    }

    void read(Sink sink) throws IOException, MalformedInputException {
        for (int number = 1; ; number++) {
            ByteBuf header = Unpooled.wrappedBuffer(in.readNBytes(16));
            if (!header.isReadable()) {
                return;
            }
            long length = header.readableBytes() < 16 ? -1 : number(header, 8);
            if (length < 0 || length > LONGEST_PACKET) {
                throw new MalformedInputException("offset " + offset + ": packet " + number
                        + (length < 0 ? " has no whole header" : " claims " + length + " octets"));
            }
            ByteBuf bytes = Unpooled.wrappedBuffer(in.readNBytes((int) length));
            if (bytes.readableBytes() < length) {
                throw new MalformedInputException("offset " + (offset + 16) + ": packet " + number + " claims " + length
                        + " octets, " + bytes.readableBytes() + " are there");
            }
            Instant at = Instant.ofEpochSecond(number(header, 0), number(header, 4) * nanosPerUnit);
            sink.packet(new Packet(number, at, bytes));
            offset += 16 + length;
        }
    }

    private long number(ByteBuf header, int at) {
        return littleEndian ? header.getUnsignedIntLE(at) : header.getUnsignedInt(at);
    }
}
