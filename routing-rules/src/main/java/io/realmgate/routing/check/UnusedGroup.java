package io.realmgate.routing.check;

import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Groups that no rule, no other group and no default route names. */
final class UnusedGroup implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        Set<String> used = new HashSet<>();
        addTarget(files.directory().defaultRoute(), used);
        for (Rule rule : files.rules()) {
            if (rule.action() instanceof Action.Relay relay) {
                files.targets(relay.to()).forEach(target -> addTarget(target, used));
                addTarget(relay.lastResort(), used);
            } else if (rule.action() instanceof Action.Redirect redirect) {
                files.targets(redirect.to()).forEach(target -> addTarget(target, used));
            }
            rule.match().tests().forEach(test -> addTest(test, used));
        }
        files.directory().groups().values().forEach(group -> addTarget(group.lastResort(), used));
        for (PeerGroup group : files.directory().groups().values()) {
            if (!used.contains(group.name())) {
                out.accept(Diagnostic.warning(group.place(), "group \"" + group.name() + "\" is not used"));
            }
        }
    }

    private static void addTarget(@Nullable Target target, Set<String> used) {
        if (target instanceof Target.ToGroup group) {
            used.add(group.group());
        }
    }

    private static void addTest(Match test, Set<String> used) {
        if (test instanceof Match.From from) {
            used.addAll(from.groups());
        } else if (test instanceof Match.AskedBy asked) {
            used.addAll(asked.who().groups());
        } else if (test instanceof Match.GroupUp up) {
            used.addAll(up.groups());
        }
    }
}
