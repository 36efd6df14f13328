package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RejectedAnswer;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.proxy.AvpEditor;
import io.realmgate.agent.proxy.EditPlan;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.routing.Trail;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
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
    private final AvpEditor editor;
    private boolean rejects;

    AnswerRules(PeerLoop room, Decider decider) {
        this.room = room;
        this.decider = decider;
        // Of the class that messages are received in: all that reads messages is compiled for that one.
        this.editor = new AvpEditor(room.settings().limits().messageSize(), PooledByteBufAllocator.DEFAULT);
    }

    /**
     * What goes back to the asker: the answer itself, or what rules make of it, which is good until the next call. Null when
     * the rules cannot read it or its edits make it too long, so that it must not pass.
     */
    @Nullable
    DiameterMessage leaving(
            PeerConnection from, DiameterMessage answer, AnswerResult result, PendingRequest<PeerConnection> pending) {
        rejects = false;
        Route route = (Route) pending.route();
        RoutingView view = route.view();
        EditPlan ofRequest = route.edits().answer();
        RouteDecision decision = null;
        boolean asked = asks(view, pending);
        if (!asked && ofRequest.isEmpty()) {
            return answer;
        }
        if (asked) {
            if (avps.scan(answer) != 0) {
                return null;
            }
            facts.show(from.peer(), answer, avps, request, view);
            facts.show(result, pending.origin().peer(), view);
            decision = decider.decide(facts, view);
            if (decision instanceof RouteDecision.Reject reject) {
                rejects = true;
                return reject(answer, reject.resultCode(), pending.origin().peer());
            }
        }
        if (answer.isError()) {
            // RFC 6733 7.2: protocol errors have a grammar of their own, in which no application has a say.
            return answer;
        }
        editor.start(answer, from.peer().identity()).apply(ofRequest);
        if (decision != null) {
            editByRules(view, decision.rule());
        }
        return editor.result();
    }

    /** Whether the answer of the last call was made an error. */
    boolean isRejected() {
        return rejects;
    }

    private boolean asks(RoutingView view, PendingRequest<PeerConnection> pending) {
        if (!view.asksAnswers()) {
            return false;
        }
        request.wrap(pending.chunk().bytes(), pending.offset(), pending.length());
        return view.asksAnswersOf(request.application());
    }

    /** The edits of the rules on the way, then those of the rule that decided. */
    private void editByRules(RoutingView view, @Nullable Rule decided) {
        Trail trail = decider.trail();
        for (int i = 0; i < trail.size(); i++) {
            editor.apply(view.answerEdits(trail.rule(i)));
        }
        if (decided != null) {
            editor.apply(view.answerEdits(decided));
        }
    }

    /** RFC 6733 6.2.2: a success is made an error, which names us. */
    private DiameterMessage reject(DiameterMessage answer, int resultCode, Peer asker) {
        scratch.clear();
        int length = rejected.write(scratch, answer, resultCode, asker.terms().origin(), ErrorText.of(resultCode));
        room.counters().of(asker.identity()).errorAnswered(ErrorCause.RULE.index(), resultCode);
        return changed.wrap(scratch, 0, length);
    }
}
