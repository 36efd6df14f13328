package io.realmgate.agent.reload;

import io.realmgate.agent.config.PeerSettings;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warns of rules whose target can serve none of their applications, because the files say what each of its peers
 * {@code supports}. What a peer will advertise is known only when it connects.
 */
final class UnservedRules {
    private static final int RELAY = -1;
    private static final int MOST = 100;

    private final PeerDirectory directory;
    private final Map<String, Set<Integer>> supports = new HashMap<>();

    UnservedRules(PeerDirectory directory, List<PeerSettings> settings) {
        this.directory = directory;
        for (PeerSettings peer : settings) {
            Set<Integer> said = peer.profile().supports();
            if (said != null) {
                supports.put(peer.identity(), said);
            }
        }
    }

    void look(List<Rule> rules, Consumer<Diagnostic> out) {
        if (!supports.isEmpty()) {
            rules.stream().filter(this::isUnserved).limit(MOST).forEach(rule -> out.accept(Diagnostic.warning(
                    rule.place(),
                    "rule \"" + rule.name() + "\": no peer that it sends to supports its application",
                    "see supports in peers.conf")));
        }
    }

    private boolean isUnserved(Rule rule) {
        if (!(rule.action() instanceof Action.Relay relay)
                || relay.lastResort() != null
                || !(rule.match() instanceof Match.AllOf all)) {
            return false;
        }
        List<String> peers = peers(relay.to());
        return !peers.isEmpty()
                && all.parts().stream()
                        .anyMatch(part -> part instanceof Match.Application application
                                && peers.stream().allMatch(peer -> lacks(supports.get(peer), application.ids())));
    }

    private static boolean lacks(@Nullable Set<Integer> supported, Set<Integer> wanted) {
        return supported != null
                && !supported.contains(RELAY)
                && wanted.stream().noneMatch(supported::contains);
    }

    /** Everybody who may be asked; empty when the files do not say who that is. */
    private List<String> peers(Target target) {
        if (target instanceof Target.ToPeer peer) {
            return List.of(peer.identity());
        }
        PeerGroup group =
                target instanceof Target.ToGroup to ? directory.groups().get(to.group()) : null;
        boolean open = group == null
                || group.lastResort() != null
                || directory.accept().stream().map(AcceptPattern::group).anyMatch(group.name()::equals);
        return open ? List.of() : group.members().stream().map(Candidate::peer).toList();
    }
}
