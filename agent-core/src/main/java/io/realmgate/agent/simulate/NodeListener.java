package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.message.CapturedMessage;

/** What a node tells whoever runs it, on the node's event loop. Every method may be left as it is. */
public interface NodeListener {
    /** Tells nobody. */
    NodeListener NOBODY = new NodeListener() {};

    /** The capabilities exchange with a peer succeeded. */
    default void opened(String peer, String address) {}

    /** A connection could not be made, or ended before the capabilities exchange was done. */
    default void failed(String address, String reason) {}

    /** A connection that had been opened is gone; {@code orderly} when one side had asked for it (RFC 6733 5.4). */
    default void closed(String peer, boolean orderly, String reason) {}

    /** A request of an application was received; it is answered, or not, after this call. */
    default void received(CapturedMessage request) {}

    /** An answer left. */
    default void answered(CapturedMessage request, CapturedMessage answer) {}
}
