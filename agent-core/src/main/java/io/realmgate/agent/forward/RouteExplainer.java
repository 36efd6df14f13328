package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.config.NotLetIn;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerTerms;
import io.realmgate.routing.Names;
import io.realmgate.routing.Trail;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Question;
import io.realmgate.routing.model.ResultValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers where a request would go, or what would become of an answer, by asking the classes that route real ones about a message that is never sent. Used
 * on one loop.
 */
final class RouteExplainer {
    private final PeerTerms terms;
    private final NextHop nextHop;
    private final DecoratedNai nai;

    /**
     * @param terms of a peer that is not known
     * @param nextHop one of its own, since it keeps its last question
     * @param nai one of its own, since it keeps its last result
     */
    RouteExplainer(PeerTerms terms, NextHop nextHop, DecoratedNai nai) {
        this.terms = terms;
        this.nextHop = nextHop;
        this.nai = nai;
    }

    Answer explain(Question question, RoutingView view) {
        Question.OfAnswer answer = question.answer();
        return answer == null ? explainRequest(question, view) : explainAnswer(question, answer, view);
    }

    private Answer explainAnswer(Question question, Question.OfAnswer about, RoutingView view) {
        DiameterMessage answer = message(question);
        RoutingAvps avps = new RoutingAvps();
        if (avps.scan(answer) != 0) {
            throw new IllegalStateException("the question makes a message with a fault");
        }
        AnswerResult result = new AnswerResult();
        result.read(answer);
        AnswerFacts facts = new AnswerFacts();
        facts.show(peer(question.from(), view), answer, avps, answer, view);
        facts.show(result, peer(about.askedBy(), view), view);
        return new Answer(null, view.explain(facts), List.of(), about.askedBy(), 0);
    }

    private Peer peer(String identity, RoutingView view) {
        Peer known = view.peer(Names.octets(identity));
        return known != null ? known : view.stranger(identity, terms);
    }

    private Answer explainRequest(Question question, RoutingView view) {
        DiameterMessage asked = message(question);
        RoutingAvps avps = new RoutingAvps();
        int fault = avps.scan(asked);
        if (fault != 0) {
            throw new IllegalStateException("the question makes a message with fault " + fault);
        }
        DiameterMessage turned = nai.turn(asked, avps);
        DiameterMessage request = turned != null && avps.scan(turned) == 0 ? turned : asked;
        Peer from = peer(question.from(), view);
        RequestFacts facts = new RequestFacts();
        facts.show(from, request, avps, view);
        ErrorCause unwelcome = new IngressCheck().refusal(facts);
        if (unwelcome != null) {
            int code = from.terms().profile().errors().of(unwelcome, IngressCheck.codeFor(unwelcome));
            return new Answer(NotLetIn.text(unwelcome), view.explain(facts), List.of(), null, code);
        }
        PeerConnection next = nextHop.find(from, request, avps, facts, view.decide(facts, new Trail()));
        return new Answer(
                null,
                view.explain(facts),
                nextHop.candidates(),
                next == null ? null : next.peer().identity(),
                next == null ? nextHop.resultCode() : 0);
    }

    private static DiameterMessage message(Question question) {
        ByteBuf bytes = Unpooled.buffer(256);
        Question.OfAnswer answer = question.answer();
        int flags = DiameterMessage.FLAG_PROXIABLE | (answer == null ? DiameterMessage.FLAG_REQUEST : 0);
        MessageWriter writer = MessageWriter.begin(bytes, flags, question.command(), question.application(), 0, 0);
        put(writer, AvpCodes.SESSION_ID, question.sessionId());
        if (answer != null && answer.result() != null) {
            put(writer, answer.result());
        }
        put(writer, AvpCodes.ORIGIN_HOST, question.originHost());
        put(writer, AvpCodes.ORIGIN_REALM, question.originRealm());
        put(writer, AvpCodes.DESTINATION_REALM, question.destinationRealm());
        put(writer, AvpCodes.DESTINATION_HOST, question.destinationHost());
        put(writer, AvpCodes.USER_NAME, question.userName());
        writer.end();
        return new DiameterMessage().wrap(bytes, 0, bytes.readableBytes());
    }

    private static void put(MessageWriter writer, ResultValue result) {
        if (result.vendor() == 0) {
            writer.unsigned32(AvpCodes.RESULT_CODE, result.code());
            return;
        }
        int group = writer.beginGroup(AvpCodes.EXPERIMENTAL_RESULT, AvpCursor.FLAG_MANDATORY, 0);
        writer.unsigned32(AvpCodes.VENDOR_ID, result.vendor());
        writer.unsigned32(AvpCodes.EXPERIMENTAL_RESULT_CODE, result.code());
        writer.endGroup(group);
    }

    private static void put(MessageWriter writer, int code, @Nullable String value) {
        if (value != null) {
            writer.text(code, value);
        }
    }
}
