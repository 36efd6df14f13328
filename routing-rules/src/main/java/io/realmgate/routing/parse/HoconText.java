package io.realmgate.routing.parse;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The characters of a HOCON text, read once from front to back: blanks, strings, words, line numbers. */
final class HoconText {

    /** Characters in a file. Some 100,000 rules fit. */
    static final int MAX_LENGTH = 16 << 20;
    /** Objects and lists within each other; each part of a dotted key is one. */
    static final int MAX_DEPTH = 64;
    /** Parts of a dotted key: the library makes objects of them one by one. */
    static final int MAX_PATH = 8;
    /** Characters of a value without quotes: the library joins its words pairwise. */
    private static final int MAX_WORDS = 1_000;
    /** What neither a key nor a value without quotes may contain (HOCON: "Unquoted strings"). */
    private static final String RESERVED = "$\"{}[]:=,+#`^?!@*&\\";

    private static final BitSet IS_RESERVED = new BitSet(0x80);

    static {
        RESERVED.chars().forEach(IS_RESERVED::set);
    }

    private static final char END = '\0';

    private final String text;
    private final Problems problems;
    private int at;
    private int line = 1;

    HoconText(SourceFile file, Problems problems) {
        this.text = file.text();
        this.problems = problems;
    }

    /** Ends the reading of a file: what follows cannot be told apart any more. */
    static final class Unreadable extends RuntimeException {
        final int line;
        final String message;
        final @Nullable String hint;

        Unreadable(int line, String message, @Nullable String hint) {
            super(message, null, false, false);
            this.line = line;
            this.message = message;
            this.hint = hint;
        }
    }

    Unreadable unreadable(String message, @Nullable String hint) {
        return unreadable(line, message, hint);
    }

    Unreadable unreadable(int atLine, String message, @Nullable String hint) {
        return new Unreadable(atLine, message, hint);
    }

    Unreadable tooDeep() {
        return unreadable("more than " + MAX_DEPTH + " objects and lists within each other", null);
    }

    Unreadable missingSeparator() {
        return unreadable("a comma or a new line is missing before " + quotedWord(), null);
    }

    int line() {
        return line;
    }

    /** Characters before the next one. */
    int at() {
        return at;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The next character, or NUL at the end: a NUL in the text is refused before it can be mistaken. */
    char peek() {
        return charAt(at);
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : END;
    }

    void next() {
        at++;
    }

    void skipByteOrderMark() {
        if (peek() == '\uFEFF') {
            at++;
        }
    }

    /** Skips blanks, new lines and comments; whether a new line was among them. */
    boolean skipBlanks() {
        boolean newLine = false;
        while (!atEnd()) {
            char c = peek();
            if (c == '\n') {
                newLine = true;
                line++;
                at++;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (atComment()) {
                at = endOfLine();
            } else {
                refuseInvisible(c);
                break;
            }
        }
        return newLine;
    }

    private boolean atComment() {
        return peek() == '#' || (peek() == '/' && charAt(at + 1) == '/');
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private static boolean isReserved(char c) {
        return c < 0x80 && IS_RESERVED.get(c);
    }

    private void refuseInvisible(char c) {
        if (c > ' ' && c < 0x7f) {
            return;
        }
        boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
        if (blank || Character.isISOControl(c)) {
            throw unreadable(String.format("the invisible character U+%04X", (int) c), "use an ordinary blank");
        }
    }

    /** One part of a key without quotes. */
    String unquotedKey() {
        int start = at;
        while (!atEnd() && peek() != '.' && !isBlank(peek()) && !isReserved(peek()) && !atComment()) {
            refuseInvisible(peek());
            at++;
        }
        String part = text.substring(start, at);
        if (part.equals("include")) {
            throw unreadable("\"include\" is not allowed here", "every file is read by itself");
        }
        char c = peek();
        boolean ends = isBlank(c) || c == '.' || c == '=' || c == ':' || c == '{' || c == '+' || atEnd();
        if (part.isEmpty() || !ends) {
            at = start;
            throw reservedInKey(c);
        }
        return part;
    }

    private Unreadable reservedInKey(char c) {
        if (c == '$' && text.indexOf("${", at) >= 0) {
            return substitution();
        }
        String hint = c == '{' || c == '['
                ? "perhaps a \"}\" or \"]\" is missing above"
                : "a key with special characters needs quotes";
        return unreadable("a key was expected, not " + quotedWord(), hint);
    }

    /** One part of a key in quotes. */
    String quotedKey() {
        if (text.startsWith("\"\"\"", at)) {
            throw unreadable("a key cannot have three quotes", null);
        }
        return string();
    }

    /** A string in one or three quotes; what it says. */
    String string() {
        return text.startsWith("\"\"\"", at) ? tripleQuoted() : quoted();
    }

    private String tripleQuoted() {
        int end = text.indexOf("\"\"\"", at + 3);
        if (end < 0) {
            throw unreadable("three quotes are never closed", null);
        }
        // Quotes right before the closing three belong to the string.
        while (charAt(end + 3) == '"') {
            end++;
        }
        String value = text.substring(at + 3, end);
        line += (int) value.chars().filter(c -> c == '\n').count();
        at = end + 3;
        return value;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            char c = peek();
            if (atEnd() || c == '\n') {
                throw unreadable("a quote is never closed in this line", null);
            }
            at++;
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                value.append(escaped());
            } else if (Character.isISOControl(c)) {
                throw unreadable(String.format("the control character U+%04X in quotes", (int) c), null);
            } else {
                value.append(c);
            }
        }
    }

    private char escaped() {
        char c = peek();
        at++;
        int known = "\"\\/bfnrt".indexOf(c);
        if (known >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        if (c == 'u' && at + 4 <= text.length()) {
            int value = 0;
            for (int i = 0; i < 4; i++) {
                int digit = Character.digit(text.charAt(at + i), 16);
                value = digit < 0 || text.charAt(at + i) > 'f' ? -1 : value * 16 + digit;
                if (value < 0) {
                    break;
                }
            }
            if (value >= 0) {
                at += 4;
                return (char) value;
            }
        }
        throw unreadable("unknown escape in quotes", "a backslash itself is written \\\\");
    }

    /** Words without quotes, up to the comma, bracket, comment or new line that ends them. */
    void unquotedValue() {
        int start = at;
        while (!atEnd() && ",}]\n".indexOf(peek()) < 0 && !atComment()) {
            char c = peek();
            if (isReserved(c)) {
                throw reservedInValue(start);
            }
            if (!isBlank(c)) {
                refuseInvisible(c);
            }
            at++;
            if (at - start > MAX_WORDS) {
                throw unreadable("more than " + MAX_WORDS + " characters without quotes", null);
            }
        }
        String value = text.substring(start, at).strip();
        if (value.isEmpty()) {
            throw unreadable("a value is missing", null);
        }
        if (value.equals("null")) {
            problems.error(line, "null is not a value", "leave the key out");
        }
    }

    private Unreadable reservedInValue(int start) {
        char c = peek();
        if (c == '$' && charAt(at + 1) == '{') {
            return substitution();
        }
        if (c == '"' || c == '[') {
            return missingSeparator();
        }
        String before = text.substring(start, at).stripTrailing();
        int blank = Math.max(before.lastIndexOf(' '), before.lastIndexOf('\t'));
        // The last word is then the key of what follows: the separator is missing before that.
        boolean separates = c == '=' || c == '{' || (c == ':' && (isBlank(charAt(at + 1)) || charAt(at + 1) == '"'));
        if (separates && blank >= 0) {
            at = start + blank + 1;
            return missingSeparator();
        }
        if (c == '{') {
            return missingSeparator();
        }
        at = Math.max(start, start + blank + 1);
        String word = word();
        String shown = word.length() > 80 ? word.substring(0, 80) + "…" : word;
        return unreadable("\"" + c + "\" needs quotes around the value", "quote it: \"" + shown + "\"");
    }

    private Unreadable substitution() {
        return unreadable("\"${\" is not allowed here", "write the value itself");
    }

    /** The text up to the next blank or bracket, in quotes and not too long, for messages. */
    String quotedWord() {
        if (peek() == '"') {
            int end = text.indexOf('"', at + 1);
            return end < 0 || end - at > 60
                    ? "a quote"
                    : text.substring(at, end + 1).replace('\n', ' ');
        }
        String word = word();
        return "\"" + (word.length() > 60 ? word.substring(0, 60) + "…" : word) + "\"";
    }

    private String word() {
        int end = at;
        while (end < text.length() && !isBlank(text.charAt(end)) && ",]}[{\"\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(at, end == at ? Math.min(at + 1, text.length()) : end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
