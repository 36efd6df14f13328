package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers where a request would go, by asking the classes that route real ones about a message that is never sent. Used
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
        DiameterMessage asked = message(question);
        RoutingAvps avps = new RoutingAvps();
        int fault = avps.scan(asked);
        if (fault != 0) {
            throw new IllegalStateException("the question makes a message with fault " + fault);
        }
        DiameterMessage turned = nai.turn(asked, avps);
        DiameterMessage request = turned != null && avps.scan(turned) == 0 ? turned : asked;
        Peer known = view.peer(Names.octets(question.from()));
        Peer from = known != null ? known : view.stranger(question.from(), terms);
        RequestFacts facts = new RequestFacts();
        facts.show(from, listener(question, from), request, avps, view);
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

    private static @Nullable String listener(Question question, Peer from) {
        PeerConnection connection = from.connection();
        return question.listener() == null && connection != null ? connection.listener() : question.listener();
    }

    private static DiameterMessage message(Question question) {
        ByteBuf bytes = Unpooled.buffer(256);
        int flags = DiameterMessage.FLAG_REQUEST | DiameterMessage.FLAG_PROXIABLE;
        MessageWriter writer = MessageWriter.begin(bytes, flags, question.command(), question.application(), 0, 0);
        put(writer, AvpCodes.SESSION_ID, question.sessionId());
        put(writer, AvpCodes.ORIGIN_HOST, question.originHost());
        put(writer, AvpCodes.ORIGIN_REALM, question.originRealm());
        put(writer, AvpCodes.DESTINATION_REALM, question.destinationRealm());
        put(writer, AvpCodes.DESTINATION_HOST, question.destinationHost());
        put(writer, AvpCodes.USER_NAME, question.userName());
        writer.end();
        return new DiameterMessage().wrap(bytes, 0, bytes.readableBytes());
    }

    private static void put(MessageWriter writer, int code, @Nullable String value) {
        if (value != null) {
            writer.text(code, value);
        }
    }
}
