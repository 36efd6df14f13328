package io.realmgate.agent.cli.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.cli.decode.PcapReader.Packet;
import io.realmgate.agent.codec.DiameterMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Finds the Diameter messages in a capture file, over TCP and SCTP, whatever the ports. Of one thread. */
public final class CaptureDecoder {
    private static final int SCTP_DATA = 0;
    private static final int SCTP_BEGIN = 2;
    private static final int SCTP_END = 1;

    private final Sink sink;
    private final Map<String, TcpDirection> streams = new HashMap<>();
    private final Map<String, ByteBuf> fragments = new HashMap<>();

    /** Who gets the messages. */
    @FunctionalInterface
    public interface Sink {
        /**
         * A message that a packet completed; valid during the call only.
         *
         * @param packet number from 1, and time
         * @param way {@code source -> destination}, with ports
         */
        void message(String packet, String way, DiameterMessage message);
    }

    private CaptureDecoder(Sink sink) {
        this.sink = sink;
    }

    /** Reads a whole capture file. */
    public static void decode(InputStream file, Sink sink) throws IOException, MalformedInputException {
        PcapReader reader = PcapReader.open(file);
        CaptureDecoder decoder = new CaptureDecoder(sink);
        reader.read(packet -> decoder.packet(reader.linkType(), packet));
    }

    private void packet(int linkType, Packet packet) {
        IpPacket ip = IpPacket.of(linkType, packet.bytes());
        if (ip == null || ip.payload().readableBytes() < 12) {
            return;
        }
        ByteBuf payload = ip.payload();
        String way = ip.source() + ':' + payload.getUnsignedShort(0) + " -> " + ip.destination() + ':'
                + payload.getUnsignedShort(2);
        MessageCutter.Sink out = message -> sink.message(packet.number() + "  " + packet.at(), way, message);
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
