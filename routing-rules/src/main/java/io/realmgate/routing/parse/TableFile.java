package io.realmgate.routing.parse;

import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.table.LookupTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that somebody else has read.
 *
 * @param name of the table
 * @param file as diagnostics call it
 * @param table null if the file has a mistake
 * @param diagnostics what was found in it
 */
public record TableFile(String name, String file, @Nullable LookupTable table, List<Diagnostic> diagnostics) {

    public TableFile {
        diagnostics = List.copyOf(diagnostics);
    }
}
