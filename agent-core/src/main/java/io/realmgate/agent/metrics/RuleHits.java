package io.realmgate.agent.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often rules were matched since the start. Immutable.
 *
 * @param rules only those that were
 * @param tagged requests by tag
 */
public record RuleHits(Map<RuleAndMode, Long> rules, Map<String, Long> tagged) {
    private static final Comparator<RuleAndMode> ORDER =
            Comparator.comparing(RuleAndMode::rule).thenComparing(RuleAndMode::mode);

    public RuleHits {
        rules = Map.copyOf(rules);
        tagged = Map.copyOf(tagged);
    }

    /** A rule by its name, and its mode as it is written. */
    public record RuleAndMode(String rule, String mode) {}

    /** Those of several loops together. */
    public static RuleHits sum(List<RuleHits> loops) {
        Map<RuleAndMode, Long> rules = new TreeMap<>(ORDER);
        Map<String, Long> tagged = new TreeMap<>();
        for (RuleHits loop : loops) {
            loop.rules().forEach((rule, n) -> rules.merge(rule, n, Long::sum));
            loop.tagged().forEach((tag, n) -> tagged.merge(tag, n, Long::sum));
        }
        return new RuleHits(rules, tagged);
    }
}
