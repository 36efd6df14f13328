package io.realmgate.agent.forward;

import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerHealth;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.peer.TrackRecord;
import io.realmgate.agent.transaction.PendingRequest;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes with the connection that a request was sent on what came of it, and says when that ejects or restores the peer.
 * Confined to one loop.
 */
final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private final PeerLoop room;

    Outcomes(PeerLoop room) {
        this.room = room;
    }

    /** An answer came; {@code result} is what it says. */
    void answered(PeerConnection by, PendingRequest<PeerConnection> pending, AnswerResult result) {
        if (!result.isProtocolError()) {
            // An agent or server that refuses is quick: that must not make it the fastest of a group.
            observe(by, pending);
        }
        noted(by, pending, !result.is(ResultCodes.TOO_BUSY));
    }

    /** No answer came in time. */
    void expired(PeerConnection by, PendingRequest<PeerConnection> pending) {
        observe(by, pending);
        noted(by, pending, false);
    }

    private void observe(PeerConnection by, PendingRequest<PeerConnection> pending) {
        if (pending.attempt() == 0) {
            // Later attempts were received before they were sent to this peer.
            long now = room.io().now();
            by.trackRecord().time().observe(now - pending.start(), now);
        }
    }

    private void noted(PeerConnection by, PendingRequest<PeerConnection> pending, boolean good) {
        TrackRecord record = by.trackRecord();
        int next = by.transactions().upcomingIdentifier();
        long now = room.io().now();
        PeerHealth.Change change = good
                ? record.health().onAnswer(pending.hopByHop(), next, now)
                : record.health().onFailure(pending.hopByHop(), next, now);
        if (change == PeerHealth.Change.EJECTED) {
            by.counters().ejected();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(record.health().waitsFor(now));
            LOG.warn(
                    "{}: ejected for {} s, too many requests had no answer in time or 3004; they go elsewhere",
                    by.peer().identity(),
                    seconds);
        } else if (change == PeerHealth.Change.RESTORED) {
            LOG.info("{}: restored, it answers requests again", by.peer().identity());
        }
    }
}
