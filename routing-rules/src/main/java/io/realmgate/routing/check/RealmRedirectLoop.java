package io.realmgate.routing.check;

import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Redirects to a realm whose requests this agent redirects on, until they are back: an asker that comes here again with the
 * new realm never arrives. Only rules that ask for nothing but application and realm are looked at.
 */
final class RealmRedirectLoop implements Lint {

    private static final int MOST = 100;
    private static final int LONGEST = 8;

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        List<Rule> redirects = files.rules().stream()
                .filter(rule ->
                        rule.decides() && rule.action() instanceof Action.RealmRedirect && isPlain(rule.match()))
                .limit(MOST)
                .toList();
        for (Rule rule : redirects) {
            for (int application : applications(rule.match())) {
                List<String> way = way(rule, application, files.rules());
                if (way != null) {
                    out.accept(Diagnostic.warning(
                            rule.place(),
                            "rule \"" + rule.name() + "\" redirects in a circle: " + String.join(", then ", way)));
                    break;
                }
            }
        }
    }

    /** The realms that a request of the rule is sent to until it is back at the rule; null if it does not come back. */
    private static @Nullable List<String> way(Rule first, int application, List<Rule> rules) {
        List<String> way = new ArrayList<>();
        Rule at = first;
        while (way.size() < LONGEST && at != null && at.action() instanceof Action.RealmRedirect redirect) {
            String realm = redirect.realms().get(0);
            way.add(realm);
            at = decider(rules, application, realm);
            if (at == first) {
                return way;
            }
        }
        return null;
    }

    /** The rule that decides about such requests; null if that depends on more than these two. */
    private static @Nullable Rule decider(List<Rule> rules, int application, String realm) {
        Match.Application wanted = new Match.Application(Set.of(application), "");
        Match.Name named = new Match.Name(Match.NameField.DESTINATION_REALM, List.of(new NamePattern.Exact(realm)), "");
        Match request = new Match.AllOf(List.of(wanted, named));
        for (Rule rule : rules) {
            if (Covering.covers(rule.match(), request)) {
                if (rule.decides()) {
                    return rule;
                }
            } else if (!isApart(rule.match(), application, realm)) {
                return null;
            }
        }
        return null;
    }

    /** Whether the match cannot hold for such a request. */
    private static boolean isApart(Match match, int application, String realm) {
        if (match instanceof Match.AllOf all) {
            return all.parts().stream().anyMatch(part -> isApart(part, application, realm));
        } else if (match instanceof Match.Application other) {
            return !other.ids().contains(application);
        }
        return match instanceof Match.Name name
                && name.field() == Match.NameField.DESTINATION_REALM
                && name.patterns().stream().noneMatch(pattern -> pattern.matches(realm));
    }

    private static boolean isPlain(Match match) {
        return match instanceof Match.AllOf all
                && all.parts().stream()
                        .allMatch(part -> part instanceof Match.Application
                                || part instanceof Match.Name name
                                        && name.field() == Match.NameField.DESTINATION_REALM);
    }

    private static Set<Integer> applications(Match match) {
        return ((Match.AllOf) match)
                .parts().stream()
                        .filter(Match.Application.class::isInstance)
                        .findFirst()
                        .map(part -> ((Match.Application) part).ids())
                        .orElse(Set.of());
    }
}
