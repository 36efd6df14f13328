package io.realmgate.agent.simulate;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.BodyWriter;
import io.realmgate.agent.simulate.message.Exchange;

/** Writes the requests of a node (RFC 6733 6.1). Of one event loop. */
final class RequestBuilder {
    private final NodeSettings settings;
    private final Identifiers identifiers;

    RequestBuilder(NodeSettings settings, Identifiers identifiers) {
        this.settings = settings;
        this.identifiers = identifiers;
    }

    /** Appends the request to {@code out}. */
    void write(ByteBuf out, OutgoingRequest request) {
        Exchange exchange = request.exchange();
        MessageWriter writer = MessageWriter.begin(
                out,
                DiameterMessage.FLAG_REQUEST | DiameterMessage.FLAG_PROXIABLE,
                exchange.command(),
                exchange.application().id(),
                identifiers.nextHopByHop(),
                identifiers.nextEndToEnd());
        BodyWriter body = new BodyWriter(writer);
        String session = request.session();
        body.put(BaseAvps.SESSION_ID, session == null ? identifiers.nextSession() : session);
        exchange.application().writeTo(body);
        body.put(BaseAvps.ORIGIN_HOST, settings.identity()).put(BaseAvps.ORIGIN_REALM, settings.realm());
        String host = request.destination().host();
        if (host != null) {
            body.put(BaseAvps.DESTINATION_HOST, host);
        }
        body.put(BaseAvps.DESTINATION_REALM, request.destination().realm());
        Exchange.Facts facts = new Exchange.Facts(
                request.subscriber(),
                request.destination().realm(),
                request.number(),
                settings.origins().clock().instant());
        exchange.request().write(body, facts);
        writer.end();
    }
}
