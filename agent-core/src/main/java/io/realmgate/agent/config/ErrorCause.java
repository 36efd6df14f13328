package io.realmgate.agent.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why this agent answers a request itself, with an error (RFC 6733 7.1). */
public enum ErrorCause {
    /** The version is not 1 (7.1.5: 5011). */
    VERSION(false),
    /** The length is no multiple of four, or above our limit (7.1.5: 5015). */
    MESSAGE_LENGTH(false),
    /** The E bit in a request (7.1.3: 3008). */
    HEADER_BITS(false),
    /** An AVP that we interpret is wrong (3009, 5009, 5014), which the answer shows in its Failed-AVP. */
    AVP(false),
    /** It is not for us, and its P bit does not let us send it on (section 3: 3002). */
    NOT_PROXIABLE(false),
    /** It is for us, and we serve no application (6.1.4: 3001, 3007). */
    NOT_SERVED(false),
    /** A rule says so, and with what. */
    RULE(false),
    /** Its peer sends more requests a second than it may (7.1.3: 3004). */
    REQUEST_RATE(true),
    /** Its Origin-Realm is none that its peer may use (2.9: 5003). */
    ORIGIN_REALM(true),
    /** Its Destination-Realm, or the realm of its Destination-Host, is none that its peer may use (3003). */
    DESTINATION_REALM(true),
    /** It is from a partner for a partner, and no rule sends it there (3003). */
    TRANSIT(true),
    /** We are in its Route-Record (6.1.3: 3005). */
    LOOP(true),
    /** Nobody serves its Destination-Realm (7.1.3: 3003). */
    REALM_NOT_SERVED(true),
    /** Nobody who could take it is connected and shares the application (7.1.3: 3002). */
    NO_ROUTE(true),
    /** Who could take it does not keep up (7.1.3: 3004 when that host was asked for, else 3002). */
    TOO_BUSY(true),
    /** No answer came in time (3002). */
    TIMEOUT(true),
    /** The connection that it was sent on is lost (5.5.4: 3002). */
    PEER_LOST(true),
    /** What came as its answer cannot be passed on (3002). */
    BROKEN_ANSWER(true),
    /** The agent is about to stop (3002). */
    DRAINING(true);

    private final boolean configurable;
    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ErrorCause(boolean configurable) {
        this.configurable = configurable;
    }

    /** Whether operators choose the code; that of the others follows from what is wrong with the request. */
    public boolean isConfigurable() {
        return configurable;
    }

    /** The key in files and the label value in metrics, such as {@code peer-lost}. */
    public String word() {
        return word;
    }

    /** The position in arrays of this process. */
    @SuppressWarnings("EnumOrdinal") // An index into counters of this process only.
    public int index() {
        return ordinal();
    }

    /** The word of the cause at this position. */
    public static String wordAt(int index) {
        return values()[index].word();
    }

    /** The configurable cause with this key. */
    public static Optional<ErrorCause> configurable(String word) {
        return Arrays.stream(values())
                .filter(cause -> cause.configurable && cause.word().equals(word))
                .findFirst();
    }
}
