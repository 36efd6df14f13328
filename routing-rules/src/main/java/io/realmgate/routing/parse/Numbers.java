package io.realmgate.routing.parse;

/** Whole numbers as they are written in files. */
final class Numbers {

    private Numbers() {}

    /** The value of up to ten decimal digits, or -1 if the text is anything else. */
    static long unsigned(String text) {
        if (text.isEmpty() || text.length() > 10) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = 10 * value + (c - '0');
        }
        return value;
    }
}
