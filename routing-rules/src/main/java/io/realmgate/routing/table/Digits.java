package io.realmgate.routing.table;

import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.SubscriberSource.Encoding;

/**
 * Numbers of subscribers as one long each: the digits as a decimal number, below it their count, so that numbers that
 * differ in leading zeros differ. Nothing here allocates.
 */
public final class Digits {
    /** More than any IMSI (15) or E.164 number (15) has. */
    public static final int MOST = 17;

    /** No number. */
    public static final long NONE = -1;

    private static final int COUNT_BITS = 5;
    private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
    private static final int LONGEST_IMSI = 15;
    private static final int SHORTEST_IMSI = 6;
    private static final long EIGHT_DIGITS = 100_000_000;
    private static final long ZEROS = 0x3030_3030_3030_3030L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    /** What makes the highest bit of a byte from 10 on one. */
    private static final long ABOVE_NINE = 0x7676_7676_7676_7676L;

    private static final long[] POWERS = new long[MOST + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= MOST; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private Digits() {}

    private static long of(long number, int count) {
        return number << COUNT_BITS | count;
    }

    /** How many digits it has, leading zeros included. */
    public static int count(long digits) {
        return (int) (digits & COUNT_MASK);
    }

    /** The digits as a decimal number, 0 or more. */
    public static long number(long digits) {
        return digits >> COUNT_BITS;
    }

    /** {@code 10^exponent}, for 0 to {@link #MOST}. */
    public static long power(int exponent) {
        return POWERS[exponent];
    }

    /**
     * Where numbers of any length lie when they are sorted as texts: every number directly before those that it is the
     * beginning of, so that all numbers with one beginning are an interval, and no shorter number is in it.
     */
    public static long position(long digits) {
        return number(digits) * POWERS[MOST - count(digits)] << COUNT_BITS | count(digits);
    }

    /** The last {@link #position} of the numbers that begin with these digits; the first is that of the digits themselves. */
    public static long lastPosition(long digits) {
        return (number(digits) + 1) * POWERS[MOST - count(digits)] - 1 << COUNT_BITS | COUNT_MASK;
    }

    /** The digits whose {@link #position} this is. */
    static long at(long position) {
        int count = count(position);
        return of(number(position) / POWERS[MOST - count], count);
    }

    /** Whether the first {@code count} digits are {@code beginning}. */
    public static boolean beginsWith(long digits, long beginning, int count) {
        int more = count(digits) - count;
        return more >= 0 && number(digits) / POWERS[more] == beginning;
    }

    /** The number in a value, {@link #NONE} if there is none in it. */
    public static long read(Octets value, Encoding encoding) {
        return switch (encoding) {
            case DIGITS -> text(value);
            case NAI -> imsi(value);
            case TBCD -> tbcd(value);
            case TEXT, PLMN, MCC_MNC, DOMAIN -> NONE;
        };
    }

    /** The digits of a text that has nothing else. */
    public static long parse(String text) {
        long number = 0;
        if (text.isEmpty() || text.length() > MOST) {
            return NONE;
        }
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return of(number, text.length());
    }

    /** The digits in {@code from[start]} to {@code from[end - 1]}; {@link #NONE} if there is anything else. */
    public static long of(byte[] from, int start, int end) {
        if (end <= start || end - start > MOST) {
            return NONE;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = from[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return of(number, end - start);
    }

    private static long text(Octets value) {
        int start = value.length() > 0 && value.byteAt(0) == '+' ? 1 : 0;
        return digits(value, start, value.length());
    }

    private static long imsi(Octets value) {
        int at = Names.at(value);
        int end = at < 0 ? value.length() : at;
        // One more digit in front says which EAP method it is for (3GPP TS 23.003 19.3.2).
        int start = end == LONGEST_IMSI + 1 ? 1 : 0;
        return end - start > LONGEST_IMSI || end < SHORTEST_IMSI ? NONE : digits(value, start, end);
    }

    private static long digits(Octets value, int start, int end) {
        if (end <= start || end - start > MOST) {
            return NONE;
        }
        long number = 0;
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = eight(value.longAt(at));
            if (eight < 0) {
                return NONE;
            }
            number = number * EIGHT_DIGITS + eight;
        }
        if (at < end && end >= Long.BYTES) {
            // The last eight bytes, with zeros for those that were read.
            int left = (end - at) * Byte.SIZE;
            long rest = eight(value.longAt(end - Long.BYTES) & ~(-1L << left) | ZEROS << left);
            return rest < 0 ? NONE : of(number * POWERS[end - at] + rest, end - start);
        }
        for (; at < end; at++) {
            int digit = value.byteAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return of(number, end - start);
    }

    /** The number that eight bytes are, the first of them the highest; negative if one of them is no digit. */
    private static long eight(long bytes) {
        long digits = bytes ^ ZEROS;
        if (((digits | digits + ABOVE_NINE) & HIGH_BITS) != 0) {
            return NONE;
        }
        long twos = (digits >>> 8 & 0x000f_000f_000f_000fL) * 10 + (digits & 0x000f_000f_000f_000fL);
        long fours = (twos >>> 16 & 0x0000_007f_0000_007fL) * 100 + (twos & 0x0000_007f_0000_007fL);
        return (fours >>> 32) * 10_000 + (fours & 0xffff_ffffL);
    }

    private static long tbcd(Octets value) {
        long number = 0;
        int count = 0;
        for (int i = 0; i < 2 * value.length(); i++) {
            int octet = value.byteAt(i / 2) & 0xff;
            int digit = i % 2 == 0 ? octet & 15 : octet >> 4;
            if (digit == 15 && i == 2 * value.length() - 1) {
                break;
            }
            if (digit > 9 || count == MOST) {
                return NONE;
            }
            number = 10 * number + digit;
            count++;
        }
        return count == 0 ? NONE : of(number, count);
    }
}
