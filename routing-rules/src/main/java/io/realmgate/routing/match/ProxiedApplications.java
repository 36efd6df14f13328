package io.realmgate.routing.match;

import io.realmgate.routing.Dimension;
import io.realmgate.routing.Key;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The applications whose messages rules change, by the peers that such messages come from or go to: towards those we are a
 * proxy and have to say which applications we support (RFC 6733 2.8.2, 5.3). A rule for any application names none.
 * Immutable and thread-safe.
 */
public final class ProxiedApplications {

    private final Set<Integer> everybody = new HashSet<>();
    private final Map<String, Set<Integer>> byPeer = new HashMap<>();
    private final Map<String, Set<Integer>> byGroup = new HashMap<>();

    private ProxiedApplications() {}

    /** Those of all rules of a set. */
    public static ProxiedApplications of(List<Rule> rules) {
        ProxiedApplications result = new ProxiedApplications();
        for (Rule rule : rules) {
            Set<Integer> applications = rule.edits().isEmpty() ? null : Bound.applications(rule.match());
            if (applications != null) {
                result.add(rule, applications);
            }
        }
        return result;
    }

    private void add(Rule rule, Set<Integer> applications) {
        Set<Key> from = Bound.of(rule.match()).get(Dimension.FROM);
        if (from == null || !(rule.action() instanceof Action.Relay relay)) {
            // From anybody, or where later rules say.
            everybody.addAll(applications);
            return;
        }
        addTarget(relay.to(), applications);
        addTarget(relay.lastResort(), applications);
        for (Key key : from) {
            if (key instanceof Key.Peer peer) {
                add(byPeer, peer.identity(), applications);
            } else if (key instanceof Key.Group group) {
                add(byGroup, group.name(), applications);
            } else {
                everybody.addAll(applications);
            }
        }
    }

    private void addTarget(@Nullable Target target, Set<Integer> applications) {
        if (target instanceof Target.ToPeer peer) {
            add(byPeer, peer.identity(), applications);
        } else if (target instanceof Target.ToGroup group) {
            add(byGroup, group.group(), applications);
        } else if (target != null) {
            everybody.addAll(applications);
        }
    }

    private static void add(Map<String, Set<Integer>> to, String name, Set<Integer> applications) {
        to.computeIfAbsent(name, unused -> new HashSet<>()).addAll(applications);
    }

    /**
     * Those that concern one peer.
     *
     * @param identity in lower case
     * @param groups that it belongs to
     */
    public Set<Integer> towards(String identity, Set<String> groups) {
        Set<Integer> all = new HashSet<>(everybody);
        all.addAll(byPeer.getOrDefault(identity, Set.of()));
        groups.forEach(group -> all.addAll(byGroup.getOrDefault(group, Set.of())));
        return all;
    }
}
