package io.realmgate.routing.model;

/** What the agent does with an answer that redirects (3006, 3011) to a request that a rule sent on. */
public enum RedirectAnswer {
    /** What {@code agent.conf} says. */
    AS_CONFIGURED,
    /** Send the request where the answer says (RFC 6733 6.1.8). */
    FOLLOW,
    /** Give the answer to the asker as it is. */
    PASS
}
