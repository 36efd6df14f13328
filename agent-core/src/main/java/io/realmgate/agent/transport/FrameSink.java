package io.realmgate.agent.transport;

import io.realmgate.agent.codec.DiameterMessage;

/** What a connection tells its owner. All calls come on the connection's event loop. */
public interface FrameSink {
    /**
     * One whole message as framed by its length field, at least 20 octets. Version, flags and AVPs are unchecked. The
     * view is valid during the call only.
     */
    void onMessage(DiameterMessage message);

    /** How many answers are awaited on the connection. */
    default int awaited() {
        return 0;
    }

    /**
     * A message above the size limit, of which only {@code head} was kept; the rest is skipped unbuffered.
     *
     * @param claimedLength octets that its header announced
     */
    void onOversized(DiameterMessage head, int claimedLength);

    /** The peer begins a TLS handshake where it should begin Diameter; the connection is being closed. */
    default void onTlsHello() {
        onBroken("the peer begins TLS on a plain port");
    }

    /** The byte stream can no longer be cut into messages; the connection is being closed. */
    void onBroken(String reason);

    /** A message began and did not end in time; the owner closes the connection. */
    default void onStalled(String reason) {
        onBroken(reason);
    }

    /** The connection is gone; the last call. */
    void onClosed();
}
