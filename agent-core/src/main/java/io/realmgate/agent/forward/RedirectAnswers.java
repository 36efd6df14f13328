package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ErrorAnswer.Reason;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.RedirectUsage;
import io.realmgate.routing.model.RouteDecision;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The redirect agent: answers 3006 with the hosts (RFC 6733 6.1.8) or 3011 with the realms (RFC 7075 3.2.1) that a rule names.
 * Confined to one loop.
 */
final class RedirectAnswers {
    private final Forwarder out;
    private final RandomGenerator random;
    private final ByteBuf avps = Unpooled.directBuffer(1024);

    RedirectAnswers(Forwarder out, RandomGenerator random) {
        this.out = out;
        this.random = random;
    }

    /** Answers if {@code route} is to redirect and somebody is left to redirect to. */
    boolean answer(PeerConnection from, DiameterMessage request, Route route) {
        RouteDecision decision = route.decision();
        avps.clear();
        int code;
        if (decision instanceof RouteDecision.Redirect redirect) {
            List<Peer> hosts = RedirectHosts.of(route.targets(), from.peer(), request.application(), random);
            if (hosts.isEmpty()) {
                return false;
            }
            MessageWriter writer = MessageWriter.fragment(avps);
            hosts.forEach(
                    host -> writer.text(AvpCodes.REDIRECT_HOST, route.view().uriOf(host)));
            writeUsage(writer, redirect.how().usage(), redirect.how().cacheSeconds());
            code = ResultCodes.REDIRECT_INDICATION;
        } else if (decision instanceof RouteDecision.RealmRedirect redirect) {
            Action.RealmRedirect how = redirect.how();
            MessageWriter writer = MessageWriter.fragment(avps);
            how.realms().forEach(realm -> writer.text(AvpCodes.REDIRECT_REALM, realm));
            writeUsage(writer, how.usage(), how.cacheSeconds());
            code = ResultCodes.REALM_REDIRECT_INDICATION;
        } else {
            return false;
        }
        out.fail(from, request, request.hopByHop(), ErrorCause.RULE, new Reason(code, ErrorText.of(code)), avps);
        return true;
    }

    /** RFC 6733 6.13: DONT_CACHE is the default and needs no words. */
    private static void writeUsage(MessageWriter writer, RedirectUsage usage, int seconds) {
        if (usage != RedirectUsage.DONT_CACHE) {
            writer.unsigned32(AvpCodes.REDIRECT_HOST_USAGE, usage.code());
            writer.unsigned32(AvpCodes.REDIRECT_MAX_CACHE_TIME, seconds);
        }
    }
}
