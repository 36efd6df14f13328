package io.realmgate.routing.check;

import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rules behind one that matches everything and decides, or that decides and has the same match. Rules about requests and rules about answers do not stand in each other's way. A rule that names {@code self} is never behind one that does not. Two matches that mean the same but are written differently are not noticed.
 */
final class UnreachableRule implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        for (Phase phase : Phase.values()) {
            look(files.rules().stream().filter(rule -> rule.phase() == phase).toList(), out);
        }
    }

    private static void look(List<Rule> rules, Consumer<Diagnostic> out) {
        Rule catchAll = null;
        // By text, because the hash of a record tree is slow to get the first time, and this is start-up.
        Map<String, Rule> first = new HashMap<>();
        for (Rule rule : rules) {
            if (catchAll != null && sees(catchAll, rule) && !rule.match().namesSelf()) {
                out.accept(never(rule, catchAll, "matches everything before it"));
                continue;
            }
            Rule earlier = first.get(rule.match().text());
            // What a table sends on, it sends on only if it has a row; the others come to the rules behind.
            boolean takesAll = rule.decides() && rule.table() == null;
            if (earlier != null && sees(earlier, rule) && earlier.match().equals(rule.match())) {
                out.accept(never(rule, earlier, "has the same match"));
            } else if (takesAll) {
                first.putIfAbsent(rule.match().text(), rule);
                boolean all = rule.match() instanceof Match.AllOf parts
                        && parts.parts().isEmpty();
                catchAll = all ? rule : catchAll;
            }
        }
    }

    /** Whether the earlier rule sees all that the later one could: one that rejects answers leaves out those that failed. */
    private static boolean sees(Rule earlier, Rule later) {
        return earlier.phase() == Phase.REQUEST
                || !(earlier.action() instanceof Action.Reject)
                || later.action() instanceof Action.Reject;
    }

    private static Diagnostic never(Rule rule, Rule earlier, String why) {
        return Diagnostic.warning(
                rule.place(),
                "rule \"" + rule.name() + "\" can never match: rule \"" + earlier.name() + "\" of "
                        + earlier.place().text() + " " + why);
    }
}
