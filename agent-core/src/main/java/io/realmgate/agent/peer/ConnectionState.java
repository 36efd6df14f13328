package io.realmgate.agent.peer;

/** Where a transport connection stands (RFC 6733 5.6, seen from one connection). */
public enum ConnectionState {
    /** The peer connected; its CER must come. */
    WAIT_CER,
    /** We connected and sent our CER. */
    WAIT_CEA,
    /** Capabilities are exchanged; messages flow. */
    OPEN,
    /** A DPR was sent or received: what is pending may finish, nothing new is sent. */
    CLOSING,
    CLOSED
}
