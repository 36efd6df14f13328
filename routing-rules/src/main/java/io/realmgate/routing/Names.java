package io.realmgate.routing;

import java.nio.charset.StandardCharsets;

/**
 * How realms and host names compare: byte by byte, where the ASCII letters A to Z equal a to z and
 * nothing else is folded (RFC 6733 4.3.1 leaves both to the rules of the DNS, RFC 4343 2). The
 * hashes of names that are equal in this sense are equal. Nothing here allocates, except where a
 * String or an array is the result.
 */
public final class Names {

    private Names() {}

    /**
     * Hash of a name, whatever the case of its letters. It is built from the last byte to the first,
     * so that the hash of every domain above the name comes up on the way. Its low bits depend on all
     * bytes, but mix it before using only those.
     */
    public static int hash(Octets name) {
        int hash = 0;
        for (int i = name.length() - 1; i >= 0; i--) {
            hash = extendHash(hash, name.byteAt(i));
        }
        return hash;
    }

    /** Hash of a name, the same as for {@link Octets} with these bytes. */
    public static int hash(byte[] name) {
        int hash = 0;
        for (int i = name.length - 1; i >= 0; i--) {
            hash = extendHash(hash, name[i]);
        }
        return hash;
    }

    /** Hash of an ASCII name, the same as for {@link Octets} with these characters. */
    public static int hash(String name) {
        int hash = 0;
        for (int i = name.length() - 1; i >= 0; i--) {
            hash = extendHash(hash, (byte) name.charAt(i));
        }
        return hash;
    }

    /** The hash of a name that has one more byte in front; 0 is the hash of no bytes. */
    public static int extendHash(int hash, byte octet) {
        return 31 * hash + lower(octet);
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
        for (int i = 0; i < lowerCase.length; i++) {
            if (lower(name.byteAt(start + i)) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** The byte, or the small letter if it is one of A to Z. */
    public static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
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
    }
}
