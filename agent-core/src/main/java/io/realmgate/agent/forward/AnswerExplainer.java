package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
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
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Answer.Verdict;
import io.realmgate.routing.model.RouteDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what would become of one answer if it came now, to a request of its own application and command. Nothing is sent or
 * counted. Confined to one loop.
 */
final class AnswerExplainer {
    private final PeerLoop room;
    private final RoutingAvps avps = new RoutingAvps();
    private final AnswerFacts facts = new AnswerFacts();
    private final AnswerResult result = new AnswerResult();
    private final RejectedAnswer rejected = new RejectedAnswer();
    private final SessionTermination termination = new SessionTermination();
    private final AvpEditor editor;

    AnswerExplainer(PeerLoop room) {
        this.room = room;
        this.editor = new AvpEditor(room.settings().limits().messageSize());
    }

    Answer explain(String answeredBy, String askedBy, DiameterMessage answer, RoutingView view) {
        Peer from = peer(answeredBy, view);
        Peer asker = peer(askedBy, view);
        if (avps.scan(answer) != 0) {
            int code = asker.terms().profile().errors().of(ErrorCause.BROKEN_ANSWER, ResultCodes.UNABLE_TO_DELIVER);
            Verdict verdict = view.asksAnswersOf(answer.application())
                    ? new Verdict.Answered(code, "its AVPs cannot be read, and a rule may ask about them")
                    : sent(answer, askedBy);
            return new Answer(answeredBy, List.of(), null, List.of(), verdict);
        }
        result.read(answer);
        facts.show(from, answer, avps, answer, view);
        facts.show(result, asker, view);
        Explanation rules = view.explain(facts);
        DiameterMessage leaves = rules.decision() instanceof RouteDecision.Reject reject
                ? reject(answer, reject.resultCode(), asker)
                : edited(answer, answeredBy, rules);
        Verdict verdict = leaves == null
                ? new Verdict.Answered(
                        asker.terms().profile().errors().of(ErrorCause.BROKEN_ANSWER, ResultCodes.UNABLE_TO_DELIVER),
                        "its edits would make it longer than agent.limits.message-size")
                : sent(leaves, askedBy);
        return new Answer(answeredBy, notes(answer, answeredBy, rules, view), rules, List.of(), verdict);
    }

    /** What the server hears of a success that its asker does not get (RFC 6733 6.2.2). */
    private List<String> notes(DiameterMessage answer, String answeredBy, Explanation rules, RoutingView view) {
        return rules.decision() instanceof RouteDecision.Reject
                        && result.isSuccess()
                        && view.dictionary().opensSession(answer.command(), answer.application())
                        && termination.keepsState(answer)
                ? List.of(answeredBy
                        + " is sent an STR, which ends the session that it authorized, if the request had a Session-Id")
                : List.of();
    }

    private @Nullable DiameterMessage edited(DiameterMessage answer, String from, Explanation rules) {
        EditPlan edits = EditPlan.of(rules.edits().answer());
        return answer.isError() || edits.isEmpty()
                ? answer
                : editor.start(answer, from).apply(edits).result();
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

    private DiameterMessage reject(DiameterMessage answer, int resultCode, Peer asker) {
        ByteBuf bytes = Unpooled.buffer(answer.length());
        int length = rejected.write(bytes, answer, resultCode, asker.terms().origin(), ErrorText.of(resultCode));
        return new DiameterMessage().wrap(bytes, 0, length);
    }

    /** As it leaves, but for the hop-by-hop identifier, which is 0. */
    private static Verdict sent(DiameterMessage leaves, String to) {
        byte[] octets = ByteBufUtil.getBytes(leaves.bytes(), leaves.start(), leaves.length());
        Unpooled.wrappedBuffer(octets).setInt(12, 0);
        return new Verdict.Sent(to, ByteBufUtil.hexDump(octets));
    }
}
