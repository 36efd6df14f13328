package io.realmgate.routing;

import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import java.util.List;

/**
 * Why a message goes where it goes: the rules that were tried in order, each with the reason it
 * did not match, and what was decided. The rule that matched is in the decision.
 *
 * @param passed the rules before the one that matched, or all of them if none did
 * @param decision the same that {@link RoutingTable#decide} returns for the message
 */
public record Explanation(List<Passed> passed, RouteDecision decision) {

    public Explanation {
        passed = List.copyOf(passed);
    }

    /** A rule that did not match, and the first key that kept it from matching. */
    public record Passed(Rule rule, Condition.Failure failure) {}
}
