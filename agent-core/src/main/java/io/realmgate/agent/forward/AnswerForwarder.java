package io.realmgate.agent.forward;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.metrics.Discard;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transaction.TransactionTable;

/**
 * The way of an answer back to the asker of its request (RFC 6733 6.2.1, 6.2.2): found by our hop-by-hop identifier,
 * given the asker's own again, and untouched but for what rules change. Confined to one loop.
 */
final class AnswerForwarder {
    private final PeerLoop room;
    private final Forwarder out;
    private final Failover failover;
    private final RedirectFollower redirects;
    private final Outcomes outcomes;
    private final LeavingAnswer leaving;
    private final AnswerResult result = new AnswerResult();

    AnswerForwarder(
            PeerLoop room,
            Forwarder out,
            Failover failover,
            RedirectFollower redirects,
            Outcomes outcomes,
            LeavingAnswer leaving) {
        this.room = room;
        this.out = out;
        this.failover = failover;
        this.redirects = redirects;
        this.outcomes = outcomes;
        this.leaving = leaving;
    }

    void onAnswer(PeerConnection from, DiameterMessage answer) {
        if (answer.version() != DiameterMessage.VERSION || (answer.length() & 3) != 0) {
            onBroken(from, answer);
            if ((answer.length() & 3) != 0) {
                from.close("sent a message length that is no multiple of four");
            }
            return;
        }
        TransactionTable<PeerConnection> table = from.transactions();
        PendingRequest<PeerConnection> pending = table.take(answer.hopByHop());
        if (pending == null) {
            // RFC 6733 6.2.1: an answer that nobody waits for is discarded.
            from.counters().discarded(Discard.UNKNOWN_HOP_BY_HOP);
            return;
        }
        result.read(answer);
        from.counters().answerReceived(result.vendor(), result.code(), room.io().now() - pending.start());
        if (!pending.isLate()) {
            outcomes.answered(from, pending, result);
        }
        if (pending.isOwn()) {
            // An STA: there is nothing more to do, whatever it says (RFC 6733 8.4.2).
            table.recycle(pending);
            return;
        }
        if (result.isError()
                && (redirects.onAnswer(table, pending, answer, result) || failover.onResult(table, pending, result))) {
            table.recycle(pending);
            return;
        }
        if (!failover.isFirst(pending)) {
            from.counters().discarded(Discard.ANSWERED_ALREADY);
            table.recycle(pending);
            return;
        }
        DiameterMessage leaves = leaving.of(from, answer, result, pending);
        if (leaves == null) {
            from.counters().discarded(Discard.BROKEN_ANSWER);
            out.answerPending(pending, ErrorCause.BROKEN_ANSWER);
        } else {
            out.answer(pending.origin(), leaves, pending.originHopByHop());
        }
        table.recycle(pending);
    }

    /** An answer that cannot be passed on: its asker gets an error answer at once. */
    void onBroken(PeerConnection from, DiameterMessage answer) {
        PendingRequest<PeerConnection> pending = from.transactions().take(answer.hopByHop());
        from.counters().discarded(Discard.BROKEN_ANSWER);
        if (pending != null) {
            out.failPending(pending, ErrorCause.BROKEN_ANSWER);
            from.transactions().recycle(pending);
        }
    }
}
