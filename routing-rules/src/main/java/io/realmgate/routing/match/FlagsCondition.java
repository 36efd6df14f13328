package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.Match;
import org.jspecify.annotations.Nullable;

/** Holds if the header has one of some flags. */
final class FlagsCondition implements Condition {

    private final Match.Flags match;

    FlagsCondition(Match.Flags match) {
        this.match = match;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return (facts.flags() & match.bits()) != 0;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts) ? null : new Failure("flags", match.written(), String.format("0x%02x", facts.flags()));
    }
}
