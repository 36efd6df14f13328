package io.realmgate.agent.metrics;

import java.util.Locale;

/** Why a request was not let in, whatever the rules say of it: what its peer may ask of us does not cover it. */
public enum RequestRefusal {
    /** The peer sends more requests a second than it may. */
    RATE("more requests than its request-rate"),
    /** Its Origin-Realm is none of {@code may-send.origin-realms}. */
    ORIGIN_REALM("its Origin-Realm is not in may-send"),
    /** Its Destination-Realm, or the realm of its Destination-Host, is none of {@code may-send.destination-realms}. */
    DESTINATION_REALM("its Destination-Realm, or the realm of its Destination-Host, is not in may-send"),
    /** It is of a partner for a partner, and no rule sends it there. */
    TRANSIT("it is from a partner for a partner, and no rule sends it there");

    private final String text;

    RequestRefusal(String text) {
        this.text = text;
    }

    @SuppressWarnings("EnumOrdinal") // An index into counters of this process only.
    int index() {
        return ordinal();
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** Label value. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
