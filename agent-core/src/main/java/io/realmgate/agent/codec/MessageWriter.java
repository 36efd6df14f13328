package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;

/**
 * Writes one message that this agent originates: header first, then AVPs in the order of the calls; {@link #end()}
 * fills in the length. Padding and lengths are its own business (RFC 6733 section 3, 4.1).
 *
 * <p>Appends at the writer index of the buffer it was given. For CER, DWR, DPR, their answers, error answers and the
 * simulator; relayed messages never pass through it.
 */
public final class MessageWriter {
    private final ByteBuf out;
    private final int start;

    private MessageWriter(ByteBuf out) {
        this.out = out;
        this.start = out.writerIndex();
    }

    /** Starts a message; {@code flags} are the command flags, for example {@link DiameterMessage#FLAG_REQUEST}. */
    public static MessageWriter begin(
            ByteBuf out, int flags, int command, int application, int hopByHop, int endToEnd) {
        MessageWriter writer = new MessageWriter(out);
        out.writeInt(DiameterMessage.VERSION << 24);
        out.writeInt(flags << 24 | command);
        out.writeInt(application);
        out.writeInt(hopByHop);
        out.writeInt(endToEnd);
        return writer;
    }

    /**
     * Starts the answer to {@code request}: same command, application and identifiers, the P bit kept, the R and T bits
     * clear (RFC 6733 6.2), {@code extraFlags} added.
     */
    public static MessageWriter answer(ByteBuf out, DiameterMessage request, int extraFlags) {
        int flags = request.flags() & DiameterMessage.FLAG_PROXIABLE | extraFlags;
        return begin(out, flags, request.command(), request.application(), request.hopByHop(), request.endToEnd());
    }

    /** AVPs without a message around them, to be copied into one. {@link #end()} is not for it. */
    public static MessageWriter fragment(ByteBuf out) {
        return new MessageWriter(out);
    }

    /** A base AVP (vendor 0) with the M bit set. */
    public MessageWriter bytes(int code, byte[] value) {
        header(code, AvpCursor.FLAG_MANDATORY, 0, value.length);
        out.writeBytes(value);
        return pad(value.length);
    }

    /** An AVP of any vendor with the flags as given; the V bit follows from {@code vendor}. */
    public MessageWriter bytes(int code, int flags, int vendor, byte[] value) {
        header(code, flags, vendor, value.length);
        out.writeBytes(value);
        return pad(value.length);
    }

    public MessageWriter text(int code, String value) {
        return text(code, AvpCursor.FLAG_MANDATORY, value);
    }

    /** Text in an AVP whose M bit must stay clear, such as Error-Message and Product-Name (RFC 6733 4.5). */
    public MessageWriter optionalText(int code, String value) {
        return text(code, 0, value);
    }

    private MessageWriter text(int code, int flags, String value) {
        int length = ByteBufUtil.utf8Bytes(value);
        header(code, flags, 0, length);
        ByteBufUtil.writeUtf8(out, value);
        return pad(length);
    }

    public MessageWriter unsigned32(int code, int value) {
        return unsigned32(code, AvpCursor.FLAG_MANDATORY, 0, value);
    }

    public MessageWriter unsigned32(int code, int flags, int vendor, int value) {
        header(code, flags, vendor, 4);
        out.writeInt(value);
        return this;
    }

    public MessageWriter unsigned64(int code, int flags, int vendor, long value) {
        header(code, flags, vendor, 8);
        out.writeLong(value);
        return this;
    }

    /** An AVP of type Address (RFC 6733 4.3.1): two octets of address family before the address. */
    public MessageWriter address(int code, InetAddress address) {
        byte[] raw = address.getAddress();
        header(code, AvpCursor.FLAG_MANDATORY, 0, raw.length + 2);
        out.writeShort(raw.length == 4 ? 1 : 2);
        out.writeBytes(raw);
        return pad(raw.length + 2);
    }

    /** Copies {@code length} octets of whole AVPs as they stand, and pads. */
    public MessageWriter copy(ByteBuf from, int start, int length) {
        out.writeBytes(from, start, length);
        return pad(length);
    }

    /** Opens a Grouped AVP; give what it returns to {@link #endGroup}. */
    public int beginGroup(int code, int flags, int vendor) {
        int at = out.writerIndex();
        header(code, flags, vendor, 0);
        return at;
    }

    /** Closes the group that {@link #beginGroup} opened. */
    public MessageWriter endGroup(int group) {
        out.setMedium(group + 5, out.writerIndex() - group);
        return this;
    }

    /** Fills in the message length and returns it. */
    public int end() {
        int length = out.writerIndex() - start;
        out.setMedium(start + 1, length);
        return length;
    }

    private void header(int code, int flags, int vendor, int length) {
        out.writeInt(code);
        if (vendor == 0) {
            out.writeInt((flags & ~AvpCursor.FLAG_VENDOR) << 24 | length + 8);
        } else {
            out.writeInt((flags | AvpCursor.FLAG_VENDOR) << 24 | length + 12);
            out.writeInt(vendor);
        }
    }

    private MessageWriter pad(int length) {
        out.writeZero(-length & 3);
        return this;
    }
}
