package io.realmgate.agent.forward;

import io.realmgate.agent.proxy.EditPlans;
import io.realmgate.routing.model.RedirectAnswer;
import io.realmgate.routing.model.RetryPolicy;
import io.realmgate.routing.model.RouteDecision;

/**
 * What was decided for a request, by which generation, and what it means for the peers of that generation. Kept until the
 * request is answered: any later attempt goes by it, without asking the rules again about bytes that may have been changed.
 * Made with the generation, one for each rule and one for requests that no rule decides; {@link EditedRoutes} makes others.
 *
 * @param targets the peers that the rule sends or redirects to
 * @param retry when there is another attempt
 * @param redirect what an answer that redirects means
 * @param edits what is changed in the request, once, before it is sent for the first time, and in its answer
 */
record Route(
        RoutingView view,
        RouteDecision decision,
        CandidateSet targets,
        RetryPolicy retry,
        RedirectAnswer redirect,
        EditPlans edits) {

    Route with(EditPlans others) {
        return new Route(view, decision, targets, retry, redirect, others);
    }
}
