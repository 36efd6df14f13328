package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Where AVPs at the top level of one message begin that somebody may look for, in their order, so that it need not be walked over once
 * more. A reusable flyweight of one thread; it grows with the message that has the most.
 */
public final class AvpList {
    /** Wants none. */
    public static final long NONE = 0;

    private long bits;
    private int[] starts = new int[32];
    private int count;

    /**
     * The bit for AVPs of a code, by its last six bits: who wants some adds up their bits, and looks at what is listed for others of the
     * same bit.
     */
    public static long bit(int code) {
        return 1L << code;
    }

    /** Begins to list the AVPs of a message that have these bits. */
    void begin(long wanted) {
        bits = wanted;
        count = 0;
    }

    /** Whether AVPs of these {@link #bit bits} are listed, if there are any. */
    public boolean covers(long wanted) {
        return (wanted & ~bits) == 0;
    }

    /** Lists the AVP that begins at {@code at}. */
    void add(int at) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = at;
    }

    /** Lists the AVPs of a message that have these {@link #bit bits}; false if one of them contradicts its length. */
    public boolean fill(DiameterMessage message, long wanted) {
        begin(wanted);
        ByteBuf bytes = message.bytes();
        int end = message.end();
        for (int at = message.avpStart(); at < end; ) {
            if (end - at < 8) {
                return false;
            }
            long header = bytes.getLong(at);
            int word = (int) header;
            int length = word & 0xffffff;
            if (length > end - at || length < (word < 0 ? 12 : 8)) {
                return false;
            }
            if ((wanted >>> (int) (header >>> 32) & 1) != 0) {
                add(at);
            }
            at += length + 3 & ~3;
        }
        return true;
    }

    public int count() {
        return count;
    }

    /** Index of the first octet of an AVP's header. */
    public int start(int index) {
        return starts[index];
    }
}
