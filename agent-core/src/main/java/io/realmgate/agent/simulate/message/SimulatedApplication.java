package io.realmgate.agent.simulate.message;

/**
 * A Diameter application as a peer advertises it and as its messages name it.
 *
 * @param name as operators say it, such as {@code S6a}
 * @param id Application-ID
 * @param vendor who defined it, 0 for the IETF
 */
public record SimulatedApplication(String name, int id, int vendor, Kind kind) {

    /** How messages of an application name it, and whether its sessions last. */
    public enum Kind {
        /** Vendor-Specific-Application-Id and NO_STATE_MAINTAINED: each request is a session of its own. */
        STATELESS,
        /** Auth-Application-Id; sessions last from the first request to the last. */
        AUTHORIZATION,
        /** Acct-Application-Id; sessions last from START to STOP. */
        ACCOUNTING
    }

    /** Whether several requests belong to one session. */
    public boolean keepsSessions() {
        return kind != Kind.STATELESS;
    }

    /** Writes the AVPs by which messages of this application name it. */
    public void writeTo(BodyWriter out) {
        switch (kind) {
            case STATELESS -> {
                out.group(
                        BaseAvps.VENDOR_SPECIFIC_APPLICATION_ID,
                        g -> g.put(BaseAvps.VENDOR_ID, vendor).put(BaseAvps.AUTH_APPLICATION_ID, id));
                out.put(BaseAvps.AUTH_SESSION_STATE, 1);
            }
            case AUTHORIZATION -> out.put(BaseAvps.AUTH_APPLICATION_ID, id);
            case ACCOUNTING -> out.put(BaseAvps.ACCT_APPLICATION_ID, id);
        }
    }
}
