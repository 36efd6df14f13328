package io.realmgate.routing.dictionary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of the data files: a line an entry, columns parted by tabs, {@code #} begins a comment
 * line. Reading them is part of starting the agent, so this room does without lambdas, streams and
 * concatenated strings on the way: the first of each costs a cold JVM more than all the files.
 */
final class TsvReader {

    private TsvReader() {}

    /**
     * All entries of a file.
     *
     * @param columns the number that every entry must have
     * @throws IllegalStateException if the file is missing or an entry is malformed: it is part of the
     *     program, so this is a mistake of the build
     */
    static List<String[]> read(String file, int columns) {
        String text = load(file);
        List<String[]> rows = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (end > start && text.charAt(start) != '#') {
                rows.add(split(file, text.substring(start, end), columns));
            }
            start = end + 1;
        }
        return rows;
    }

    /** The parts of a cell that holds a list; a cell of {@code -} is empty. */
    static List<String> list(String cell) {
        return cell.equals("-") ? List.of() : List.of(cell.split(",", -1));
    }

    private static String[] split(String file, String line, int columns) {
        String[] cells = new String[columns];
        int start = 0;
        for (int i = 0; i < columns; i++) {
            int tab = line.indexOf('\t', start);
            if ((tab < 0) != (i == columns - 1)) {
                throw new IllegalStateException(file + ": not " + columns + " columns: " + line);
            }
            cells[i] = line.substring(start, tab < 0 ? line.length() : tab);
            start = tab + 1;
        }
        return cells;
    }

    private static String load(String file) {
        try (InputStream in = TsvReader.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
