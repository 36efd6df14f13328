package io.realmgate.routing.check;

import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import io.realmgate.routing.table.Tables;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something doubtful about files without errors, looked at as a whole. One class each, without state. */
interface Lint {

    void look(Files files, Consumer<Diagnostic> out);

    /**
     * What the files say.
     *
     * @param rules in the order they are tried
     * @param peerFile its name, or null if there is none
     */
    record Files(
            List<Rule> rules,
            PeerDirectory directory,
            Tables tables,
            @Nullable String peerFile) {

        /** The peers and groups that a rule may send to by this target. */
        List<Target> targets(Target target) {
            if (target instanceof Target.ByTable by) {
                Tables.Entry entry = tables.get(by.table());
                return entry == null ? List.of() : entry.targets();
            }
            return List.of(target);
        }
    }
}
