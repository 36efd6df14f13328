package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;

/**
 * Reads a capture file packet by packet: the classic pcap format, either byte order, micro- or nanoseconds, and through
 * {@link PcapngReader} the newer one.
 */
public final class PcapReader implements CaptureFile {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int HEADER = 24;

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
        this.offset = HEADER;
    }

    /** Whether a file that begins with these four octets is a capture, of either format. */
    public static boolean isCapture(int magic) {
        return magic == PcapngReader.SECTION
                || magic == MICROSECONDS
                || magic == NANOSECONDS
                || Integer.reverseBytes(magic) == MICROSECONDS
                || Integer.reverseBytes(magic) == NANOSECONDS;
    }

    /** Reads the file's header. */
    static CaptureFile open(InputStream in) throws IOException, MalformedInputException {
        byte[] first = in.readNBytes(HEADER);
        if (first.length < HEADER) {
            throw new MalformedInputException("offset 0: a capture file begins with " + HEADER + " octets");
        }
        ByteBuf header = Unpooled.wrappedBuffer(first);
        int magic = header.getInt(0);
        if (!isCapture(magic)) {
            throw new MalformedInputException("offset 0: not a capture file, neither pcap nor pcapng");
        }
        if (magic == PcapngReader.SECTION) {
            return new PcapngReader(new SequenceInputStream(new ByteArrayInputStream(first), in));
        }
        boolean little = Integer.reverseBytes(magic) == MICROSECONDS || Integer.reverseBytes(magic) == NANOSECONDS;
        int plain = little ? Integer.reverseBytes(magic) : magic;
        int link = (little ? header.getIntLE(20) : header.getInt(20)) & 0xfffffff;
        return new PcapReader(in, little, plain == NANOSECONDS ? 1 : 1000, link);
    }

    @Override
    public void read(Sink sink) throws IOException, MalformedInputException {
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
            sink.packet(new Packet(number, at, linkType, bytes));
            offset += 16 + length;
        }
    }

    private long number(ByteBuf header, int at) {
        return littleEndian ? header.getUnsignedIntLE(at) : header.getUnsignedInt(at);
    }
}
