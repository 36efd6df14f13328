package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import org.jspecify.annotations.Nullable;

/**
 * A condition for requests that pass through: it holds for none that is for this agent itself, so
 * that a catch-all does not send on what nobody else was meant to get.
 */
final class TransitCondition implements Condition {

    private final Condition condition;

    TransitCondition(Condition condition) {
        this.condition = condition;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return !facts.isLocal() && condition.holds(facts);
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return facts.isLocal()
                ? new Failure("destination-host", "any but this agent, as the rule does not name self", "self")
                : condition.failure(facts);
    }
}
