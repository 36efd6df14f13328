package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.Match;
import org.jspecify.annotations.Nullable;

/** Holds if its part does not. */
final class NotCondition implements Condition {

    private final Condition part;
    private final Match.Not match;

    NotCondition(Condition part, Match.Not match) {
        this.part = part;
        this.match = match;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return !part.holds(facts);
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts) ? null : new Failure("not", match.text(), "holds");
    }
}
