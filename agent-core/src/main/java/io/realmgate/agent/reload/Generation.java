package io.realmgate.agent.reload;

import java.time.Instant;
import java.util.List;

/**
 * A set that is or was in force. Immutable.
 *
 * @param number 1 for the set that the agent started with; 0 before there is one
 * @param at when it came into force
 * @param by who put it in force: {@code start}, {@code SIGHUP}, or a caller of the admin server
 * @param changes against the generation before it
 * @param files its texts
 * @param tables what is remembered of its tables, by name
 */
public record Generation(
        int number,
        Instant at,
        String by,
        List<FileChange> changes,
        FileSet files,
        List<TableSummary> tables,
        int rules,
        int peers) {
    static final Generation NONE =
            new Generation(0, Instant.EPOCH, "nobody", List.of(), FileSet.EMPTY, List.of(), 0, 0);

    /** The tables that are others in {@code now}, or are in one of the two only: a restore would leave them as they lie there. */
    public List<FileChange> tablesSince(Generation now) {
        return TableSummary.changes(tables, now.tables);
    }

    public Generation {
        changes = List.copyOf(changes);
        tables = List.copyOf(tables);
    }
}
