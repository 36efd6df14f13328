package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.ResultValue;
import org.jspecify.annotations.Nullable;

/** Holds if an answer has one of some results. */
final class ResultCondition implements Condition {

    private final Match.Result match;

    ResultCondition(Match.Result match) {
        this.match = match;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        for (int i = 0; i < match.ranges().size(); i++) {
            if (match.ranges().get(i).contains(facts.resultVendor(), facts.resultCode())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts) ? null : new Failure(match.key(), match.written(), actual(facts));
    }

    /** The result of an answer, for people. */
    static String actual(MessageFacts facts) {
        return facts.resultCode() == 0
                ? NameCondition.ABSENT
                : new ResultValue(facts.resultVendor(), facts.resultCode()).text();
    }
}
