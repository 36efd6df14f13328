package io.realmgate.routing.parse;

import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.model.PeerDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of compiling the files.
 *
 * @param table null if there is any error
 * @param directory never null without errors; with errors it holds the entries that could be read, so
 *     that their settings can be checked in the same go, and is null if the file as a whole could not
 * @param diagnostics errors and warnings: the peer file first, then rule files by name, each by line
 */
public record RuleSet(
        @Nullable RoutingTable table, @Nullable PeerDirectory directory, List<Diagnostic> diagnostics) {

    public RuleSet {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether the set may be put in force: there are no errors, perhaps warnings. */
    public boolean ok() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Severity.ERROR);
    }
}
