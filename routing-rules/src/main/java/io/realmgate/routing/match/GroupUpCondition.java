package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.Match;
import org.jspecify.annotations.Nullable;

/** Holds if one of some groups has a member that could take the request. */
final class GroupUpCondition implements Condition {

    private final Match.GroupUp match;

    GroupUpCondition(Match.GroupUp match) {
        this.match = match;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        for (int i = 0; i < match.groups().size(); i++) {
            if (facts.isGroupUp(match.groups().get(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts) ? null : new Failure("group-up", match.written(), "no member can take the request");
    }
}
