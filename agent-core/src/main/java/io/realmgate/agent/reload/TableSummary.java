package io.realmgate.agent.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a generation remembers of one table: its rows are too many to keep those of generations past. Immutable.
 *
 * @param name of the table
 * @param columns as its header line names them
 * @param values how many different ones
 * @param octets of its file
 * @param heap octets that it takes in memory, about
 * @param sha256 of its file, in hexadecimal
 */
public record TableSummary(String name, String columns, int rows, int values, long octets, long heap, String sha256) {
    /** Where tables lie, relative to {@code agent.conf}. */
    public static final String DIRECTORY = "tables/";

    static final String SUFFIX = ".csv";

    /** Name of its file, relative to {@code agent.conf}. */
    public String file() {
        return DIRECTORY + name + SUFFIX;
    }

    /** Every table that is not the same in both sets, by name. */
    static List<FileChange> changes(List<TableSummary> before, List<TableSummary> after) {
        SortedMap<String, TableSummary> old = byFile(before);
        SortedMap<String, TableSummary> now = byFile(after);
        TreeMap<String, TableSummary> all = new TreeMap<>(old);
        all.putAll(now);
        List<FileChange> changes = new ArrayList<>();
        for (String file : all.keySet()) {
            TableSummary was = old.get(file);
            TableSummary is = now.get(file);
            if (was == null || is == null || !was.sha256.equals(is.sha256)) {
                changes.add(new FileChange(file, kind(was, is), line('-', was) + line('+', is)));
            }
        }
        return changes;
    }

    private static FileChange.Kind kind(@Nullable TableSummary was, @Nullable TableSummary is) {
        if (was == null) {
            return FileChange.Kind.ADDED;
        }
        return is == null ? FileChange.Kind.REMOVED : FileChange.Kind.CHANGED;
    }

    private static SortedMap<String, TableSummary> byFile(List<TableSummary> tables) {
        SortedMap<String, TableSummary> byFile = new TreeMap<>();
        tables.forEach(table -> byFile.put(table.file(), table));
        return byFile;
    }

    private static String line(char mark, @Nullable TableSummary table) {
        return table == null ? "" : mark + table.columns + ": " + table.rows + " rows, sha256 " + table.sha256 + "\n";
    }
}
