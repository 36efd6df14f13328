package io.realmgate.routing.model;

import java.util.List;

/**
 * Redirect-Host-Usage (RFC 6733 6.13): which later requests whoever is redirected sends to the same host. The constants
 * stand in the order of their codes, 0 to 6.
 */
public enum RedirectUsage {
    /** This request only. */
    DONT_CACHE,
    /** Requests with the same Session-Id. */
    ALL_SESSION,
    /** Requests to the same Destination-Realm. */
    ALL_REALM,
    /** Requests of the same application to the same Destination-Realm. */
    REALM_AND_APPLICATION,
    /** Requests of the same application. */
    ALL_APPLICATION,
    /** Requests that would go to the host that redirected. */
    ALL_HOST,
    /** Requests with the same User-Name. */
    ALL_USER;

    /** What may be cached, in the order in which cached redirects win over each other (RFC 6733 6.13). */
    public static final List<RedirectUsage> PRECEDENCE =
            List.of(ALL_SESSION, ALL_USER, REALM_AND_APPLICATION, ALL_REALM, ALL_APPLICATION, ALL_HOST);

    private static final RedirectUsage[] BY_CODE = values();

    /** Value of the AVP. */
    @SuppressWarnings("EnumOrdinal") // Declared in the order of the codes, which the RFC has fixed.
    public int code() {
        return ordinal();
    }

    /** The usage with this code; {@link #DONT_CACHE}, which is the default, for a code that does not exist. */
    public static RedirectUsage of(int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : DONT_CACHE;
    }
}
