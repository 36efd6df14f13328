package io.realmgate.agent.reload;

import io.realmgate.agent.config.PeerSettings;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Warns of rules whose target can serve none of their applications, because the files say what each of its peers
 * {@code supports}. What a peer will advertise is known only when it connects.
 */
final class UnservedRules {
    /** Application 0, which every peer takes, and that of relays (RFC 6733 2.4). */
    private static final int COMMON = 0;

    private static final int RELAY = 0xffff_ffff;
    private static final int MOST = 100;

    private final PeerDirectory directory;
    private final Set<String> open = new HashSet<>();
    private final Map<String, Set<Integer>> supports = new HashMap<>();

    UnservedRules(PeerDirectory directory, List<PeerSettings> settings) {
        this.directory = directory;
        directory.accept().stream()
                .map(AcceptPattern::group)
                .filter(Objects::nonNull)
                .forEach(open::add);
        for (PeerSettings peer : settings) {
            Set<Integer> said = peer.profile().supports();
            if (said != null) {
                supports.put(peer.identity(), said);
            }
        }
    }

    void look(List<Rule> rules, Consumer<Diagnostic> out) {
        if (!supports.isEmpty()) {
            rules.stream()
                    .filter(this::isUnserved)
                    .limit(MOST)
                    .forEach(rule -> out.accept(Diagnostic.warning(
                            rule.place(),
                            "rule \"" + rule.name() + "\": no peer that it sends to supports its application",
                            "see supports in peers.conf")));
        }
    }

    private boolean isUnserved(Rule rule) {
        return rule.decides()
                && rule.action() instanceof Action.Relay relay
                && relay.lastResort() == null
                && rule.match() instanceof Match.AllOf all
                && all.parts().stream()
                        .anyMatch(part ->
                                part instanceof Match.Application application && lacks(relay.to(), application.ids()));
    }

    /** Whether the files say of everybody who may be asked that none of the applications is for it. */
    private boolean lacks(Target target, Set<Integer> wanted) {
        if (target instanceof Target.ToPeer peer) {
            return lacks(peer.identity(), wanted);
        }
        PeerGroup group =
                target instanceof Target.ToGroup to ? directory.groups().get(to.group()) : null;
        return group != null
                && group.lastResort() == null
                && !open.contains(group.name())
                && !group.members().isEmpty()
                && group.members().stream().allMatch(member -> lacks(member.peer(), wanted));
    }

    private boolean lacks(String peer, Set<Integer> wanted) {
        Set<Integer> supported = supports.get(peer);
        return supported != null
                && !supported.contains(RELAY)
                && !wanted.contains(COMMON)
                && wanted.stream().noneMatch(supported::contains);
    }
}
