package io.realmgate.agent.peer;

/** Whether the sender of a CER may be our peer. */
public sealed interface Admission {
    /** It may. */
    record Admitted(Peer peer) implements Admission {}

    /**
     * It may not.
     *
     * @param resultCode for the CEA (RFC 6733 7.1)
     * @param remedy for the log: what has to change, and where
     */
    record Refused(int resultCode, String remedy) implements Admission {}
}
