package io.realmgate.routing.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a table, as octets of one buffer that is filled again and again. A line ends with LF or CR LF; a byte order
 * mark before the first is left out. For one thread.
 */
final class TableLines {

    /** Octets of a line; longer ones are {@link #isTooLong()}. */
    static final int LONGEST = 1_000;

    private static final int BUFFER = 1 << 16;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int filled;
    private int start;
    private int end;
    private int number;
    private long octets;
    private boolean tooLong;

    TableLines(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next line; false if there is none. */
    boolean advance() throws IOException {
        tooLong = false;
        int at = next;
        while (true) {
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            if (at < filled) {
                take(at, at + 1);
                return true;
            }
            if (at - next > LONGEST) {
                // What is too long is dropped as it comes.
                tooLong = true;
                next = at;
            }
            System.arraycopy(buffer, next, buffer, 0, at - next);
            at -= next;
            next = 0;
            filled = at;
            int more = in.read(buffer, filled, BUFFER - filled);
            if (more <= 0) {
                if (filled == 0 && !tooLong) {
                    return false;
                }
                take(filled, filled);
                return true;
            }
            octets += more;
            filled += more;
        }
    }

    private void take(int lineEnd, int after) {
        start = next;
        end = lineEnd;
        next = after;
        number++;
        if (end > start && buffer[end - 1] == '\r') {
            end--;
        }
        if (number == 1 && end - start >= MARK.length && Arrays.equals(buffer, start, start + 3, MARK, 0, 3)) {
            start += MARK.length;
        }
        tooLong |= end - start > LONGEST;
    }

    /** Number of the line, from 1. */
    int number() {
        return number;
    }

    /** Octets that were read so far. */
    long octets() {
        return octets;
    }

    boolean isTooLong() {
        return tooLong;
    }

    byte[] buffer() {
        return buffer;
    }

    /** First octet of the line. */
    int start() {
        return start;
    }

    /** One more than its last octet. */
    int end() {
        return end;
    }
}
