package io.realmgate.routing.check;

import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Rule;
import java.util.function.Consumer;

/**
 * Rules behind one that decides and matches all of their requests. A rule that names {@code self} is never behind one that does
 * not. What two matches mean is compared test by test: not everything that is hidden is noticed.
 */
final class UnreachableRule implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        Rule catchAll = null;
        EarlierRules earlier = new EarlierRules();
        for (Rule rule : files.rules()) {
            if (catchAll != null && !rule.match().namesSelf()) {
                out.accept(never(rule, catchAll, "matches everything before it"));
                continue;
            }
            Rule hiding = earlier.covering(rule);
            // What a table sends on, it sends on only if it has a row; the others come to the rules behind.
            boolean takesAll = rule.decides() && rule.table() == null;
            if (hiding != null) {
                boolean same = Covering.covers(rule.match(), hiding.match());
                out.accept(never(rule, hiding, same ? "has the same match" : "takes all of its requests before it"));
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
