package io.realmgate.routing.check;

import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.RedirectUsage;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.List;
import java.util.function.Consumer;

/**
 * Redirects that are cached for more than the rule is for, or that send everybody to one server: whoever caches a redirect
 * uses one host of it for every request that its usage covers (RFC 6733 6.12).
 */
final class RedirectReach implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        for (Rule rule : files.rules()) {
            if (rule.action() instanceof Action.Redirect redirect) {
                look(rule, redirect, files, out);
            }
        }
    }

    private static void look(Rule rule, Action.Redirect redirect, Files files, Consumer<Diagnostic> out) {
        RedirectUsage usage = redirect.usage();
        boolean farther = usage == RedirectUsage.ALL_HOST
                || usage == RedirectUsage.ALL_APPLICATION && names(rule.match(), Match.NameField.DESTINATION_REALM);
        if (farther) {
            out.accept(Diagnostic.warning(
                    rule.place(),
                    "rule \"" + rule.name() + "\": usage " + usage + " reaches farther than its match",
                    usage == RedirectUsage.ALL_HOST
                            ? "whoever caches it sends nothing to this agent any more"
                            : "it is for every realm; REALM_AND_APPLICATION is for the one of the request"));
        } else if (coversMany(usage) && redirect.to() instanceof Target.ByTable by) {
            out.accept(Diagnostic.warning(
                    rule.place(),
                    "rule \"" + rule.name() + "\": usage " + usage + " sends everything of one asker where table \""
                            + by.table() + "\" sends one request",
                    "DONT_CACHE, ALL_SESSION and ALL_USER keep to one subscriber"));
        } else if (coversMany(usage) && isShared(redirect.to(), files)) {
            out.accept(Diagnostic.warning(
                    rule.place(),
                    "rule \"" + rule.name() + "\": usage " + usage
                            + " sends everything of one asker to one member of \""
                            + ((Target.ToGroup) redirect.to()).group() + "\"",
                    "DONT_CACHE, ALL_SESSION and ALL_USER spread it over all"));
        }
    }

    private static boolean coversMany(RedirectUsage usage) {
        return usage == RedirectUsage.ALL_REALM
                || usage == RedirectUsage.REALM_AND_APPLICATION
                || usage == RedirectUsage.ALL_APPLICATION;
    }

    /** Whether several peers share the load: only the members of the lowest priority number do, and those come first. */
    private static boolean isShared(Target target, Files files) {
        PeerGroup group =
                target instanceof Target.ToGroup to ? files.directory().groups().get(to.group()) : null;
        List<Candidate> members = group == null ? List.of() : group.members();
        return members.size() > 1 && members.get(1).priority() == members.get(0).priority();
    }

    private static boolean names(Match match, Match.NameField field) {
        if (match instanceof Match.AllOf all) {
            return all.parts().stream().anyMatch(part -> names(part, field));
        }
        return match instanceof Match.Name name && name.field() == field;
    }
}
