package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RejectedAnswer;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.routing.model.RouteDecision;
import org.jspecify.annotations.Nullable;

/**
 * Asks the rules about the answer that goes back to an asker, of the generation that sent its request on. Confined to one
 * loop.
 */
final class AnswerRules {
    private final PeerLoop room;
    private final Decider decider;
    private final RoutingAvps avps = new RoutingAvps();
    private final AnswerFacts facts = new AnswerFacts();
    private final RejectedAnswer rejected = new RejectedAnswer();
    private final DiameterMessage request = new DiameterMessage();
    private final ByteBuf scratch = Unpooled.directBuffer(1024);
    private final DiameterMessage changed = new DiameterMessage();

    AnswerRules(PeerLoop room, Decider decider) {
        this.room = room;
        this.decider = decider;
    }

    /**
     * What goes back to the asker: the answer itself, or what a rule makes of it, which is good until the next call. Null
     * when the rules cannot read it, so that it must not pass.
     */
    @Nullable
    DiameterMessage leaving(
            PeerConnection from, DiameterMessage answer, AnswerResult result, PendingRequest<PeerConnection> pending) {
        RoutingView view = ((Route) pending.route()).view();
        if (!view.asksAnswers()) {
            return answer;
        }
        request.wrap(pending.chunk().bytes(), pending.offset(), pending.length());
        if (!view.asksAnswersOf(request.application())) {
            return answer;
        }
        if (avps.scan(answer) != 0) {
            return null;
        }
        Peer asker = pending.origin().peer();
        facts.show(from.peer(), answer, avps, request, view);
        facts.show(result, asker, view);
        return decider.decide(facts, view) instanceof RouteDecision.Reject reject
                ? reject(answer, reject.resultCode(), asker)
                : answer;
    }

    /** RFC 6733 6.2.2: a success is made an error, which names us. */
    private DiameterMessage reject(DiameterMessage answer, int resultCode, Peer asker) {
        scratch.clear();
        int length = rejected.write(scratch, answer, resultCode, asker.terms().origin(), ErrorText.of(resultCode));
        room.counters().of(asker.identity()).errorAnswered(ErrorCause.RULE.index(), resultCode);
        return changed.wrap(scratch, 0, length);
    }
}
