package io.realmgate.agent.transport;

import io.realmgate.agent.metrics.TlsRefusal;
import io.realmgate.agent.tls.Secured;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Who hears of handshakes on one event loop, and has a say in them. All calls come on that loop. */
public interface TlsWatch {
    /**
     * A stranger has connected and is to shake hands; false when it may not, and then {@link #ended} is not called.
     *
     * @param close ends the connection, and with it the handshake
     */
    default boolean begun(InetSocketAddress remote, Runnable close) {
        return true;
    }

    /** The handshake of a connection that had {@link #begun} is over, in whatever way. */
    default void ended(InetSocketAddress remote) {}

    /** Why the connection is not wanted, now that it is known with whom; null when it is. */
    default @Nullable String objection(Secured secured) {
        return null;
    }

    /**
     * TLS failed: in the handshake, or later by an alert of the peer.
     *
     * @param text what happened, for people
     */
    void refused(TlsRefusal reason, InetSocketAddress remote, String text);
}
