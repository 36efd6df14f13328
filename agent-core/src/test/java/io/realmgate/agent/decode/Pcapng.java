package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Builds capture files block by block, in the pcapng format. */
final class Pcapng {
    private final ByteBuf file = Unpooled.buffer();
    private final boolean littleEndian;

    Pcapng(boolean littleEndian) {
        this.littleEndian = littleEndian;
    }

    private ByteBuf number(ByteBuf out, int value) {
        return littleEndian ? out.writeIntLE(value) : out.writeInt(value);
    }

    private ByteBuf half(ByteBuf out, int value) {
        return littleEndian ? out.writeShortLE(value) : out.writeShort(value);
    }

    Pcapng block(int type, byte[] body) {
        int length = 12 + body.length + 3 & ~3;
        number(number(file, type), length);
        file.writeBytes(body).writeZero(-body.length & 3);
        number(file, length);
        return this;
    }

    private Pcapng block(int type, ByteBuf body) {
        return block(type, ByteBufUtil.getBytes(body));
    }

    Pcapng section() {
        ByteBuf body = number(Unpooled.buffer(), 0x1a2b3c4d);
        half(half(body, 1), 0).writeLong(-1);
        return block(0x0a0d0d0a, body);
    }

    /** @param resolution digits of a second */
    Pcapng interfaceOn(int linkType, int resolution) {
        ByteBuf body = half(half(Unpooled.buffer(), linkType), 0);
        number(body, 0);
        half(half(body, 2), 3).writeBytes(new byte[] {'e', 't', 'h', 0});
        half(half(body, 9), 1).writeByte(resolution).writeZero(3);
        half(half(body, 0), 0);
        return block(1, body);
    }

    Pcapng enhanced(int on, long at, ByteBuf packet) {
        ByteBuf body = number(number(number(Unpooled.buffer(), on), (int) (at >>> 32)), (int) at);
        number(number(body, packet.readableBytes()), packet.readableBytes());
        return block(6, body.writeBytes(packet));
    }

    Pcapng simple(ByteBuf packet) {
        ByteBuf body = number(Unpooled.buffer(), packet.readableBytes());
        return block(3, body.writeBytes(packet));
    }

    byte[] octets() {
        return ByteBufUtil.getBytes(file);
    }
}
