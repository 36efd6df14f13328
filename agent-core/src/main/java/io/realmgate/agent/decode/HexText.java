package io.realmgate.agent.decode;

import java.io.ByteArrayOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Octets written in hexadecimal: a plain stream, with blanks, colons or {@code 0x}, or a dump with an offset before and
 * characters behind each line. A {@code #} starts a comment.
 */
public final class HexText {
    /** What a line of a dump begins with: an offset, two blanks or a colon. */
    private static final Pattern OFFSET = Pattern.compile("\\s*(?:0x)?[0-9a-fA-F]{4,8}(?::\\s+|\\s{2,})");

    private static final int LONGEST_GROUP = 4;

    private HexText() {}

    /** The octets that {@code text} stands for. */
    public static byte[] parse(String text) throws MalformedInputException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length() / 2);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            int comment = line.indexOf('#');
            String content = comment < 0 ? line : line.substring(0, comment);
            String dumped = dumped(line);
            parseLine(dumped == null ? content : dumped, number, octets);
        }
        return octets.toByteArray();
    }

    /** The octets of a line of a dump, which end with two blanks or a bar; null if it is none. */
    private static @Nullable String dumped(String line) {
        Matcher offset = OFFSET.matcher(line);
        if (!offset.lookingAt()) {
            return null;
        }
        int at = offset.end();
        for (int digits = digits(line, at); digits >= 2; digits = digits(line, at)) {
            at += digits;
            at += line.startsWith(" ", at) ? 1 : 0;
        }
        boolean ends = at == line.length() || line.charAt(at) == '|' || Character.isWhitespace(line.charAt(at));
        return ends && at > offset.end() ? line.substring(offset.end(), at) : null;
    }

    private static int digits(String line, int from) {
        int at = from;
        while (at < line.length() && at < from + LONGEST_GROUP && Character.digit(line.charAt(at), 16) >= 0) {
            at++;
        }
        return at - from;
    }

    private static void parseLine(String line, int number, ByteArrayOutputStream octets)
            throws MalformedInputException {
        int high = -1;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isWhitespace(c) || c == ':' || c == ',') {
                continue;
            }
            if (c == '0' && high < 0 && i + 1 < line.length() && (line.charAt(i + 1) | 0x20) == 'x') {
                i++;
                continue;
            }
            int digit = Character.digit(c, 16);
            if (digit < 0) {
                throw new MalformedInputException(
                        "line " + number + ", column " + (i + 1) + ": \"" + c + "\" is not a hexadecimal digit");
            }
            if (high < 0) {
                high = digit;
            } else {
                octets.write(high << 4 | digit);
                high = -1;
            }
        }
        if (high >= 0) {
            throw new MalformedInputException("line " + number + ": an odd number of hexadecimal digits");
        }
    }
}
