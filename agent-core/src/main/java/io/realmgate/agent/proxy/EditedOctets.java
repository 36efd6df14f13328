package io.realmgate.agent.proxy;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.AvpCursor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The octets that come of a message, written from its beginning to its end; nothing more once they are too many. A flyweight of one
 * thread.
 */
final class EditedOctets {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle HALVES = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final int longest;
    private ByteBuf out;
    private boolean changed;
    private boolean tooLong;

    /**
     * @param longest octets of a message
     * @param first what is written to before {@link #begin}
     */
    EditedOctets(int longest, ByteBuf first) {
        this.longest = longest;
        this.out = first;
    }

    /** Whatever was written before is not too long. */
    void start() {
        tooLong = false;
    }

    /** Begins a message, in {@code to}. */
    @SuppressWarnings("ReferenceEquality") // the question is whether anything is to be stored
    void begin(ByteBuf to) {
        if (out != to) {
            out = to;
        }
        out.clear();
        changed = false;
    }

    ByteBuf bytes() {
        return out;
    }

    /** Octets so far. */
    int length() {
        return out.writerIndex();
    }

    /** Whether anything was written but copies. */
    boolean isChanged() {
        return changed;
    }

    void setChanged(boolean is) {
        changed = is;
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** Takes back what was written from {@code length} on. */
    void cut(int length) {
        out.writerIndex(Math.min(length, out.writerIndex()));
    }

    void copy(ByteBuf bytes, int from, int to) {
        if (to > from && hasRoom(to - from)) {
            out.writeBytes(bytes, from, to - from);
        }
    }

    private boolean hasRoom(int octets) {
        tooLong |= out.writerIndex() + octets > longest;
        return !tooLong;
    }

    /** An AVP that is the same for all messages but for its flags, with its padding. */
    void whole(byte[] octets, int flags) {
        changed = true;
        if (hasRoom(octets.length)) {
            int at = out.writerIndex();
            out.ensureWritable(octets.length).writerIndex(at + octets.length);
            over(out, at, octets, flags);
        }
    }

    /**
     * Writes an AVP that is the same for all messages but for its flags, with its padding, at {@code at} and over what is
     * there.
     */
    static void over(ByteBuf bytes, int at, byte[] whole, int flags) {
        // The code, flags and length are one word, and most values are few.
        bytes.setLong(at, (long) WORDS.get(whole, 0) | (long) flags << 24);
        int i = Long.BYTES;
        for (; i + Long.BYTES <= whole.length; i += Long.BYTES) {
            bytes.setLong(at + i, (long) WORDS.get(whole, i));
        }
        if (i < whole.length) {
            bytes.setInt(at + i, (int) HALVES.get(whole, i));
        }
    }

    /** The header of the AVP that the cursor stands on, for a value of another length. */
    void valueHeader(AvpCursor at, int length) {
        changed = true;
        int header = at.headerLength();
        if (hasRoom(header + (length + 3 & ~3))) {
            out.writeLong((long) at.code() << 32 | (at.flags() << 24 | header + length) & 0xffff_ffffL);
            if (at.hasVendor()) {
                out.writeInt(at.vendor());
            }
        }
    }

    /** The header of a new AVP; false if there is no room for it and its value. */
    boolean header(int code, int vendor, boolean mandatory, int length) {
        changed = true;
        int size = PlannedEdit.headerLength(vendor) + length;
        if (!hasRoom(size + 3)) {
            return false;
        }
        int flags = (vendor == 0 ? 0 : AvpCursor.FLAG_VENDOR) | (mandatory ? AvpCursor.FLAG_MANDATORY : 0);
        out.writeInt(code);
        out.writeInt(flags << 24 | size);
        if (vendor != 0) {
            out.writeInt(vendor);
        }
        return true;
    }

    /**
     * A value for whose length there is room, and its padding.
     *
     * @param values in which it lies unless it is {@code fixed}
     */
    void value(byte @Nullable [] fixed, ByteBuf values, EditState state) {
        if (tooLong) {
            return;
        }
        if (fixed == null) {
            out.writeBytes(values, state.valueStart, state.valueLength);
        } else {
            out.writeBytes(fixed);
        }
        pad();
    }

    void pad() {
        int padding = -out.writerIndex() & 3;
        if (padding != 0 && !tooLong) {
            out.writeZero(padding);
        }
    }

    /** Four octets, for which there is room. */
    void number(int value) {
        out.writeInt(value);
    }

    /** Of a group that begins at {@code start} and ends here. */
    void setLength(int start) {
        if (!tooLong) {
            out.setMedium(start + 5, out.writerIndex() - start);
        }
    }
}
