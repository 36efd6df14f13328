package io.realmgate.agent.forward;

/** Why a peer cannot take the request at hand. */
enum Refusal {
    IS_ORIGIN("the request came from it"),
    IN_ROUTE_RECORD("it is in the Route-Record"),
    NOT_CONNECTED("not connected"),
    CLOSING("it is disconnecting"),
    APPLICATION_NOT_SHARED("it did not advertise the application"),
    TOO_LONG("its transport carries no message of this length"),
    FULL("it does not keep up"),
    PENDING_FULL("as many requests wait for its answers as may"),
    SUSPENDED("it does not answer its watchdog, or has not often enough since it failed"),
    EJECTED("ejected: it did not answer requests"),
    TRANSIT("a request of a partner, and no rule sends it to this one"),
    TRIED("it had the request already"),
    NO_AGENT("it is no agent that could reach the Destination-Host");

    final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** Whether the peer is in the way of the request already, so that sending it there again would be a loop. */
    boolean isLoop() {
        return this == IS_ORIGIN || this == IN_ROUTE_RECORD;
    }

    /** Whether it is for want of capacity. */
    boolean isCapacity() {
        return this == FULL || this == PENDING_FULL;
    }
}
