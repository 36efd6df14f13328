package io.realmgate.routing.check;

import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import io.realmgate.routing.table.Tables;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Tables that no rule asks, and those without a row. */
final class UnusedTable implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        Set<String> used = new HashSet<>();
        for (Rule rule : files.rules()) {
            Target.ByTable target = rule.table();
            if (target != null) {
                used.add(target.table());
            }
            rule.match().tests().forEach(test -> {
                if (test instanceof Match.InTable in) {
                    used.add(in.table());
                }
            });
        }
        for (Tables.Entry entry : files.tables().all()) {
            String name = "table \"" + entry.table().name() + "\"";
            if (!used.contains(entry.table().name())) {
                out.accept(Diagnostic.warning(entry.table().place(), name + " is not used"));
            }
            if (entry.table().rows() == 0) {
                out.accept(Diagnostic.warning(entry.table().place(), name + " has no rows"));
            }
        }
    }
}
