package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.Match;
import org.jspecify.annotations.Nullable;

/** Holds if the message has one of some lengths. */
final class SizeCondition implements Condition {

    private final Match.Size match;

    SizeCondition(Match.Size match) {
        this.match = match;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        for (int i = 0; i < match.ranges().size(); i++) {
            if (match.ranges().get(i).contains(facts.length())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts) ? null : new Failure("size", match.written(), Integer.toString(facts.length()));
    }
}
