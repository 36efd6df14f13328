package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import org.jspecify.annotations.Nullable;

/** Holds if its part does not. */
final class NotCondition implements Condition {

    private final Condition part;
    private final String written;

    NotCondition(Condition part, String written) {
        this.part = part;
        this.written = written;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return !part.holds(facts);
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts) ? null : new Failure("not", "not " + written, "holds");
    }
}
