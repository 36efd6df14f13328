package io.realmgate.routing.check;

import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Rule;
import java.util.function.Consumer;

/** Rules behind one that matches everything: the first rule that matches decides. */
final class UnreachableRule implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        Rule catchAll = null;
        for (Rule rule : files.rules()) {
            if (catchAll != null) {
                out.accept(Diagnostic.warning(
                        rule.place(),
                        "rule \"" + rule.name() + "\" can never match: rule \"" + catchAll.name() + "\" of "
                                + catchAll.place().text() + " matches everything before it"));
            } else if (rule.match() instanceof Match.AllOf all && all.parts().isEmpty()) {
                catchAll = rule;
            }
        }
    }
}
