package io.realmgate.routing.check;

import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Selection.Method;
import java.util.function.Consumer;

/** Weights in groups whose members take turns. */
final class UnheededWeight implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        for (PeerGroup group : files.directory().groups().values()) {
            if (group.selection().method() == Method.ROUND_ROBIN) {
                group.members().stream()
                        .filter(member -> member.weight() != 1)
                        .findFirst()
                        .ifPresent(member -> out.accept(warning(group, member)));
            }
        }
    }

    private static Diagnostic warning(PeerGroup group, Candidate member) {
        return Diagnostic.warning(
                group.place(),
                "group \"" + group.name() + "\": round-robin does not heed the weight of \"" + member.peer()
                        + "\" (select = weighted does)");
    }
}
