package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.ResultCodes;

/** Writes DWR, DWA, DPR and DPA (RFC 6733 5.4, 5.5). */
final class BaseMessages {
    private BaseMessages() {}

    static void writeWatchdogRequest(ByteBuf out, LocalNode local, int hopByHop, int endToEnd) {
        MessageWriter writer = request(out, local, Commands.DEVICE_WATCHDOG, hopByHop, endToEnd);
        writer.unsigned32(AvpCodes.ORIGIN_STATE_ID, local.originStateId());
        writer.end();
    }

    static void writeWatchdogAnswer(ByteBuf out, LocalNode local, DiameterMessage request) {
        MessageWriter writer = success(out, local, request);
        writer.unsigned32(AvpCodes.ORIGIN_STATE_ID, local.originStateId());
        writer.end();
    }

    static void writeDisconnectRequest(
            ByteBuf out, LocalNode local, int hopByHop, int endToEnd, DisconnectCause cause) {
        MessageWriter writer = request(out, local, Commands.DISCONNECT_PEER, hopByHop, endToEnd);
        writer.unsigned32(AvpCodes.DISCONNECT_CAUSE, cause.value());
        writer.end();
    }

    static void writeDisconnectAnswer(ByteBuf out, LocalNode local, DiameterMessage request) {
        success(out, local, request).end();
    }

    private static MessageWriter request(ByteBuf out, LocalNode local, int command, int hopByHop, int endToEnd) {
        MessageWriter writer = MessageWriter.begin(
                out, DiameterMessage.FLAG_REQUEST, command, Applications.COMMON, hopByHop, endToEnd);
        return origin(writer, local);
    }

    private static MessageWriter success(ByteBuf out, LocalNode local, DiameterMessage request) {
        MessageWriter writer = MessageWriter.answer(out, request, 0);
        writer.unsigned32(AvpCodes.RESULT_CODE, ResultCodes.SUCCESS);
        return origin(writer, local);
    }

    private static MessageWriter origin(MessageWriter writer, LocalNode local) {
        return writer.text(AvpCodes.ORIGIN_HOST, local.identity()).text(AvpCodes.ORIGIN_REALM, local.realm());
    }
}
