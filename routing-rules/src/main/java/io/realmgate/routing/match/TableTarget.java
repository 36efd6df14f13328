package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.Decider;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a rule sends to by a table: a decision for each value, and the condition that there is a row. */
final class TableTarget implements Condition, Decider {

    private final Target.ByTable target;
    private final TableLookup lookup;
    private final @Nullable RouteDecision[] byValue;

    /** @param targets of the values of the table, in the order of their numbers */
    TableTarget(Rule rule, Target.ByTable target, TableLookup lookup, List<Target> targets) {
        this.target = target;
        this.lookup = lookup;
        this.byValue = new RouteDecision[targets.size() + 1];
        for (int number = 1; number < byValue.length; number++) {
            byValue[number] = rule.decision(targets.get(number - 1), number);
        }
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return lookup.find(facts) != 0;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts)
                ? null
                : new Failure(
                        "to",
                        "a row of table \"" + target.table() + "\" for it",
                        target.key().text() + " " + lookup.seen(facts));
    }

    @Override
    public RouteDecision decide(MessageFacts facts) {
        return Objects.requireNonNull(byValue[lookup.find(facts)]);
    }
}
