package io.realmgate.routing.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One line of a table, taken apart at its commas. A field may stand in quotes, in which {@code ""} is one (RFC 4180 2);
 * blanks around a field do not belong to it. For one thread, used for line after line.
 */
final class TableRow {

    /** No table has more columns; what is behind them is only counted. */
    static final int MOST_FIELDS = 2;

    private final byte[] octets = new byte[TableLines.LONGEST];
    private final int[] starts = new int[MOST_FIELDS];
    private final int[] ends = new int[MOST_FIELDS];
    private int fields;
    private int used;

    /** Takes a line apart; returns what is wrong with it, or null. */
    @Nullable
    String split(byte[] from, int start, int end) {
        fields = 0;
        used = 0;
        boolean ascii = true;
        for (int i = start; i < end; i++) {
            ascii &= from[i] >= 0;
            if (from[i] >= 0 && from[i] < ' ' && from[i] != '\t' || from[i] == 0x7f) {
                return "has a control character";
            }
        }
        if (!ascii && !isUtf8(from, start, end)) {
            return "is not UTF-8 text";
        }
        int at = start;
        while (at <= end) {
            at = field(from, at, end);
            if (at < 0) {
                return at == UNCLOSED ? "has a quote that is not closed" : "has something beside a quoted field";
            }
        }
        return null;
    }

    private static final int UNCLOSED = -1;
    private static final int BESIDE = -2;

    /** Reads one field; returns where the next one begins, more than {@code end} if there is none. */
    private int field(byte[] from, int start, int end) {
        int first = used;
        int at = start;
        while (at < end && isBlank(from[at])) {
            at++;
        }
        if (at < end && from[at] == '"') {
            at = quoted(from, at + 1, end);
            while (at >= 0 && at < end && isBlank(from[at])) {
                at++;
            }
            if (at < 0 || at < end && from[at] != ',') {
                return at < 0 ? UNCLOSED : BESIDE;
            }
        } else {
            while (at < end && from[at] != ',') {
                if (from[at] == '"') {
                    return BESIDE;
                }
                octets[used++] = from[at++];
            }
            while (used > first && isBlank(octets[used - 1])) {
                used--;
            }
        }
        if (fields < MOST_FIELDS) {
            starts[fields] = first;
            ends[fields] = used;
        }
        fields++;
        return at < end ? at + 1 : end + 1;
    }

    /** Copies what stands in quotes; returns what follows them, or {@link #UNCLOSED}. */
    private int quoted(byte[] from, int start, int end) {
        int at = start;
        while (at < end) {
            if (from[at] == '"') {
                if (at + 1 == end || from[at + 1] != '"') {
                    return at + 1;
                }
                at++;
            }
            octets[used++] = from[at++];
        }
        return UNCLOSED;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean isUtf8(byte[] from, int start, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(from, start, end - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** How many fields the line has. */
    int fields() {
        return fields;
    }

    /** Where the octets of its fields are. */
    byte[] octets() {
        return octets;
    }

    /** First octet of a field, of the first {@link #MOST_FIELDS}. */
    int start(int field) {
        return starts[field];
    }

    /** One more than its last octet. */
    int end(int field) {
        return ends[field];
    }

    String text(int field) {
        return new String(octets, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
    }
}
