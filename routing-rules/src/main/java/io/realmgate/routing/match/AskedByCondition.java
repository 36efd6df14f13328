package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import org.jspecify.annotations.Nullable;

/** Holds if the peer that asked, and that an answer goes back to, is one of some. */
final class AskedByCondition implements Condition {

    private final FromCondition who;

    AskedByCondition(FromCondition who) {
        this.who = who;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return who.isOne(facts.asker());
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts)
                ? null
                : new Failure("asked-by", who.written(), facts.asker().identity());
    }
}
