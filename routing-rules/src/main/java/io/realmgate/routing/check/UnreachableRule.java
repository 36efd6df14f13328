package io.realmgate.routing.check;

import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Rule;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rules behind one that decides and matches all of their messages. Rules about requests and rules about answers do not stand in
 * each other's way, and a rule that names {@code self} is never behind one that does not. What two matches mean is compared test
 * by test: not everything that is hidden is noticed.
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
        EarlierRules earlier = new EarlierRules();
        for (Rule rule : rules) {
            if (catchAll != null && EarlierRules.sees(catchAll, rule)) {
                out.accept(never(rule, catchAll, "matches everything before it"));
                continue;
            }
            Rule hiding = earlier.covering(rule);
            // What a table sends on, it sends on only if it has a row; the others come to the rules behind.
            boolean takesAll = rule.decides() && rule.table() == null;
            if (hiding != null) {
                boolean same = Covering.covers(rule.match(), hiding.match());
                String all = "takes all of its " + rule.phase().word() + "s before it";
                out.accept(never(rule, hiding, same ? "has the same match" : all));
            } else if (takesAll) {
                earlier.add(rule);
                boolean all = rule.match() instanceof Match.AllOf parts
                        && parts.parts().isEmpty();
                catchAll = all ? rule : catchAll;
            }
        }
    }

    private static Diagnostic never(Rule rule, Rule earlier, String why) {
        return Diagnostic.warning(
                rule.place(),
                "rule \"" + rule.name() + "\" can never match: rule \"" + earlier.name() + "\" of "
                        + earlier.place().text() + " " + why);
    }
}
