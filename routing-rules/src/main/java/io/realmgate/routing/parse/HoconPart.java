package io.realmgate.routing.parse;

/**
 * A part of a file, which ends where an element of a long list begins, or with the file. What the library makes of a text is
 * fifty times as large, so a large file is given to it in parts.
 *
 * @param start of the part in the text
 * @param end behind its last character
 * @param line of its first character, from 1
 * @param braces whether the file begins and ends with braces
 */
record HoconPart(int start, int end, int line, boolean braces) {

    /** Characters after which a part may end. */
    static final int ENOUGH = 1 << 18;

    /** The part as a file of its own: the list is opened and closed in the lines where it is parted. */
    String of(String text, String list) {
        String before = start == 0 ? "" : (braces ? "{" : "") + list + " = [";
        String behind = end == text.length() ? "" : braces ? "]}" : "]";
        return before + text.substring(start, end) + behind;
    }
}
