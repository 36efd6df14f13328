package io.realmgate.routing.table;

import io.realmgate.routing.Octets;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import java.util.List;

/**
 * One table: keys, and a value for each or for none. Values are numbered from 1 in the order of the file; 0 is "the key is
 * not in the table". Immutable and thread-safe. Two tables are equal only if they are the same.
 */
public final class LookupTable {

    /** More different values a table cannot have. */
    public static final int MOST_VALUES = IntervalIndex.MOST_VALUES;

    /** Octets of the longest text that can be a key. */
    public static final int LONGEST_TEXT = TextIndex.LONGEST;

    private final Header header;
    private final List<String> values;
    private final int[] lines;
    private final int rows;
    private final KeyIndex index;

    private LookupTable(Header header, List<String> values, int[] lines, int rows, KeyIndex index) {
        this.header = header;
        this.values = List.copyOf(values);
        this.lines = lines.clone();
        this.rows = rows;
        this.index = index;
    }

    /** What keys are, by the name of their column. */
    public enum Kind {
        /** Numbers of subscribers: single ones, ranges, beginnings. */
        DIGITS("digits"),
        /** Texts without case: whole ones, beginnings, ends. */
        TEXT("text");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The name in the header line. */
        public String word() {
            return word;
        }
    }

    /** What values are, by the name of their column. */
    public enum Column {
        /** There are none: keys are in the table or not. */
        NONE(""),
        /** Names of peers or groups. */
        TO("to"),
        /** Any text. */
        VALUE("value");

        private final String word;

        Column(String word) {
            this.word = word;
        }

        /** The name in the header line. */
        public String word() {
            return word;
        }
    }

    /** Which part of a value a text is compared with. */
    public enum Part {
        WHOLE,
        BEGINNING,
        END
    }

    /**
     * What the first lines of a file say.
     *
     * @param name of the table: that of its file without {@code .csv}
     * @param file as diagnostics shall call it
     */
    public record Header(String name, String file, Kind kind, Column column) {}

    public String name() {
        return header.name();
    }

    public Kind kind() {
        return header.kind();
    }

    public Column column() {
        return header.column();
    }

    /** Where it is written. */
    public Place place() {
        return new Place(header.file(), 0);
    }

    /** Number of keys. */
    public int rows() {
        return rows;
    }

    /** Every different value, the first of which has number 1; one empty text if there is no column of values. */
    public List<String> values() {
        return values;
    }

    /** Where a value is written first; numbers from 1. */
    public Place placeOf(int number) {
        return new Place(header.file(), lines[number - 1]);
    }

    /** Heap that it takes, in octets, about. */
    public long octets() {
        return index.octets();
    }

    /** Number of the value that belongs to what an AVP holds, 0 if the key is not there. Allocates nothing. */
    public int find(Octets key, Encoding encoding) {
        return index.find(key, encoding);
    }

    /** The same for a number of a subscriber, as {@link Digits}; of a table of those. */
    public int find(long digits) {
        return index.find(digits);
    }

    /** Takes the rows of a table, in any order. For one thread. */
    public static final class Builder {
        private final Header header;
        private final NumberIndex.Builder numbers;
        private final TextKeys.Builder texts;
        private int rows;

        public Builder(Header header, HeapBudget budget) {
            this.header = header;
            this.numbers = new NumberIndex.Builder(budget);
            this.texts = new TextKeys.Builder(budget);
        }

        /** Numbers from one to another of the same count of digits, as {@link Digits}. */
        public void addRange(long least, long most, int value, int line) {
            rows++;
            numbers.addRange(least, most, value, line);
        }

        /** All numbers that begin with these {@link Digits}. */
        public void addBeginning(long digits, int value, int line) {
            rows++;
            numbers.addBeginning(digits, value, line);
        }

        /** 1 to {@link #LONGEST_TEXT} octets of {@code from}. */
        public void addText(Part part, byte[] from, int start, int length, int value, int line) {
            rows++;
            texts.add(part, from, start, length, value, line);
        }

        public int rows() {
            return rows;
        }

        /**
         * The table of all rows but those that {@code conflicts} hears of.
         *
         * @param values in the order of their numbers
         * @param lines where each of them is written first
         */
        public LookupTable build(List<String> values, int[] lines, Conflicts conflicts) {
            KeyIndex.Builder index = header.kind() == Kind.DIGITS ? numbers : texts;
            return new LookupTable(header, values, lines, rows, index.build(values.size(), conflicts));
        }
    }
}
