package io.realmgate.agent.forward;

import io.realmgate.routing.model.RetryPolicy;

/**
 * How a request found its next hop, kept until it is answered: the generation that decided, by which any later attempt is
 * decided too, and when there is one. Made with the generation, one for each rule.
 */
record Route(RoutingView view, RetryPolicy retry) {}
