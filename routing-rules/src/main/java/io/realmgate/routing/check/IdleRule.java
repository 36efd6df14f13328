package io.realmgate.routing.check;

import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.RuleMode;
import java.util.function.Consumer;

/** Rules that continue without having done anything but count. */
final class IdleRule implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        for (Rule rule : files.rules()) {
            if (rule.action() instanceof Action.Continue
                    && rule.mode() == RuleMode.ENFORCE
                    && rule.tags().isEmpty()
                    && rule.edits().isEmpty()) {
                out.accept(Diagnostic.warning(
                        rule.place(),
                        "rule \"" + rule.name() + "\" continues and does nothing else",
                        "a tag shows in the metrics, edits change the message; another action decides"));
            }
        }
    }
}
