package io.realmgate.agent.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one file between two sets.
 *
 * @param file its name in a {@link FileSet}
 * @param diff in the unified format, cut after {@value LineDiff#MOST_LINES} lines
 */
public record FileChange(String file, Kind kind, String diff) {
    /** What happened. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** Every file that is not the same in both sets, by name. */
    public static List<FileChange> between(FileSet before, FileSet after) {
        TreeSet<String> names = new TreeSet<>(before.texts().keySet());
        names.addAll(after.texts().keySet());
        List<FileChange> changes = new ArrayList<>();
        for (String name : names) {
            String old = before.text(name);
            String now = after.text(name);
            if (old == null || !old.equals(now)) {
                changes.add(new FileChange(name, kind(old, now), LineDiff.of(name, old, now)));
            }
        }
        return changes;
    }

    private static Kind kind(@Nullable String old, @Nullable String now) {
        if (old == null) {
            return Kind.ADDED;
        }
        return now == null ? Kind.REMOVED : Kind.CHANGED;
    }
}
