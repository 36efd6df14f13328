package io.realmgate.routing.parse;

import io.realmgate.routing.table.Digits;
import io.realmgate.routing.table.LookupTable;
import io.realmgate.routing.table.LookupTable.Part;

/** Reads the keys of a table: {@code 00101*}, {@code sip:alice@ims.example}. */
final class TableKeys {

    /** No IMSI and no E.164 number is longer. */
    private static final int MOST_DIGITS = 15;

    private final LookupTable.Builder table;

    TableKeys(LookupTable.Builder table) {
        this.table = table;
    }

    /** Adds a number, a range or a beginning; false if it is none. */
    boolean addDigits(byte[] from, int start, int end, int value, int line) {
        int dash = start;
        while (dash < end && from[dash] != '-') {
            dash++;
        }
        boolean open = dash == end && end > start && from[end - 1] == '*';
        long least = digits(from, start, open ? end - 1 : dash);
        long most = dash == end ? least : digits(from, dash + 1, end);
        boolean sound = least != Digits.NONE && Digits.count(least) == Digits.count(most) && least <= most;
        if (sound && open) {
            table.addBeginning(least, value, line);
        } else if (sound) {
            table.addRange(least, most, value, line);
        }
        return sound;
    }

    private static long digits(byte[] from, int start, int end) {
        return end - start > MOST_DIGITS ? Digits.NONE : Digits.of(from, start, end);
    }

    /** Adds a text, a beginning or an end; false if it is none. */
    boolean addText(byte[] from, int start, int end, int value, int line) {
        boolean ending = end > start && from[start] == '*';
        boolean beginning = end > start && from[end - 1] == '*';
        int first = ending ? start + 1 : start;
        int last = beginning ? end - 1 : end;
        boolean sound = first < last && last - first <= LookupTable.LONGEST_TEXT && !(ending && beginning);
        for (int i = first; i < last; i++) {
            sound &= from[i] != '*';
        }
        if (sound) {
            Part part = ending ? Part.END : beginning ? Part.BEGINNING : Part.WHOLE;
            table.addText(part, from, first, last - first, value, line);
        }
        return sound;
    }
}
