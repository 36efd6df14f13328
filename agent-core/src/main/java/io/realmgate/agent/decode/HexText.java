package io.realmgate.agent.decode;

import java.io.ByteArrayOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Octets written in hexadecimal: a plain stream, with blanks, colons or {@code 0x}, or a dump with an offset before and
 * characters behind each line. A {@code #} starts a comment.
 */
public final class HexText {
    /** A line of a dump: an offset, two blanks or a colon, then octets until two blanks or a bar. */
    private static final Pattern DUMP_LINE =
            Pattern.compile("\\s*(?:0x)?[0-9a-fA-F]{4,8}(?::\\s+|\\s{2,})((?:[0-9a-fA-F]{2,4}+ ?+)++)(?:[\\s|].*)?");

    private HexText() {}

    /** The octets that {@code text} stands for. */
    public static byte[] parse(String text) throws MalformedInputException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length() / 2);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            int comment = line.indexOf('#');
            String content = comment < 0 ? line : line.substring(0, comment);
            Matcher dump = DUMP_LINE.matcher(line);
            parseLine(dump.matches() ? dump.group(1) : content, number, octets);
        }
        return octets.toByteArray();
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
