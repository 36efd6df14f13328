package io.realmgate.routing.check;

import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.PeerDefinition;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rules that send to partners without a word about who is asking: such a rule is the permission for every partner to reach
 * them, and is seldom meant so.
 */
final class PartnerTransit implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        Partners partners = new Partners(files.directory());
        for (Rule rule : files.rules()) {
            if (rule.decides()
                    && rule.action() instanceof Action.Relay relay
                    && files.targets(relay.to()).stream().anyMatch(partners::among)
                    && !namesFrom(rule.match())) {
                out.accept(new Diagnostic(
                        Severity.WARNING,
                        rule.place(),
                        "rule \"" + rule.name() + "\" lets every partner send to other partners",
                        "say whose requests it is for with from"));
            }
        }
    }

    private static boolean namesFrom(Match match) {
        if (match instanceof Match.AllOf all) {
            return all.parts().stream().anyMatch(PartnerTransit::namesFrom);
        }
        if (match instanceof Match.AnyOf any) {
            return any.parts().stream().allMatch(PartnerTransit::namesFrom);
        }
        return match instanceof Match.From
                || match instanceof Match.Listener
                || match instanceof Match.Not not && namesFrom(not.part());
    }

    /** Which targets have a partner among them. */
    private static final class Partners {
        private final Set<String> peers = new HashSet<>();
        private final Set<String> groups = new HashSet<>();

        Partners(PeerDirectory directory) {
            for (PeerDefinition peer : directory.peers()) {
                if (peer.rights().isPartner()) {
                    peers.add(peer.identity());
                }
            }
            for (AcceptPattern pattern : directory.accept()) {
                String group = pattern.group();
                if (group != null && pattern.rights().isPartner()) {
                    groups.add(group);
                }
            }
            for (PeerGroup group : directory.groups().values()) {
                if (group.members().stream().map(Candidate::peer).anyMatch(peers::contains)) {
                    groups.add(group.name());
                }
            }
            Set<String> before = Set.copyOf(groups);
            for (PeerGroup group : directory.groups().values()) {
                Target mates = group.lastResort();
                if (mates instanceof Target.ToPeer peer ? peers.contains(peer.identity()) : isIn(before, mates)) {
                    groups.add(group.name());
                }
            }
        }

        private static boolean isIn(Set<String> names, @Nullable Target target) {
            return target instanceof Target.ToGroup group && names.contains(group.group());
        }

        boolean among(Target target) {
            return target instanceof Target.ToGroup group
                    ? groups.contains(group.group())
                    : peers.contains(((Target.ToPeer) target).identity());
        }
    }
}
