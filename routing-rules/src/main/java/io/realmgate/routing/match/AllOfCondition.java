package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import org.jspecify.annotations.Nullable;

/** Holds if all parts do; with no part, always. */
final class AllOfCondition implements Condition {

    private final Condition[] parts;

    AllOfCondition(Condition[] parts) {
        this.parts = parts;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        for (Condition part : parts) {
            if (!part.holds(facts)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        for (Condition part : parts) {
            Failure failure = part.failure(facts);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }
}
