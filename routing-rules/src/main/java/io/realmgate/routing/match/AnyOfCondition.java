package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.Match;
import org.jspecify.annotations.Nullable;

/** Holds if one of the parts does. */
final class AnyOfCondition implements Condition {

    private final Condition[] parts;
    private final Match.AnyOf match;

    AnyOfCondition(Condition[] parts, Match.AnyOf match) {
        this.parts = parts;
        this.match = match;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        for (Condition part : parts) {
            if (part.holds(facts)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts) ? null : new Failure("any", match.text(), "none holds");
    }
}
