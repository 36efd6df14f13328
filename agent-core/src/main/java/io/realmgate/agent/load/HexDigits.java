package io.realmgate.agent.load;

/** 32 bits as eight lower-case hexadecimal digits, which fit one {@code long} in network order. */
final class HexDigits {
    private static final long NIBBLES = 0x0f0f0f0f0f0f0f0fL;
    private static final long ONES = 0x0101010101010101L;

    private HexDigits() {}

    static long of(int value) {
        long x = value & 0xffffffffL;
        x = (x | x << 16) & 0x0000ffff0000ffffL;
        x = (x | x << 8) & 0x00ff00ff00ff00ffL;
        x = (x | x << 4) & NIBBLES;
        long letters = (x + 6 * ONES) >>> 4 & ONES;
        return x + '0' * ONES + letters * ('a' - '0' - 10);
    }

    /** The value of {@code digits}; anything when they are not what {@link #of} writes. */
    static int value(long digits) {
        long x = (digits & NIBBLES) + (digits >>> 6 & ONES) * 9;
        x = (x | x >>> 4) & 0x00ff00ff00ff00ffL;
        x = (x | x >>> 8) & 0x0000ffff0000ffffL;
        return (int) (x | x >>> 16);
    }
}
