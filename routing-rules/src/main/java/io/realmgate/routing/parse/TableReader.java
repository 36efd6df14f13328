package io.realmgate.routing.parse;

import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.table.Conflicts;
import io.realmgate.routing.table.HeapBudget;
import io.realmgate.routing.table.LookupTable;
import io.realmgate.routing.table.LookupTable.Column;
import io.realmgate.routing.table.LookupTable.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table: a header line that names its columns, then a row a line, as RFC 4180 has it, but with comments and without
 * fields of several lines. A table with one mistake is refused as a whole.
 */
public final class TableReader {

    /** More rows than this a table cannot have. */
    public static final int MOST_ROWS = 20_000_000;

    /** Rows between two calls that tell of progress. */
    public static final int PROGRESS_ROWS = 1_000_000;

    private static final int LONGEST_VALUE = 255;
    private static final List<String> KINDS =
            Stream.of(Kind.values()).map(Kind::word).toList();
    private static final List<String> COLUMNS = List.of(Column.TO.word(), Column.VALUE.word());
    private static final String HEADERS = "digits,to · digits,value · digits · text,to · text,value · text";

    private final Source source;
    private final Problems problems;
    private final TableLines lines;
    private final TableRow row = new TableRow();
    private final TableValues values = new TableValues();

    /**
     * What is to be read.
     *
     * @param name of the table
     * @param file as diagnostics shall call it
     * @param budget heap that it may take while it is read; what the table keeps stays taken
     * @param progress hears how many rows there are so far, now and then
     */
    public record Source(String name, String file, HeapBudget budget, IntConsumer progress) {}

    private TableReader(Source source, InputStream in, List<Diagnostic> out) {
        this.source = source;
        this.problems = new Problems(source.file(), out);
        this.lines = new TableLines(in);
    }

    /**
     * Reads a table to its end. Never throws for what the file says.
     *
     * @param out mistakes, by line
     * @return null if there is a mistake
     */
    public static @Nullable LookupTable read(Source source, InputStream in, List<Diagnostic> out) throws IOException {
        TableReader reader = new TableReader(source, in, out);
        try {
            return reader.read();
        } catch (HeapBudget.ExceededException e) {
            reader.problems.error(
                    reader.lines.number(),
                    "there is not enough heap for this table",
                    "give the agent more (-Xmx), or the table fewer rows");
            return null;
        }
    }

    private @Nullable LookupTable read() throws IOException {
        LookupTable.Header header = header();
        if (header == null) {
            return null;
        }
        LookupTable.Builder builder = new LookupTable.Builder(header, source.budget());
        TableKeys keys = new TableKeys(builder);
        boolean valued = header.column() != Column.NONE;
        int told = 0;
        while (nextRow()) {
            int value = valued ? value(header) : values.number(new byte[0], 0, 0, lines.number());
            if (value > 0 && hasFields(valued ? 2 : 1)) {
                addKey(keys, header.kind(), value);
            }
            if (builder.rows() > MOST_ROWS) {
                problems.error(lines.number(), "a table cannot have more than " + MOST_ROWS + " rows", null);
                return null;
            }
            if (builder.rows() == told + PROGRESS_ROWS) {
                told = builder.rows();
                source.progress().accept(builder.rows());
            }
        }
        if (problems.errors() > 0) {
            return null;
        }
        LookupTable table = builder.build(values.texts(), values.lines(), new Told());
        return problems.errors() > 0 ? null : table;
    }

    /** Goes on to the next line that is a row, in one piece or not; false if there is none. */
    private boolean nextRow() throws IOException {
        while (lines.advance()) {
            byte[] octets = lines.buffer();
            int start = lines.start();
            if (lines.isTooLong()) {
                problems.error(lines.number(), "the line is longer than " + TableLines.LONGEST + " octets", null);
            } else if (start < lines.end() && octets[start] != '#' && !isBlank(octets, start, lines.end())) {
                String wrong = row.split(octets, start, lines.end());
                if (wrong == null) {
                    return true;
                }
                problems.error(lines.number(), "the line " + wrong, hint(wrong));
            }
        }
        return false;
    }

    private static @Nullable String hint(String wrong) {
        return wrong.contains("quote") ? "a quote inside of quotes is written twice, and a row is one line" : null;
    }

    private static boolean isBlank(byte[] octets, int start, int end) {
        for (int i = start; i < end; i++) {
            if (octets[i] != ' ' && octets[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private LookupTable.@Nullable Header header() throws IOException {
        if (!nextRow()) {
            if (problems.errors() == 0) {
                problems.error(0, "the table has no header line", "its first line names the columns: " + HEADERS);
            }
            return null;
        }
        String first = row.text(0);
        Kind kind = Arrays.stream(Kind.values())
                .filter(k -> k.word().equals(first))
                .findFirst()
                .orElse(null);
        if (kind == null) {
            unknownColumn(first, KINDS);
            return null;
        }
        String second = row.fields() > 1 ? row.text(1) : "";
        Column column = Arrays.stream(Column.values())
                .filter(c -> c.word().equals(second) && (c != Column.NONE || row.fields() == 1))
                .findFirst()
                .orElse(null);
        if (column == null) {
            unknownColumn(second, COLUMNS);
            return null;
        }
        if (row.fields() > TableRow.MOST_FIELDS) {
            problems.error(lines.number(), "a table has one or two columns, not " + row.fields(), HEADERS);
            return null;
        }
        return new LookupTable.Header(source.name(), source.file(), kind, column);
    }

    private void unknownColumn(String name, List<String> known) {
        String otherwise =
                name.indexOf(';') >= 0 ? "columns are parted by commas" : "known: " + String.join(", ", known);
        String hint = Suggest.closest(name, known)
                .map(meant -> "did you mean \"" + meant + "\"?")
                .orElse(otherwise);
        problems.error(lines.number(), "unknown column \"" + shorten(name) + "\"", hint);
    }

    private boolean hasFields(int wanted) {
        if (row.fields() == wanted) {
            return true;
        }
        problems.error(
                lines.number(),
                "the row has " + row.fields() + (row.fields() == 1 ? " field" : " fields") + ", not " + wanted,
                "a comma inside of a field needs quotes around the field");
        return false;
    }

    private int value(LookupTable.Header header) {
        if (row.fields() != 2) {
            return hasFields(2) ? 0 : -1;
        }
        int length = row.end(1) - row.start(1);
        if (length == 0 || length > LONGEST_VALUE) {
            String what = length == 0 ? "is empty" : "is longer than " + LONGEST_VALUE + " octets";
            problems.error(lines.number(), "\"" + header.column().word() + "\" " + what, null);
            return 0;
        }
        int value = values.number(row.octets(), row.start(1), row.end(1), lines.number());
        if (value == TableValues.FULL) {
            problems.error(
                    lines.number(),
                    "a table cannot have more than " + LookupTable.MOST_VALUES + " different values",
                    null);
        }
        return value;
    }

    private void addKey(TableKeys keys, Kind kind, int value) {
        byte[] octets = row.octets();
        int start = row.start(0);
        int end = row.end(0);
        if (kind == Kind.DIGITS
                ? keys.addDigits(octets, start, end, value, lines.number())
                : keys.addText(octets, start, end, value, lines.number())) {
            return;
        }
        if (problems.full()) {
            problems.error(lines.number(), "", null);
            return;
        }
        String key = shorten(new String(octets, start, end - start, StandardCharsets.UTF_8));
        if (kind == Kind.DIGITS) {
            problems.error(
                    lines.number(),
                    "\"" + key + "\" is not 1 to 15 digits, a prefix or a range of numbers of one length",
                    "001010000000001, 00101*, 001010000000000-001010000099999");
        } else {
            problems.error(
                    lines.number(),
                    "\"" + key + "\" is not a text of 1 to " + LookupTable.LONGEST_TEXT
                            + " octets with a \"*\" at most at its start or its end",
                    "sip:alice@ims.example, sip:+49*, *@ims.example");
        }
    }

    private static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /** Says which rows cannot stand beside each other. */
    private final class Told implements Conflicts {
        @Override
        public boolean full() {
            return problems.full();
        }

        @Override
        public void duplicate(int line, int earlier) {
            problems.error(line, "the key is in line " + earlier + " already", "remove one of them");
        }

        @Override
        public void overlap(int line, int earlier) {
            problems.error(
                    line,
                    "the row and line " + earlier + " have numbers in common, and neither lies inside the other",
                    "which one counts there is not clear: end the one where the other begins");
        }
    }
}
