package io.realmgate.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules that are asked one after the other. */
final class RuleList implements RuleLookup {

    static final RuleList NONE = new RuleList(List.of());

    private final CompiledRule[] rules;
    private final int[] positions;

    /** {@code rules} in the order of the table. */
    RuleList(List<CompiledRule> rules) {
        this.rules = rules.toArray(CompiledRule[]::new);
        this.positions = rules.stream().mapToInt(rule -> rule.rule().index()).toArray();
    }

    @Override
    public int least() {
        return positions.length == 0 ? Integer.MAX_VALUE : positions[0];
    }

    @Override
    public @Nullable CompiledRule first(MessageFacts facts, int after, int before) {
        for (int i = 0; i < positions.length && positions[i] < before; i++) {
            if (positions[i] > after && rules[i].condition().holds(facts)) {
                return rules[i];
            }
        }
        return null;
    }
}
