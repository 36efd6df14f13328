package io.realmgate.routing;

import io.realmgate.routing.model.RouteDecision;

/** What a rule decides of a message that it is for, when that depends on the message. Immutable, thread-safe. */
public interface Decider {

    /** One of the decisions that were built with the table; allocates nothing. Only asked for messages that match. */
    RouteDecision decide(MessageFacts facts);
}
