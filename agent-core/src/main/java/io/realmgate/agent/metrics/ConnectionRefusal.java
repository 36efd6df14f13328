package io.realmgate.agent.metrics;

import java.util.Locale;

/** Why a connection that somebody made to us was closed before, or without, becoming useful. */
public enum ConnectionRefusal {
    /** Its address has {@code agent.limits.connections-per-address} connections. */
    ADDRESS_FULL,
    /** It had waited longest when {@code agent.limits.connections-not-open} others waited too. */
    DISPLACED,
    /** No capabilities exchange within {@code agent.timers.handshake}. */
    SILENT,
    /** What came first was no CER, or no Diameter. */
    NO_CER,
    /** 3010: no entry of {@code peers.conf} admits the peer, or not from that address. */
    UNKNOWN_PEER,
    /** Its CER lacks an AVP or has a wrong one. */
    WRONG_CER,
    /** 5010. */
    NO_COMMON_APPLICATION,
    /** 5017. */
    NO_COMMON_SECURITY,
    /** 5012: {@code agent.limits.pattern-peers} are connected, or the peer is disabled. */
    NOT_NOW,
    /** The peer is connected already (RFC 6733 5.6: R-Reject). */
    ALREADY_CONNECTED,
    /** A message began and was not complete within Tw. */
    STALLED;

    @SuppressWarnings("EnumOrdinal") // An index into counters of this process only.
    int index() {
        return ordinal();
    }

    /** Label value. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
