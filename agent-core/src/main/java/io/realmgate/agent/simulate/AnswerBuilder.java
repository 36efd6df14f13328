package io.realmgate.agent.simulate;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.BodyWriter;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.simulate.message.Result;
import org.jspecify.annotations.Nullable;

/** Writes the answer to a request of an application, good or bad (RFC 6733 6.2, 7.2). Of one event loop. */
final class AnswerBuilder {
    private final NodeSettings settings;
    private final OpenSessions sessions;
    private final RoutingAvps routing = new RoutingAvps();

    AnswerBuilder(NodeSettings settings, OpenSessions sessions) {
        this.settings = settings;
        this.sessions = sessions;
    }

    /**
     * Appends the answer to {@code out}.
     *
     * @param wanted the result to give instead of success, or {@link Result#NONE}
     */
    void write(ByteBuf out, CapturedMessage request, Result wanted) {
        DiameterMessage view = request.view();
        Side asker = settings.side() == Side.CLIENT ? Side.SERVER : Side.CLIENT;
        Exchange exchange = Exchanges.of(view.application(), view.command(), asker);
        int fault = routing.scan(view);
        Result result = fault != 0 ? new Result(fault, 0) : judge(request, exchange, wanted);
        MessageWriter writer =
                MessageWriter.answer(out, view, result.isProtocolError() ? DiameterMessage.FLAG_ERROR : 0);
        copy(writer, view, routing.sessionId());
        BodyWriter body = new BodyWriter(writer);
        // RFC 6733 7.2: an answer with the E bit follows a grammar that knows no application.
        if (exchange != null && !result.isProtocolError()) {
            exchange.application().writeTo(body);
        }
        writeResult(body, result);
        body.put(BaseAvps.ORIGIN_HOST, settings.identity()).put(BaseAvps.ORIGIN_REALM, settings.realm());
        if (exchange != null && result.isSuccess()) {
            exchange.answer().write(body, request);
        }
        if (fault != 0) {
            failedAvp(writer, view);
        } else {
            for (int i = 0; i < routing.proxyInfoCount(); i++) {
                copy(writer, view, routing.proxyInfo(i));
            }
        }
        writer.end();
    }

    private Result judge(CapturedMessage request, @Nullable Exchange exchange, Result wanted) {
        if (settings.applications().stream()
                .noneMatch(a -> a.id() == request.view().application())) {
            return new Result(ResultCodes.APPLICATION_UNSUPPORTED, 0);
        }
        if (exchange == null) {
            return new Result(ResultCodes.COMMAND_UNSUPPORTED, 0);
        }
        if (!wanted.equals(Result.NONE)) {
            return wanted;
        }
        boolean aboutSession =
                exchange.initiator() == Side.SERVER && exchange.application().keepsSessions();
        if (aboutSession && !sessions.contains(request.text(BaseAvps.SESSION_ID))) {
            return Result.UNKNOWN_SESSION_ID;
        }
        return exchange.answer().success();
    }

    private static void writeResult(BodyWriter body, Result result) {
        if (result.vendor() == 0) {
            body.put(BaseAvps.RESULT_CODE, result.code());
        } else {
            body.group(
                    BaseAvps.EXPERIMENTAL_RESULT,
                    g -> g.put(BaseAvps.VENDOR_ID, result.vendor())
                            .put(BaseAvps.EXPERIMENTAL_RESULT_CODE, result.code()));
        }
    }

    private static void copy(MessageWriter writer, DiameterMessage from, int at) {
        if (at >= 0) {
            writer.copy(from.bytes(), at, from.bytes().getInt(at + 4) & 0xffffff);
        }
    }

    /** RFC 6733 7.5: the offending AVP's code, without the data whose length nobody can trust. */
    private void failedAvp(MessageWriter writer, DiameterMessage view) {
        if (routing.faultLength() >= 8) {
            int group = writer.beginGroup(AvpCodes.FAILED_AVP, AvpCursor.FLAG_MANDATORY, 0);
            writer.bytes(view.bytes().getInt(routing.faultStart()), new byte[0]);
            writer.endGroup(group);
        }
    }
}
