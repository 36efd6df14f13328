package io.realmgate.agent.peer;

import io.realmgate.agent.config.Advertisement;
import io.realmgate.agent.config.PeerPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One peer and what is true of it now, whatever rules and groups say. Outlives its connections and reloads.
 *
 * <p>Read by every loop. Its connections change as its {@link PeerStateMachine} says, so that at most one is ever open
 * (RFC 6733 5.6).
 */
public final class Peer {
    private final String identity;
    private final byte[] identityBytes;
    private final String realm;
    private final boolean fromPattern;
    private final PeerTerms terms;
    private final PeerStateMachine machine = new PeerStateMachine();
    private final Incarnation incarnation = new Incarnation();
    private final RequestRate rate = new RequestRate();
    private volatile Standing standing = Standing.NONE;
    private volatile Advertisement advertisement;
    private volatile int maxPending;
    private volatile boolean reconnectWelcome = true;
    private volatile boolean failed;
    private volatile AdminState adminState = AdminState.READY;
    private volatile String lastEvent = "never connected";

    /**
     * @param identity DiameterIdentity in lower case
     * @param fromPattern whether a pattern admitted it, so that it is not in {@code peers}
     * @param terms how we talk to it
     */
    public Peer(String identity, String realm, boolean fromPattern, PeerTerms terms) {
        this.identity = identity;
        this.identityBytes = identity.getBytes(StandardCharsets.US_ASCII);
        this.realm = realm;
        this.fromPattern = fromPattern;
        this.terms = terms;
        this.advertisement = terms.profile().advertisement();
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

    /** How we talk to it; a peer whose terms change is another one. */
    public PeerTerms terms() {
        return terms;
    }

    /** What the files say of it. */
    public Standing standing() {
        return standing;
    }

    /** What they say, or said, in {@code edition}. */
    public Standing standing(int edition) {
        return standing.in(edition);
    }

    /** From {@code edition} on the files say this of it; one thread at a time. */
    public void stand(int edition, Set<String> groups, PeerPolicy policy) {
        standing = standing.then(edition, groups, policy);
    }

    /** What the next CER or CEA tells it of us (RFC 6733 5.3). */
    Advertisement advertisement() {
        return advertisement;
    }

    /** From now on rules change messages of these applications that come from it or go to it. */
    void setProxied(Set<Integer> applications) {
        advertisement = terms.profile().advertisement().proxying(applications);
    }

    /** How fast it asks; for the loop of its open connection. */
    public RequestRate rate() {
        return rate;
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
        return machine.connection();
    }

    /** Who decides what its connections do. */
    PeerStateMachine machine() {
        return machine;
    }

    /** What the operator wants of it. */
    public AdminState adminState() {
        return adminState;
    }

    boolean isInService() {
        return adminState == AdminState.READY;
    }

    /** Its Origin-State-Id, unsigned; 0 when it has said none. */
    public int originStateId() {
        return incarnation.stateId();
    }

    /** How often its Origin-State-Id has grown (RFC 6733 8.16). */
    public int restarts() {
        return incarnation.restarts();
    }

    Incarnation incarnation() {
        return incarnation;
    }

    /** Takes over what outlives a change of the peer's entry in peers.conf. */
    void inherit(Peer former) {
        adminState = former.adminState;
        incarnation.inherit(former.incarnation);
    }

    /**
     * Carries out what the operator wants; from any thread.
     *
     * @param grace how long pending requests may take before the connection is closed
     */
    public void command(AdminState wanted, Duration grace) {
        adminState = wanted;
        if (wanted == AdminState.READY) {
            reconnectWelcome = true;
        } else if (wanted == AdminState.DISABLED) {
            machine.dropWaiting("it is disabled");
        }
        // Under the monitor, so that one which is just opening by the state of before is seen here.
        PeerConnection current = machine.state().connection();
        if (current != null && wanted == AdminState.READY) {
            current.departure().stay();
        } else if (current != null) {
            // RFC 6733 5.4.3: no messages are expected in the near future, and it is not to connect again by itself.
            current.departure().leave(DisconnectCause.DO_NOT_WANT_TO_TALK_TO_YOU, grace);
        }
    }

    /** One line for people: what happened last to a connection of this peer. */
    public String lastEvent() {
        return lastEvent;
    }

    void setLastEvent(String event) {
        lastEvent = event;
    }

    /** Notes what happened to {@code connection}, unless it is one of a pair and the other one counts. */
    void setLastEvent(String event, PeerConnection connection) {
        PeerConnection current = connection();
        if (current == connection || (current == null && connection.isInitiator())) {
            lastEvent = event;
        }
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
}
