package io.realmgate.routing.check;

import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rules behind one that matches everything and decides, or that decides and has the same match. A rule that names {@code self} is never behind one that does not. Two matches that mean the same but are written differently are not noticed.
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
            Rule earlier = first.get(rule.match().text());
            if (earlier != null && earlier.match().equals(rule.match())) {
                out.accept(never(rule, earlier, "has the same match"));
            } else if (rule.decides()) {
                first.putIfAbsent(rule.match().text(), rule);
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
