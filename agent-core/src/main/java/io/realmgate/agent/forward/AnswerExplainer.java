package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RejectedAnswer;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.codec.SessionTermination;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.config.PeerProfile;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.peer.PeerTerms;
import io.realmgate.agent.proxy.AvpEditor;
import io.realmgate.agent.proxy.EditPlan;
import io.realmgate.routing.Explanation;
import io.realmgate.routing.Names;
import io.realmgate.routing.Trail;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Answer.Verdict;
import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.explain.Inquiry;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.RouteDecision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what would become of one answer if it came now, in the order in which {@link AnswerForwarder} and {@link AnswerRules}
 * ask. Without its request it counts as one to a request of its own application and command. Nothing is sent or counted.
 * Confined to one loop.
 */
final class AnswerExplainer {
    private final PeerLoop room;
    private final @Nullable ProxyInfo proxyInfo;
    private final RoutingAvps avps = new RoutingAvps();
    private final RequestFacts requestFacts = new RequestFacts();
    private final AnswerFacts facts = new AnswerFacts();
    private final AnswerResult result = new AnswerResult();
    private final RejectedAnswer rejected = new RejectedAnswer();
    private final SessionTermination termination = new SessionTermination();
    private final AvpEditor editor;
    private final List<String> notes = new ArrayList<>();

    /** @param proxyInfo ours, or null when none is added */
    AnswerExplainer(PeerLoop room, @Nullable ProxyInfo proxyInfo) {
        this.room = room;
        this.proxyInfo = proxyInfo;
        this.editor = new AvpEditor(room.settings().limits().messageSize());
    }

    Answer explain(Inquiry inquiry, Inquiry.OfAnswer context, RoutingView view) {
        notes.clear();
        DiameterMessage answer = wrap(inquiry.octets());
        Peer from = peer(inquiry.from(), view);
        Peer asker = peer(context.askedBy(), view);
        if (answer.application() == Applications.COMMON && Commands.isPeerToPeer(answer.command())) {
            return said(from, null, new Verdict.NotRouted("CEA, DWA and DPA are between neighbours and go no further"));
        }
        if (answer.version() != DiameterMessage.VERSION || (answer.length() & 3) != 0) {
            return said(from, null, notPassed(asker, "its version is not 1, or its length no multiple of four"));
        }
        result.read(answer);
        DiameterMessage request = context.request() == null ? answer : wrap(context.request());
        EditPlan ofRequest =
                context.request() == null ? withoutRequest(view) : ofRequest(asker, inquiry.listener(), request, view);
        if (avps.scan(answer) != 0) {
            // AnswerRules looks at the AVPs only where a rule may ask about them.
            return said(
                    from,
                    null,
                    view.asksAnswersOf(request.application())
                            ? notPassed(asker, "its AVPs cannot be read, and a rule may ask about them")
                            : sent(edited(answer, from, ofRequest, EditPlan.NONE), asker));
        }
        facts.show(from, answer, avps, request, view);
        facts.show(result, asker, view);
        Explanation rules = view.explain(facts);
        EditPlan ofRules = EditPlan.of(rules.edits().answer());
        if (answer.isError() && !(ofRequest.isEmpty() && ofRules.isEmpty())) {
            notes.add("it has the E bit, so its edits are not done: a protocol error passes as it is");
        }
        DiameterMessage leaves = rules.decision() instanceof RouteDecision.Reject reject
                ? reject(answer, reject.resultCode(), asker)
                : edited(answer, from, ofRequest, ofRules);
        noteTermination(answer, from, rules, view);
        return said(from, rules, sent(leaves, asker));
    }

    /** What the server hears of a success that its asker does not get (RFC 6733 6.2.2). */
    private void noteTermination(DiameterMessage answer, Peer from, Explanation rules, RoutingView view) {
        if (rules.decision() instanceof RouteDecision.Reject
                && result.isSuccess()
                && view.dictionary().opensSession(answer.command(), answer.application())
                && termination.keepsState(answer)) {
            notes.add(from.identity()
                    + " is sent an STR, which ends the session that it authorized, if the request had a Session-Id");
        }
    }

    private Answer said(Peer from, @Nullable Explanation rules, Verdict verdict) {
        return new Answer(from.identity(), notes, rules, List.of(), verdict);
    }

    /** What the rules that sent the request on change in its answer. */
    private EditPlan ofRequest(Peer asker, @Nullable String listener, DiameterMessage request, RoutingView view) {
        if (avps.scan(request) != 0) {
            notes.add("its request cannot be read");
            return EditPlan.NONE;
        }
        requestFacts.show(asker, listener, request, avps, view);
        Trail trail = new Trail();
        Route route = new EditedRoutes().of(view.decide(requestFacts, trail), trail);
        Explanation why = view.explain(requestFacts);
        notes.add("of its request: " + ExplanationFields.text(why.decision()));
        why.edits().answer().forEach(edit -> notes.add("of its request: in the answer: " + edit.written()));
        if (result.isError() && route.retry().onResult(result.vendor(), result.code())) {
            notes.add("of its request: another candidate is tried first on this result; when none is left:");
        }
        return route.edits().answer();
    }

    private EditPlan withoutRequest(RoutingView view) {
        if (view.rules().stream()
                .anyMatch(rule ->
                        rule.phase() == Phase.REQUEST && !rule.edits().answer().isEmpty())) {
            notes.add("its request is not known, nor what the rules that sent it on change in the answer");
        }
        return EditPlan.NONE;
    }

    /** As {@link AnswerRules} does it; null if it would be too long. */
    private @Nullable DiameterMessage edited(DiameterMessage answer, Peer from, EditPlan ofRequest, EditPlan ofRules) {
        return answer.isError()
                ? answer
                : editor.start(answer, from.identity())
                        .apply(ofRequest)
                        .apply(ofRules)
                        .result();
    }

    private Peer peer(String identity, RoutingView view) {
        Peer known = view.peer(Names.octets(identity));
        return known != null
                ? known
                : view.stranger(
                        identity,
                        PeerTerms.of(
                                PeerProfile.USUAL, room.local(), room.settings().timers()));
    }

    private static DiameterMessage wrap(byte[] octets) {
        return new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
    }

    private DiameterMessage reject(DiameterMessage answer, int resultCode, Peer asker) {
        ByteBuf bytes = Unpooled.buffer(answer.length());
        int length = rejected.write(bytes, answer, resultCode, asker.terms().origin(), ErrorText.of(resultCode));
        return new DiameterMessage().wrap(bytes, 0, length);
    }

    private static Verdict notPassed(Peer asker, String why) {
        int code = asker.terms().profile().errors().of(ErrorCause.BROKEN_ANSWER, ResultCodes.UNABLE_TO_DELIVER);
        return new Verdict.Answered(code, why);
    }

    /** As it leaves, without our Proxy-Info, but for the hop-by-hop identifier, which is 0. */
    private Verdict sent(@Nullable DiameterMessage leaves, Peer to) {
        if (leaves == null) {
            return notPassed(to, "its edits would make it longer than agent.limits.message-size");
        }
        DiameterMessage last = proxyInfo != null && proxyInfo.find(leaves, 0)
                ? proxyInfo.cut(leaves, Unpooled.buffer(leaves.length()), new DiameterMessage())
                : leaves;
        byte[] octets = ByteBufUtil.getBytes(last.bytes(), last.start(), last.length());
        Unpooled.wrappedBuffer(octets).setInt(12, 0);
        return new Verdict.Sent(to.identity(), ByteBufUtil.hexDump(octets));
    }
}
