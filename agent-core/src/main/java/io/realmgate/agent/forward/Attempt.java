package io.realmgate.agent.forward;

import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.transaction.FirstAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request besides its bytes while it is on its way to a connection. Mutable and reused; belongs to
 * whoever holds it at the moment.
 */
final class Attempt {
    /** The asker. */
    @Nullable
    PeerConnection origin;
    /** The asker's identifier. */
    int hopByHop;
    /** When the request was received, and when its asker is answered in any case; nanoseconds. */
    long start;

    long giveUp;

    /** Whether a specific host was asked for, which is one of our peers. */
    boolean toHost;
    /** Whether the T bit was set on arrival, and whether it is to be set now. */
    boolean arrivedRetransmitted;

    boolean retransmit;
    /** 0 for the first attempt; where the earlier ones went. */
    int number;

    @Nullable
    Object @Nullable [] tried;
    /** What it shares with earlier ones that still wait. */
    @Nullable
    FirstAnswer<PeerConnection> shared;

    /** Turns to a request of {@code asker}. */
    void of(PeerConnection asker) {
        if (origin != asker) {
            origin = asker;
        }
    }

    void copyFrom(Attempt other) {
        origin = other.origin;
        hopByHop = other.hopByHop;
        start = other.start;
        giveUp = other.giveUp;
        toHost = other.toHost;
        arrivedRetransmitted = other.arrivedRetransmitted;
        retransmit = other.retransmit;
        number = other.number;
        tried = other.tried;
        shared = other.shared;
    }

    void clear() {
        origin = null;
        tried = null;
        shared = null;
    }

    /** When this attempt alone has taken too long. */
    long deadline(long now, Route by) {
        long attempt = by.retry().attemptNanos();
        return attempt == 0 ? giveUp : Math.min(giveUp, now + attempt);
    }
}
