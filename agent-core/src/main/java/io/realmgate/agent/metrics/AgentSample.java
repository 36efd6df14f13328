package io.realmgate.agent.metrics;

import java.util.List;
import java.util.Map;

/**
 * Everything that one scrape shows, copied from the loops.
 *
 * @param loops counters by peer identity, one map for each loop
 * @param doors refused connections, one for each loop
 * @param set the set in force
 */
public record AgentSample(
        List<Map<String, TrafficCounters>> loops,
        List<ConnectionCounters> doors,
        List<PeerRow> peers,
        SetRow set,
        RedirectRow redirects) {
    /**
     * One peer now.
     *
     * @param ejected whether requests go elsewhere because it does not answer them
     * @param pending requests that wait for its answer
     * @param restarts how often it has restarted with loss of its state
     */
    public record PeerRow(String identity, boolean open, boolean ejected, int pending, int restarts) {}

    /**
     * The set in force.
     *
     * @param since when it came into force, seconds of the epoch
     * @param reloadFailures reloads since the start that were refused for errors in the files
     */
    public record SetRow(int generation, int rules, long since, long reloadFailures) {}

    /**
     * What was learned from redirects.
     *
     * @param hits requests since the start that went by it
     */
    public record RedirectRow(int entries, long hits) {}
}
