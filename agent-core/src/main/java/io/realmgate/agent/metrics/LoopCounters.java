package io.realmgate.agent.metrics;

import java.util.HashMap;
import java.util.Map;

/** The counters of one event loop, by peer identity and by rule. Confined to that loop. */
public final class LoopCounters {
    private final Map<String, TrafficCounters> byPeer = new HashMap<>();
    private final RuleCounters rules = new RuleCounters();

    public RuleCounters rules() {
        return rules;
    }

    /** The counters of {@code identity} (lower case) on this loop, made when first asked for. */
    public TrafficCounters of(String identity) {
        return byPeer.computeIfAbsent(identity, i -> new TrafficCounters());
    }

    /** Drops the counters of a peer that is forgotten. */
    public void forget(String identity) {
        byPeer.remove(identity);
    }

    /** A copy of those by peer that another thread may read. */
    public Map<String, TrafficCounters> copy() {
        Map<String, TrafficCounters> copy = new HashMap<>(byPeer.size() * 2);
        byPeer.forEach((identity, counters) -> copy.put(identity, counters.copy()));
        return copy;
    }
}
