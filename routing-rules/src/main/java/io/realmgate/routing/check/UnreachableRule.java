package io.realmgate.routing.check;

import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rules behind one that matches everything, or that has the same match: the first rule that matches
 * decides. A rule that names {@code self} is never behind one that does not. Two matches that mean the same but are written differently are not noticed.
 */
final class UnreachableRule implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        Rule catchAll = null;
        // By text, because the hash of a record tree is slow to get the first time, and this is start-up.
        Map<String, Rule> first = new HashMap<>();
        for (Rule rule : files.rules()) {
            if (catchAll != null && !rule.match().namesSelf()) {
                out.accept(never(rule, catchAll, "matches everything before it"));
                continue;
            }
            // What a table sends on, it sends on only if it has a row; the others come to the rules behind.
            boolean takesAll = rule.table() == null;
            String text = rule.match().text();
            Rule earlier = takesAll ? first.putIfAbsent(text, rule) : first.get(text);
            if (earlier != null && earlier.match().equals(rule.match())) {
                out.accept(never(rule, earlier, "has the same match"));
            } else if (takesAll
                    && rule.match() instanceof Match.AllOf all
                    && all.parts().isEmpty()) {
                catchAll = rule;
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
