package io.realmgate.agent.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Locale;

/** Builds capture files packet by packet, in the classic pcap format. */
public final class Captures {
    private final ByteBuf file = Unpooled.buffer();
    private final boolean littleEndian;

    public Captures(boolean littleEndian, int linkType) {
        this.littleEndian = littleEndian;
        integer(0xa1b2c3d4);
        file.writeZero(12);
        integer(65535);
        integer(linkType);
    }

    private void integer(int value) {
        if (littleEndian) {
            file.writeIntLE(value);
        } else {
            file.writeInt(value);
        }
    }

    public Captures packet(ByteBuf frame) {
        integer(1_795_255_200);
        integer(500_000);
        integer(frame.readableBytes());
        integer(frame.readableBytes());
        file.writeBytes(frame);
        return this;
    }

    public byte[] octets() {
        byte[] octets = new byte[file.readableBytes()];
        file.getBytes(0, octets);
        return octets;
    }

    public static ByteBuf tcp(int from, int to, int sequence, int flags, byte[] data) {
        ByteBuf segment = Unpooled.buffer();
        segment.writeShort(from).writeShort(to).writeInt(sequence).writeInt(0);
        segment.writeByte(5 << 4).writeByte(flags).writeShort(8192).writeInt(0);
        return segment.writeBytes(data);
    }

    public static ByteBuf sctp(int flags, byte[] data) {
        ByteBuf packet = Unpooled.buffer();
        packet.writeShort(3868).writeShort(3868).writeInt(1).writeInt(0);
        // A SACK before the DATA chunk, as stacks bundle them.
        packet.writeByte(3).writeByte(0).writeShort(16).writeZero(12);
        packet.writeByte(0).writeByte(flags).writeShort(16 + data.length).writeInt(7);
        packet.writeShort(0).writeShort(0).writeInt(46).writeBytes(data);
        return packet.writeZero(-data.length & 3);
    }

    public static ByteBuf ipv4(int protocol, ByteBuf payload) {
        ByteBuf packet = Unpooled.buffer();
        packet.writeByte(0x45)
                .writeByte(0)
                .writeShort(20 + payload.readableBytes())
                .writeInt(0);
        packet.writeByte(64).writeByte(protocol).writeShort(0);
        packet.writeInt(0xc0000201).writeInt(0xc0000202);
        return packet.writeBytes(payload);
    }

    /** The same the other way: from where those of {@link #ipv4} go. */
    public static ByteBuf ipv4Back(int protocol, ByteBuf payload) {
        ByteBuf packet = ipv4(protocol, payload);
        return packet.setInt(12, 0xc0000202).setInt(16, 0xc0000201);
    }

    public static ByteBuf ipv6(int protocol, ByteBuf payload) {
        ByteBuf packet = Unpooled.buffer();
        packet.writeInt(6 << 28)
                .writeShort(8 + payload.readableBytes())
                .writeByte(60)
                .writeByte(64);
        packet.writeLong(0x20010db800000000L).writeLong(1);
        packet.writeLong(0x20010db800000000L).writeLong(2);
        packet.writeByte(protocol).writeByte(0).writeZero(6);
        return packet.writeBytes(payload);
    }

    public static ByteBuf ethernet(int type, ByteBuf packet) {
        // Short frames are padded to 60 octets, which are not data.
        ByteBuf frame = Unpooled.buffer().writeZero(12).writeShort(type).writeBytes(packet);
        return frame.writeZero(Math.max(0, 60 - frame.readableBytes()));
    }

    public static String hex(byte[] octets) {
        StringBuilder hex = new StringBuilder();
        for (byte octet : octets) {
            hex.append(String.format(Locale.ROOT, "%02x", octet));
        }
        return hex.toString();
    }
}
