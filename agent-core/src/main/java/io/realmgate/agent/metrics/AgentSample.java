package io.realmgate.agent.metrics;

import java.util.List;
import java.util.Map;

/**
 * Everything that one scrape shows, copied from the loops.
 *
 * @param loops counters by peer identity, one map for each loop
 * @param doors refused connections, one for each loop
 * @param set the set in force
 * @param tls keys and trust in force, and what came of them
 */
public record AgentSample(
        List<Map<String, TrafficCounters>> loops,
        List<ConnectionCounters> doors,
        List<PeerRow> peers,
        SetRow set,
        TlsRow tls,
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
     * TLS now.
     *
     * @param refusals connections since the start that came to nothing, by reason
     * @param expiries when what is in force expires
     * @param certificates when the certificates of connected peers expire, seconds of the epoch by identity
     * @param reloadFailures reloads since the start that were refused for errors in the files
     */
    public record TlsRow(
            Map<TlsRefusal, Long> refusals,
            List<ExpiryRow> expiries,
            Map<String, Long> certificates,
            long reloadFailures) {}

    /**
     * When something of an entry of {@code agent.tls} expires.
     *
     * @param kind certificate, trust or crl
     * @param at seconds of the epoch
     */
    public record ExpiryRow(String entry, String kind, long at) {}

    /**
     * The set in force.
     *
     * @param since when it came into force, seconds of the epoch
     * @param hits of its rules, and of the same rules in earlier sets
     * @param tables rows by table
     */
    public record SetRow(
            int generation, int rules, long since, ReloadRow reloads, RuleHits hits, Map<String, Integer> tables) {}

    /**
     * What came of reloads.
     *
     * @param accepted whether the last one was
     * @param seconds from reading the files until they were in force, of the last change that came into force
     * @param failures those since the start that were refused for errors in the files
     */
    public record ReloadRow(boolean accepted, double seconds, long failures) {}

    /**
     * What was learned from redirects.
     *
     * @param hits requests since the start that went by it
     */
    public record RedirectRow(int entries, long hits) {}
}
