package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.SessionTermination;
import io.realmgate.agent.metrics.Discard;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.transaction.PendingRequest;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an answer before it goes back: what the rules say, and our own Proxy-Info taken off. The server hears of a
 * success that does not. Confined to one loop.
 */
final class LeavingAnswer {
    private final AnswerRules rules;
    private final @Nullable ProxyInfo proxyInfo;
    private final SessionEnd sessions;
    private final ByteBuf scratch = Unpooled.directBuffer(1024);
    private final DiameterMessage edited = new DiameterMessage();

    LeavingAnswer(AnswerRules rules, @Nullable ProxyInfo proxyInfo, SessionEnd sessions) {
        this.rules = rules;
        this.proxyInfo = proxyInfo;
        this.sessions = sessions;
    }

    /**
     * The message to send, good until the next call; often the answer itself. Null when it must not pass, so that the asker
     * is to be told.
     */
    @Nullable
    DiameterMessage of(
            PeerConnection from, DiameterMessage answer, AnswerResult result, PendingRequest<PeerConnection> pending) {
        DiameterMessage leaving = rules.leaving(from, answer, result, pending);
        if (leaving == null) {
            sessions.end(from, answer, result, pending, SessionTermination.BAD_ANSWER);
        } else if (rules.isRejected()) {
            sessions.end(from, answer, result, pending, SessionTermination.ADMINISTRATIVE);
        }
        return leaving == null || proxyInfo == null ? leaving : withoutOurs(proxyInfo, from, leaving, pending);
    }

    /** Takes our own Proxy-Info off, which nobody before us has seen (RFC 6733 6.2.2). */
    private DiameterMessage withoutOurs(
            ProxyInfo ours, PeerConnection from, DiameterMessage answer, PendingRequest<PeerConnection> pending) {
        boolean found = ours.find(answer, pending.originHopByHop());
        if (!ours.isValid()) {
            from.counters().discarded(Discard.PROXY_STATE_INVALID);
        }
        return found ? ours.cut(answer, scratch, edited) : answer;
    }
}
