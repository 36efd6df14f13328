package io.realmgate.agent.forward;

import io.realmgate.routing.model.RedirectAnswer;
import io.realmgate.routing.model.RetryPolicy;

/**
 * How a request found its next hop, kept until it is answered: the generation that decided, by which any later attempt is
 * decided too, when there is one, and what an answer that redirects means. Made with the generation, one for each rule.
 */
record Route(RoutingView view, RetryPolicy retry, RedirectAnswer redirect) {}
