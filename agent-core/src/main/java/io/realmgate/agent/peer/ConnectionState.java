package io.realmgate.agent.peer;

/** What one connection is good for now; where its peer stands is {@link PeerState}'s. */
public enum ConnectionState {
    /** The peer connected; its CER must come. */
    WAIT_CER,
    /** We connected and sent our CER. */
    WAIT_CEA,
    /** The peer's CER was good; an election, or the peer's older connection, decides what becomes of it. */
    WAIT_TURN,
    /** Capabilities are exchanged; messages flow. */
    OPEN,
    /** As open, but no new request is sent: the peer is drained, or on its way out of the configuration. */
    DRAINING,
    /** A DPR was sent or received: what is pending may finish, nothing new is sent. */
    CLOSING,
    /** Nothing is sent or taken any more; the socket may still be on its way out. */
    CLOSED
}
