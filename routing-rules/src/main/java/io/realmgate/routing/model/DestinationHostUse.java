package io.realmgate.routing.model;

/** What a rule that relays makes of a Destination-Host that names one of our peers (RFC 6733 6.1.5). */
public enum DestinationHostUse {
    /** The request goes to that host, or through another agent of the target, never to another server. */
    HONOUR,
    /** The request goes to that host while it is up, otherwise to the target. */
    PREFER,
    /** The request goes to the target. */
    IGNORE
}
