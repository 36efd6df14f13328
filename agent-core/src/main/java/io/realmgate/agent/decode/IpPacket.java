package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The transport payload of a captured packet.
 *
 * @param protocol 6 TCP, 132 SCTP
 * @param payload from the transport header on, without padding of the link
 */
record IpPacket(String source, String destination, int protocol, ByteBuf payload) {
    static final int TCP = 6;
    static final int SCTP = 132;

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERTYPE_VLAN = 0x8100;

    /** The IP packet in a frame of this link type; null when there is none, or only a fragment of one. */
    static @Nullable IpPacket of(int linkType, ByteBuf frame) {
        try {
            int at = ipStart(linkType, frame);
            if (at < 0) {
                return null;
            }
            return switch (frame.getUnsignedByte(at) >> 4) {
                case 4 -> version4(frame, at);
                case 6 -> version6(frame, at);
                default -> null;
            };
        } catch (IndexOutOfBoundsException e) {
            // The capture cut the packet short.
            return null;
        }
    }

    private static int ipStart(int linkType, ByteBuf frame) {
        return switch (linkType) {
            case 0, 108 -> 4;
            case 1 -> ethernet(frame, 12);
            case 101, 228, 229 -> 0;
            case 113 -> 16;
            case 276 -> 20;
            default -> -1;
        };
    }

    private static int ethernet(ByteBuf frame, int typeAt) {
        return switch (frame.getUnsignedShort(typeAt)) {
            case ETHERTYPE_IPV4, ETHERTYPE_IPV6 -> typeAt + 2;
            case ETHERTYPE_VLAN -> ethernet(frame, typeAt + 4);
            default -> -1;
        };
    }

    private static @Nullable IpPacket version4(ByteBuf frame, int at) {
        int header = (frame.getByte(at) & 0x0f) * 4;
        int total = frame.getUnsignedShort(at + 2);
        boolean fragment = (frame.getUnsignedShort(at + 6) & 0x3fff) != 0;
        // A length of 0 was left to the network card to fill in.
        int end = total == 0 ? frame.writerIndex() : at + total;
        if (fragment || header < 20 || end < at + header || end > frame.writerIndex()) {
            return null;
        }
        return new IpPacket(
                address(frame, at + 12, 4),
                address(frame, at + 16, 4),
                frame.getUnsignedByte(at + 9),
                frame.slice(at + header, end - at - header));
    }

    private static @Nullable IpPacket version6(ByteBuf frame, int at) {
        int length = frame.getUnsignedShort(at + 4);
        int end = length == 0 ? frame.writerIndex() : at + 40 + length;
        int protocol = frame.getUnsignedByte(at + 6);
        int payload = at + 40;
        // Hop-by-hop, routing and destination options may stand before the transport header.
        while (protocol == 0 || protocol == 43 || protocol == 60) {
            protocol = frame.getUnsignedByte(payload);
            payload += (frame.getUnsignedByte(payload + 1) + 1) * 8;
        }
        if (end < payload || end > frame.writerIndex()) {
            return null;
        }
        return new IpPacket(
                '[' + address(frame, at + 8, 16) + ']',
                '[' + address(frame, at + 24, 16) + ']',
                protocol,
                frame.slice(payload, end - payload));
    }

    private static String address(ByteBuf frame, int at, int length) {
        byte[] raw = new byte[length];
        frame.getBytes(at, raw);
        try {
            return InetAddress.getByAddress(raw).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 octets are addresses", e);
        }
    }
}
