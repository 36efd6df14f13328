package io.realmgate.routing;

import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule made ready to be asked.
 *
 * @param rule the rule as it was written
 * @param applications the only applications for which {@code condition} can hold, or null if it may
 *     hold for any; a shortcut for the index, never stricter than the condition
 * @param realms the same for Destination-Realm: names in lower case, or null
 * @param condition when it applies
 * @param decision what it decides, built once
 * @param byMessage says instead what it decides, if that depends on the message, or null
 */
public record CompiledRule(
        Rule rule,
        @Nullable Set<Integer> applications,
        @Nullable Set<String> realms,
        Condition condition,
        RouteDecision decision,
        @Nullable Decider byMessage) {

    public CompiledRule {
        applications = applications == null ? null : Set.copyOf(applications);
        realms = realms == null ? null : Set.copyOf(realms);
    }

    /** What it decides of a message for which {@code condition} holds. */
    public RouteDecision decision(MessageFacts facts) {
        Decider decider = byMessage;
        return decider == null ? decision : decider.decide(facts);
    }
}
