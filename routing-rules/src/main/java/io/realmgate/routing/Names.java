package io.realmgate.routing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How realms and host names compare: byte by byte, where the ASCII letters A to Z equal a to z and
 * nothing else is folded (RFC 6733 4.3.1 leaves both to the rules of the DNS, RFC 4343 2). The
 * hashes of names that are equal in this sense are equal. Nothing here allocates, except where a
 * String or an array is the result.
 */
public final class Names {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long FIBONACCI = 0x9e3779b97f4a7c15L;
    private static final long BYTES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long DOTS = BYTES * '.';
    private static final long ATS = BYTES * '@';

    private Names() {}

    /** Hash of a name, whatever the case of its letters. Its low bits depend on all bytes. */
    public static int hash(Octets name) {
        return hash(name, 0);
    }

    /** Hash of the bytes of a name from {@code start} on, the same as of a name that is just those. */
    public static int hash(Octets name, int start) {
        int end = name.length();
        long hash = (long) end - start;
        int at = start;
        for (; at + Long.BYTES < end; at += Long.BYTES) {
            hash = mix(hash, lower(name.longAt(at)));
        }
        hash = mix(hash, lower(lastWord(name, start)));
        // The upper half of a product depends on all of what was multiplied, its low bits only on low bits.
        return (int) (hash * FIBONACCI >>> Integer.SIZE);
    }

    /** The last eight bytes, or as many as there are from {@code start} on, with zeros before them. */
    private static long lastWord(Octets name, int start) {
        int end = name.length();
        int length = end - start;
        if (end < Long.BYTES) {
            long word = 0;
            for (int i = start; i < end; i++) {
                word = word << 8 | name.byteAt(i) & 0xff;
            }
            return word;
        }
        long word = name.longAt(end - Long.BYTES);
        return length >= Long.BYTES ? word : word & ~(-1L << length * Byte.SIZE);
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * FIBONACCI;
        return mixed ^ mixed >>> Integer.SIZE;
    }

    /** Index of the first dot from {@code from} on, negative for none. */
    public static int dot(Octets name, int from) {
        return indexOf(name, DOTS, from);
    }

    /** Index of the first {@code @}, negative for none. */
    public static int at(Octets name) {
        return indexOf(name, ATS, 0);
    }

    /** Index of the first byte from {@code from} on that is the one of which {@code same} has eight. */
    private static int indexOf(Octets name, long same, int from) {
        int at = from;
        int last = name.length() - Long.BYTES;
        for (; at <= last; at += Long.BYTES) {
            long found = equal(name.longAt(at), same);
            if (found != 0) {
                return at + Long.numberOfLeadingZeros(found) / Byte.SIZE;
            }
        }
        if (last >= 0 && at < name.length()) {
            // The last word reaches back into what was looked at.
            long found = equal(name.longAt(last), same) << (at - last) * Byte.SIZE;
            return found == 0 ? -1 : at + Long.numberOfLeadingZeros(found) / Byte.SIZE;
        }
        for (; at < name.length(); at++) {
            if (name.byteAt(at) == (byte) same) {
                return at;
            }
        }
        return -1;
    }

    /** The highest bit of each byte in which two words are equal. */
    private static long equal(long word, long other) {
        long difference = word ^ other;
        return ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
    }

    /** Whether {@code name} is {@code lowerCase}, which must already be in lower case. */
    public static boolean equalsIgnoreCase(Octets name, byte[] lowerCase) {
        return name.length() == lowerCase.length && regionMatches(name, 0, lowerCase);
    }

    /** Whether {@code name} is {@code lowerCase}, which must already be in lower case. */
    public static boolean equalsIgnoreCase(byte[] name, byte[] lowerCase) {
        if (name.length != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (lower(name[i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code name} is the ASCII name {@code lowerCase}, which must already be in lower case. */
    public static boolean equalsIgnoreCase(Octets name, String lowerCase) {
        int length = name.length();
        if (length != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(name.byteAt(i)) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether {@code name} lies below a domain: it ends in {@code dottedSuffix} and has something
     * before it.
     *
     * @param dottedSuffix the domain in lower case with its leading dot, such as {@code .home.example}
     */
    public static boolean matchesSuffix(Octets name, byte[] dottedSuffix) {
        int start = name.length() - dottedSuffix.length;
        return start > 0 && regionMatches(name, start, dottedSuffix);
    }

    /** The same for a name that is held in an array. */
    public static boolean matchesSuffix(byte[] name, byte[] dottedSuffix) {
        return matchesSuffix(octets(name), dottedSuffix);
    }

    /** The same for names that are held as text; {@code dottedSuffix} is in lower case. */
    public static boolean matchesSuffix(String name, String dottedSuffix) {
        return name.length() > dottedSuffix.length() && lowerCase(name).endsWith(dottedSuffix);
    }

    /** The name with the letters A to Z in lower case, independent of any locale. */
    public static String lowerCase(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (lowerChar(name.charAt(i)) != name.charAt(i)) {
                return foldFrom(name, i);
            }
        }
        return name;
    }

    /** The bytes of an ASCII name in lower case. */
    public static byte[] lowerCaseBytes(String name) {
        return lowerCase(name).getBytes(StandardCharsets.US_ASCII);
    }

    /** A view of an array, which must not change while the view is in use. */
    public static Octets octets(byte[] bytes) {
        return new ArrayOctets(bytes);
    }

    /** A view of the bytes of a text in UTF-8. */
    public static Octets octets(String text) {
        return new ArrayOctets(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes as text for people to read: printable ASCII as it is, anything else as {@code \xNN}. */
    public static String text(Octets name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            byte octet = name.byteAt(i);
            if (octet >= ' ' && octet < 0x7f && octet != '\\') {
                text.append((char) octet);
            } else {
                text.append(String.format("\\x%02x", octet & 0xff));
            }
        }
        return text.toString();
    }

    /** Whether the bytes of {@code name} from {@code start} on are {@code lowerCase}. */
    static boolean isTail(Octets name, int start, byte[] lowerCase) {
        return name.length() - start == lowerCase.length && regionMatches(name, start, lowerCase);
    }

    private static boolean regionMatches(Octets name, int start, byte[] lowerCase) {
        int length = lowerCase.length;
        int at = 0;
        if (length >= Long.BYTES) {
            for (; at + Long.BYTES < length; at += Long.BYTES) {
                if (lower(name.longAt(start + at)) != word(lowerCase, at)) {
                    return false;
                }
            }
            // The last word reaches back into the one before.
            int last = length - Long.BYTES;
            return lower(name.longAt(start + last)) == word(lowerCase, last);
        }
        for (; at < length; at++) {
            if (lower(name.byteAt(start + at)) != lowerCase[at]) {
                return false;
            }
        }
        return true;
    }

    private static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /** The byte, or the small letter if it is one of A to Z. */
    public static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
    }

    /** Eight bytes at once: those of A to Z have their sixth bit set. */
    private static long lower(long word) {
        long low = word & LOW_BITS;
        long fromA = low + BYTES * (0x80 - 'A');
        long aboveZ = low + BYTES * (0x7f - 'Z');
        return word | ((fromA ^ aboveZ) & ~word & HIGH_BITS) >>> 2;
    }

    private static char lowerChar(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    private static String foldFrom(String name, int first) {
        char[] folded = name.toCharArray();
        for (int i = first; i < folded.length; i++) {
            folded[i] = lowerChar(folded[i]);
        }
        return new String(folded);
    }

    private static final class ArrayOctets implements Octets {

        private final byte[] bytes;

        ArrayOctets(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public byte byteAt(int index) {
            return bytes[index];
        }

        @Override
        public long longAt(int index) {
            return word(bytes, index);
        }
    }
}
