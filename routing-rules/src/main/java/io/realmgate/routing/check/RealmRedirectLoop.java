package io.realmgate.routing.check;

import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Redirects to a realm whose requests this agent redirects on, until they are back: an asker that comes here again with the
 * new realm never arrives. Only rules that ask for application and realm and nothing else, and that leave no choice of realm,
 * are looked at.
 */
final class RealmRedirectLoop implements Lint {

    private static final int MOST = 100;
    private static final int LONGEST = 8;

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        List<Rule> redirects = files.rules().stream()
                .filter(RealmRedirectLoop::isPlain)
                .limit(MOST)
                .toList();
        Ways ways = new Ways(files.rules(), redirects);
        for (Rule rule : redirects) {
            for (int application : applications(rule.match())) {
                List<String> way = ways.circle(rule, application);
                if (way != null) {
                    out.accept(Diagnostic.warning(
                            rule.place(),
                            "rule \"" + rule.name() + "\" redirects in a circle: " + String.join(", then ", way)));
                    break;
                }
            }
        }
    }

    private static boolean isPlain(Rule rule) {
        return rule.decides()
                && rule.action() instanceof Action.RealmRedirect redirect
                && redirect.realms().size() == 1
                && rule.match() instanceof Match.AllOf all
                && all.parts().size() == 2
                && all.parts().stream().anyMatch(Match.Application.class::isInstance)
                && all.parts().stream().anyMatch(RealmRedirectLoop::isRealm);
    }

    private static boolean isRealm(Match match) {
        return match instanceof Match.Name name && name.field() == Match.NameField.DESTINATION_REALM;
    }

    private static Set<Integer> applications(Match match) {
        return ((Match.AllOf) match)
                .parts().stream()
                        .filter(Match.Application.class::isInstance)
                        .findFirst()
                        .map(part -> ((Match.Application) part).ids())
                        .orElse(Set.of());
    }

    /** The ways that requests are sent; asks all rules only so many times. */
    private static final class Ways {
        private final List<Rule> rules;
        private final List<Rule> redirects;
        private int left = 2 * MOST;

        Ways(List<Rule> rules, List<Rule> redirects) {
            this.rules = rules;
            this.redirects = redirects;
        }

        /** The realms that a request of the rule is sent to until it is back at the rule; null if it does not come back. */
        @Nullable
        List<String> circle(Rule first, int application) {
            List<String> way = new ArrayList<>();
            Rule at = first;
            while (way.size() < LONGEST && at != null && at.action() instanceof Action.RealmRedirect redirect) {
                String realm = redirect.realms().get(0);
                way.add(realm);
                at = redirectOf(application, realm);
                if (at != null && at.index() == first.index()) {
                    return way;
                }
            }
            return null;
        }

        private @Nullable Rule redirectOf(int application, String realm) {
            boolean maybe = redirects.stream().anyMatch(rule -> !isApart(rule.match(), application, realm));
            return maybe && left-- > 0 ? decider(application, realm) : null;
        }

        /** The redirect that decides about such requests; null if there is none or that depends on more than these two. */
        private @Nullable Rule decider(int application, String realm) {
            for (Rule rule : rules) {
                if (isPlain(rule) && !isApart(rule.match(), application, realm)) {
                    return rule;
                }
                if (rule.phase() == Phase.REQUEST && rule.decides() && !isApart(rule.match(), application, realm)) {
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
            return isRealm(match)
                    && ((Match.Name) match).patterns().stream().noneMatch(pattern -> pattern.matches(realm));
        }
    }
}
