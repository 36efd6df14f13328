package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.metrics.Discard;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.proxy.AvpEditor;
import io.realmgate.agent.proxy.EditPlan;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;

/**
 * The way of an answer back to the asker of its request (RFC 6733 6.2.1, 6.2.2): found by our hop-by-hop identifier,
 * given the asker's own again, otherwise untouched but for what a rule changes. Confined to one loop.
 */
final class AnswerForwarder {
    private final PeerLoop room;
    private final Forwarder out;
    private final Failover failover;
    private final RedirectFollower redirects;
    private final Outcomes outcomes;
    private final @Nullable ProxyInfo proxyInfo;
    private final AnswerResult result = new AnswerResult();
    private final ByteBuf scratch = Unpooled.directBuffer(1024);
    private final DiameterMessage without = new DiameterMessage();
    private final AvpEditor editor;

    AnswerForwarder(
            PeerLoop room,
            Forwarder out,
            Failover failover,
            RedirectFollower redirects,
            Outcomes outcomes,
            @Nullable ProxyInfo proxyInfo) {
        this.room = room;
        this.out = out;
        this.failover = failover;
        this.redirects = redirects;
        this.outcomes = outcomes;
        this.proxyInfo = proxyInfo;
        this.editor = new AvpEditor(room.settings().limits().messageSize());
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
        outcomes.answered(from, pending, result);
        if (result.isError()
                && (redirects.onAnswer(table, pending, answer, result) || failover.onResult(table, pending, result))) {
            table.recycle(pending);
            return;
        }
        DiameterMessage leaving = edited(from, answer, (Route) pending.route());
        if (leaving == null) {
            from.counters().discarded(Discard.BROKEN_ANSWER);
            out.failPending(pending, ErrorCause.BROKEN_ANSWER);
        } else if (proxyInfo == null) {
            out.answer(pending.origin(), leaving, pending.originHopByHop());
        } else {
            answerWithoutOurs(proxyInfo, from, leaving, pending);
        }
        table.recycle(pending);
    }

    /**
     * The answer as the rule for its request wants it; null when it would be too long. Protocol errors have a grammar of
     * their own, in which no application has a say (RFC 6733 7.2).
     */
    private @Nullable DiameterMessage edited(PeerConnection from, DiameterMessage answer, Route route) {
        EditPlan edits = route.edits().answer();
        return edits.isEmpty() || answer.isError()
                ? answer
                : editor.start(answer, from.peer().identity()).apply(edits).result();
    }

    /** Takes our own Proxy-Info off, which nobody before us has seen (RFC 6733 6.2.2). */
    private void answerWithoutOurs(
            ProxyInfo ours, PeerConnection from, DiameterMessage answer, PendingRequest<PeerConnection> pending) {
        boolean found = ours.find(answer, pending.originHopByHop());
        if (!ours.isValid()) {
            from.counters().discarded(Discard.PROXY_STATE_INVALID);
        }
        if (!found) {
            out.answer(pending.origin(), answer, pending.originHopByHop());
            return;
        }
        int length = answer.length() - ours.foundLength();
        int before = ours.foundAt() - answer.start();
        scratch.clear();
        scratch.writeBytes(answer.bytes(), answer.start(), before);
        scratch.writeBytes(answer.bytes(), ours.foundAt() + ours.foundLength(), length - before);
        scratch.setMedium(1, length);
        out.answer(pending.origin(), without.wrap(scratch, 0, length), pending.originHopByHop());
    }

    /** An answer that cannot be passed on: its asker gets an error answer at once. */
    void onBroken(PeerConnection from, DiameterMessage answer) {
        from.counters().discarded(Discard.BROKEN_ANSWER);
        PendingRequest<PeerConnection> pending = from.transactions().take(answer.hopByHop());
        if (pending != null) {
            out.failPending(pending, ErrorCause.BROKEN_ANSWER);
            from.transactions().recycle(pending);
        }
    }
}
