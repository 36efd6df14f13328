package io.realmgate.agent.peer;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One peer and what is true of it now, whatever rules and groups say. Outlives its connections and reloads.
 *
 * <p>Read by every loop; the open connection changes by compare-and-set only, so that at most one is ever open
 * (RFC 6733 5.6).
 */
public final class Peer {
    private final String identity;
    private final byte[] identityBytes;
    private final String realm;
    private final boolean fromPattern;
    private final AtomicReference<@Nullable PeerConnection> open = new AtomicReference<>();
    private volatile @Nullable PeerConnection initiating;
    private volatile Set<String> groups;
    private volatile int maxPending;
    private volatile boolean reconnectWelcome = true;
    private volatile boolean failed;
    private volatile String lastEvent = "never connected";

    /**
     * @param identity DiameterIdentity in lower case
     * @param fromPattern whether a pattern admitted it, so that it is not in {@code peers}
     * @param groups names of the groups that it is in
     */
    public Peer(String identity, String realm, boolean fromPattern, Set<String> groups) {
        this.identity = identity;
        this.identityBytes = identity.getBytes(StandardCharsets.US_ASCII);
        this.realm = realm;
        this.fromPattern = fromPattern;
        this.groups = groups;
    }

    public String identity() {
        return identity;
    }

    /** The identity as octets; not to be changed. */
    public byte[] identityBytes() {
        return identityBytes;
    }

    public String realm() {
        return realm;
    }

    public boolean isFromPattern() {
        return fromPattern;
    }

    /** Names of the groups that it is in, by the set of rules in force. */
    public Set<String> groups() {
        return groups;
    }

    public void setGroups(Set<String> groups) {
        this.groups = groups;
    }

    /** Requests that may wait for its answers; 0 for what the agent allows any peer. */
    public int maxPending() {
        return maxPending;
    }

    void setMaxPending(int most) {
        maxPending = most;
    }

    /** The connection that is open, or closing in order; null when there is none. */
    public @Nullable PeerConnection connection() {
        return open.get();
    }

    /** One line for people: what happened last to a connection of this peer. */
    public String lastEvent() {
        return lastEvent;
    }

    void setLastEvent(String event) {
        lastEvent = event;
    }

    /** False after the peer told us with its DPR not to come back (RFC 6733 5.4.3). */
    public boolean isReconnectWelcome() {
        return reconnectWelcome;
    }

    void setReconnectWelcome(boolean welcome) {
        reconnectWelcome = welcome;
    }

    /** Whether the last connection failed rather than being ended by a DPR, so that the next has to prove itself. */
    boolean hasFailed() {
        return failed;
    }

    void setFailed(boolean failed) {
        this.failed = failed;
    }

    /** Makes {@code connection} the open one unless another is. */
    boolean claim(PeerConnection connection) {
        return open.compareAndSet(null, connection);
    }

    void release(PeerConnection connection) {
        open.compareAndSet(connection, null);
    }

    /** Our own connection to this peer that waits for its CEA, if there is one. */
    @Nullable
    PeerConnection initiating() {
        return initiating;
    }

    void setInitiating(@Nullable PeerConnection connection) {
        initiating = connection;
    }
}
