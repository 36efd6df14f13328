package io.realmgate.agent.metrics;

import java.util.Locale;

/**
 * Why a message was dropped without an answer: nobody is left to send one to, answers may not be answered, or the operator
 * wants it so.
 */
public enum Discard {
    /** An answer whose hop-by-hop identifier names no pending request: late, doubled or unsolicited (RFC 6733 6.2.1). */
    UNKNOWN_HOP_BY_HOP,
    /** An answer that came after another peer had answered the same request. */
    ANSWERED_ALREADY,
    /** An answer whose asker has closed its connection meanwhile. */
    ORIGIN_GONE,
    /** An answer that is itself broken, so that its asker got an error answer instead. */
    BROKEN_ANSWER,
    /** A Proxy-Info of ours that came back missing or changed; the answer itself was passed on. */
    PROXY_STATE_INVALID,
    /** A request that a rule discards. */
    RULE;

    @SuppressWarnings("EnumOrdinal") // An index into counters of this process only.
    int index() {
        return ordinal();
    }

    /** Label value. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
