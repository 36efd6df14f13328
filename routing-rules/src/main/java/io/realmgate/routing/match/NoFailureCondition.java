package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.ResultValue;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a rule that makes errors of answers: it holds for none that says failure, whose result an agent must not
 * change (RFC 6733 6.2.2).
 */
final class NoFailureCondition implements Condition {

    private final Condition condition;

    NoFailureCondition(Condition condition) {
        this.condition = condition;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return !ResultValue.isFailure(facts.resultCode()) && condition.holds(facts);
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return ResultValue.isFailure(facts.resultCode())
                ? new Failure("result", "a success, as a failure is not changed", ResultCondition.actual(facts))
                : condition.failure(facts);
    }
}
