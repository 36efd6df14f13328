package io.realmgate.routing;

import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule made ready to be asked.
 *
 * @param rule the rule as it was written
 * @param bounds the only keys of a dimension for which {@code condition} can hold; a dimension that is not in there may
 *     have any. A shortcut for the index, never stricter than the condition
 * @param condition when it applies
 * @param decision what it decides, built once; null for a rule after which later ones are tried
 * @param byMessage says instead what it decides, if that depends on the message, or null
 */
public record CompiledRule(
        Rule rule,
        Map<Dimension, Set<Key>> bounds,
        Condition condition,
        @Nullable RouteDecision decision,
        @Nullable Decider byMessage) {

    public CompiledRule {
        bounds = Map.copyOf(bounds);
    }

    /** What it decides of a message for which {@code condition} holds; null if later rules are tried. */
    public @Nullable RouteDecision decision(MessageFacts facts) {
        Decider decider = byMessage;
        return decision == null || decider == null ? decision : decider.decide(facts);
    }
}
