package io.realmgate.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules by the peer that a request came from, and by its groups. */
final class RulesByPeer implements RuleLookup {

    private final Map<String, RuleLookup> peers = new HashMap<>();
    private final Map<String, RuleLookup> groups = new HashMap<>();
    private final int least;

    RulesByPeer(Map<Key, RuleLookup> byKey) {
        byKey.forEach((key, list) -> {
            if (key instanceof Key.Group group) {
                groups.put(group.name(), list);
            } else if (key instanceof Key.Peer peer) {
                peers.put(peer.identity(), list);
            }
        });
        least = RuleIndex.least(byKey.values());
    }

    @Override
    public int least() {
        return least;
    }

    @Override
    public @Nullable CompiledRule first(MessageFacts facts, int after, int before) {
        Ingress ingress = facts.ingress();
        RuleLookup ofPeer = peers.get(ingress.identity());
        CompiledRule found = ofPeer == null ? null : ofPeer.first(facts, after, before);
        if (groups.isEmpty()) {
            return found;
        }
        List<String> names = ingress.groups();
        for (int i = 0; i < names.size(); i++) {
            RuleLookup ofGroup = groups.get(names.get(i));
            int limit = found == null ? before : found.rule().index();
            CompiledRule earlier = ofGroup == null ? null : ofGroup.first(facts, after, limit);
            found = earlier == null ? found : earlier;
        }
        return found;
    }
}
