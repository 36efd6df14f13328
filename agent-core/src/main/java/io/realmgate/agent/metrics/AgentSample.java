package io.realmgate.agent.metrics;

import java.util.List;
import java.util.Map;

/**
 * Everything that one scrape shows, copied from the loops.
 *
 * @param loops counters by peer identity, one map for each loop
 */
public record AgentSample(List<Map<String, TrafficCounters>> loops, List<PeerRow> peers, int generation, int rules) {
    /**
     * One peer now.
     *
     * @param pending requests that wait for its answer
     */
    public record PeerRow(String identity, boolean open, int pending) {}
}
