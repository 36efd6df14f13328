package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.decode.CaptureFile.Packet;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the Diameter messages in a capture file, over TCP and SCTP, whatever the ports. Of one thread. */
public final class CaptureDecoder {
    private static final int ETHERNET = 1;
    private static final int RAW_IP = 101;
    private static final int SCTP_DATA = 0;
    private static final int SCTP_BEGIN = 2;
    private static final int SCTP_END = 1;

    /** Directions of connections and streams that are put together at once; the oldest are forgotten for newer ones. */
    private static final int MOST_STREAMS = 1 << 14;

    private final Sink sink;
    private final Map<String, TcpDirection> streams = bounded();
    private final Map<String, ByteBuf> fragments = bounded();

    /**
     * Where a message was seen.
     *
     * @param packet number from 1 of the one that completed it
     * @param source address and port
     * @param destination address and port
     */
    public record Seen(int packet, Instant at, String source, String destination) {
        /** In one line, for people. */
        public String text() {
            return "packet " + packet + "  " + at + "  " + source + " -> " + destination;
        }
    }

    /** Who gets the messages. */
    @FunctionalInterface
    public interface Sink {
        /** A message that a packet completed; valid during the call only. */
        void message(Seen seen, DiameterMessage message);
    }

    private CaptureDecoder(Sink sink) {
        this.sink = sink;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_STREAMS;
            }
        };
    }

    /** Reads a whole capture file. */
    public static void decode(InputStream file, Sink sink) throws IOException, MalformedInputException {
        CaptureDecoder decoder = new CaptureDecoder(sink);
        PcapReader.open(file).read(decoder::packet);
    }

    /** Reads one packet: an Ethernet frame, or an IP packet without one. */
    public static void decode(byte[] frame, Sink sink) {
        ByteBuf bytes = Unpooled.wrappedBuffer(frame);
        boolean ethernet = IpPacket.of(ETHERNET, bytes) != null;
        new CaptureDecoder(sink).packet(new Packet(1, Instant.EPOCH, ethernet ? ETHERNET : RAW_IP, bytes));
    }

    private void packet(Packet packet) {
        IpPacket ip = IpPacket.of(packet.linkType(), packet.bytes());
        if (ip == null || ip.payload().readableBytes() < 12) {
            return;
        }
        ByteBuf payload = ip.payload();
        String source = ip.source() + ':' + payload.getUnsignedShort(0);
        String destination = ip.destination() + ':' + payload.getUnsignedShort(2);
        Seen seen = new Seen(packet.number(), packet.at(), source, destination);
        MessageCutter.Sink out = message -> sink.message(seen, message);
        String way = source + " -> " + destination;
        if (ip.protocol() == IpPacket.TCP) {
            tcp(payload, way, out);
        } else if (ip.protocol() == IpPacket.SCTP) {
            sctp(payload, way, out);
        }
    }

    private void tcp(ByteBuf segment, String way, MessageCutter.Sink out) {
        if (segment.readableBytes() < 20) {
            return;
        }
        int header = (segment.getByte(12) >> 4 & 0x0f) * 4;
        boolean syn = (segment.getByte(13) & 0x02) != 0;
        if (header >= 20 && header <= segment.readableBytes()) {
            ByteBuf data = segment.slice(header, segment.readableBytes() - header);
            streams.computeIfAbsent(way, w -> new TcpDirection()).segment(segment.getInt(4), syn, data, out);
        }
    }

    /** RFC 9260 3.3.1: DATA chunks; the pieces of a message come in order within a stream. */
    private void sctp(ByteBuf packet, String way, MessageCutter.Sink out) {
        for (int at = 12; at + 16 <= packet.writerIndex(); ) {
            int length = packet.getUnsignedShort(at + 2);
            if (length < 4 || at + length > packet.writerIndex()) {
                return;
            }
            if (packet.getByte(at) == SCTP_DATA && length > 16) {
                String stream = way + '/' + packet.getUnsignedShort(at + 8);
                piece(stream, packet.getByte(at + 1), packet.slice(at + 16, length - 16), out);
            }
            at += length + 3 & ~3;
        }
    }

    private void piece(String stream, int flags, ByteBuf data, MessageCutter.Sink out) {
        if ((flags & SCTP_BEGIN) != 0) {
            fragments.put(stream, Unpooled.buffer());
        }
        ByteBuf whole = fragments.get(stream);
        if (whole == null) {
            return;
        }
        if (whole.readableBytes() + data.readableBytes() > DiameterMessage.MAX_LENGTH) {
            fragments.remove(stream);
            return;
        }
        whole.writeBytes(data);
        if ((flags & SCTP_END) != 0) {
            fragments.remove(stream);
            if (whole.readableBytes() >= DiameterMessage.HEADER_LENGTH
                    && whole.getUnsignedMedium(1) == whole.readableBytes()) {
                out.message(new DiameterMessage().wrap(whole, 0, whole.readableBytes()));
            }
        }
    }
}
