package io.realmgate.agent.peer;

import io.realmgate.agent.codec.DiameterMessage;

/** What happens to messages that are not the peers' own business. All calls come on the connection's loop. */
public interface MessageHandler {
    /** A request to be forwarded or answered; the view is valid during the call. */
    void onRequest(PeerConnection from, DiameterMessage request);

    /** An answer to something that was sent on this connection. */
    void onAnswer(PeerConnection from, DiameterMessage answer);

    /** A message above the size limit; only its head is there. */
    void onOversized(PeerConnection from, DiameterMessage head, int claimedLength);

    /** The connection does not answer its watchdog; what is pending on it may go elsewhere (RFC 3539 Failover()). */
    void onSuspect(PeerConnection connection);

    /** The peer has lost its state (RFC 6733 8.16): what is pending is as lost to it as if the connection were gone. */
    default void onRestarted(PeerConnection connection) {
        onConnectionLost(connection);
    }

    /** The connection is gone; its pending requests are still in its table. */
    void onConnectionLost(PeerConnection connection);
}
