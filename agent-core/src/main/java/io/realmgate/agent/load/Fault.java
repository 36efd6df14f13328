package io.realmgate.agent.load;

/** What a relay must never do to a message or to a connection (RFC 6733 6). */
public enum Fault {
    WRONG_CLIENT("an answer at another client than the one that asked"),
    ANSWERED_TWICE("a second answer to a request"),
    NEVER_ASKED("an answer to no request"),
    IDENTIFIER("a hop-by-hop or end-to-end identifier that is not the request's"),
    SESSION_ID("a Session-Id that nobody sent"),
    HEADER("another command, application or flag than was sent"),
    REQUEST_CHANGED("AVPs of a request that are not as its client sent them"),
    ROUTE_RECORD("a request without the Route-Record of its client"),
    ANSWER_CHANGED("AVPs of an answer that are not as its server sent them"),
    PROXY_INFO("a Proxy-Info that was left in an answer"),
    MALFORMED("octets that are no Diameter message, or one that does not belong there"),
    CONNECTION("a connection that the relay closed");

    private final String what;

    Fault(String what) {
        this.what = what;
    }

    /** For people: what was seen. */
    public String what() {
        return what;
    }
}
