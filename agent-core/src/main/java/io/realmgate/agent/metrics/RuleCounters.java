package io.realmgate.agent.metrics;

import io.realmgate.agent.metrics.RuleHits.RuleAndMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often rules were matched on one event loop since the start, by name, so that a count goes on when the same rule comes
 * in a new set, and how many requests got each tag. As many counts as rules were matched, and as tags were given; {@link #keep}
 * drops those of rules that are gone. Plain numbers, confined to that loop; {@link #copy()} is read elsewhere.
 */
public final class RuleCounters {
    private static final int FIRST = 16;

    private final Map<RuleAndMode, RuleCount> byRule = new HashMap<>();
    private final Map<String, TagCount> byTag = new HashMap<>();
    /** By the number of the rule in its set; right only if the count is of the same rule. */
    private @Nullable RuleCount[] byNumber = new RuleCount[FIRST];

    private long request;

    /** The count of one rule. */
    public static final class RuleCount {
        private final String label;
        private Object rule;
        private TagCount[] tags = {};
        private long hits;

        private RuleCount(String label, Object rule) {
            this.label = label;
            this.rule = rule;
        }

        /** Name and mode, for logs. */
        public String label() {
            return label;
        }
    }

    private static final class TagCount {
        private long requests;
        private long last;
    }

    /** Begins with another request. */
    public void next() {
        request++;
    }

    /** The count of a rule that was counted before as rule {@code number} of its set, or null. */
    public @Nullable RuleCount of(Object rule, int number) {
        RuleCount count = number < byNumber.length ? byNumber[number] : null;
        return count != null && count.rule == rule ? count : null;
    }

    /**
     * The count of a rule.
     *
     * @param rule the one that {@link #of} is asked for from now on
     * @param tags that its requests get
     */
    public RuleCount add(Object rule, int number, RuleAndMode key, List<String> tags) {
        RuleCount count =
                byRule.computeIfAbsent(key, k -> new RuleCount("rule \"" + k.rule() + "\" (" + k.mode() + ")", rule));
        count.rule = rule;
        count.tags = tags.stream()
                .map(tag -> byTag.computeIfAbsent(tag, t -> new TagCount()))
                .toArray(TagCount[]::new);
        if (number >= byNumber.length) {
            byNumber = Arrays.copyOf(byNumber, Math.max(number + 1, byNumber.length * 2));
        }
        byNumber[number] = count;
        return count;
    }

    /** The rule was matched by the request at hand, which is counted once for each tag. */
    public void hit(RuleCount count) {
        count.hits++;
        for (TagCount tag : count.tags) {
            if (tag.last != request) {
                tag.last = request;
                tag.requests++;
            }
        }
    }

    /** Drops the counts of rules and tags that are none of these. */
    public void keep(Set<String> rules, Set<String> tags) {
        byRule.keySet().removeIf(key -> !rules.contains(key.rule()));
        byTag.keySet().removeIf(tag -> !tags.contains(tag));
        byNumber = new RuleCount[FIRST];
    }

    /** A copy that another thread may read. */
    public RuleHits copy() {
        Map<RuleAndMode, Long> hits = new HashMap<>();
        byRule.forEach((key, count) -> hits.put(key, count.hits));
        Map<String, Long> tagged = new HashMap<>();
        byTag.forEach((tag, count) -> tagged.put(tag, count.requests));
        return new RuleHits(hits, tagged);
    }
}
