package io.realmgate.agent.simulate;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.simulate.message.SimulatedApplication;
import io.realmgate.agent.simulate.message.SimulatedApplication.Kind;
import java.net.InetAddress;
import java.util.List;

/** Writes the messages of the base protocol that stay on one connection (RFC 6733 5.3, 5.4, 5.5). */
final class BaseMessages {
    /** DIAMETER_DISCONNECT_CAUSE REBOOTING (RFC 6733 5.4.3). */
    static final int REBOOTING = 0;

    private final NodeSettings settings;
    private final int originState;

    BaseMessages(NodeSettings settings) {
        this.settings = settings;
        this.originState = (int) settings.origins().clock().instant().getEpochSecond();
    }

    /** RFC 6733 5.3.1. */
    void capabilitiesRequest(ByteBuf out, Identifiers ids, List<InetAddress> own) {
        MessageWriter writer = request(out, Commands.CAPABILITIES_EXCHANGE, ids);
        origin(writer);
        capabilities(writer, own);
        writer.end();
    }

    /** RFC 6733 5.3.2; the E bit is not set whatever the result. */
    void capabilitiesAnswer(ByteBuf out, DiameterMessage request, int result, List<InetAddress> own) {
        MessageWriter writer = MessageWriter.answer(out, request, 0);
        writer.unsigned32(AvpCodes.RESULT_CODE, result);
        origin(writer);
        capabilities(writer, own);
        writer.end();
    }

    /** RFC 6733 5.5.1. */
    void watchdogRequest(ByteBuf out, Identifiers ids) {
        MessageWriter writer = request(out, Commands.DEVICE_WATCHDOG, ids);
        origin(writer);
        writer.unsigned32(AvpCodes.ORIGIN_STATE_ID, originState).end();
    }

    /** RFC 6733 5.5.2. */
    void watchdogAnswer(ByteBuf out, DiameterMessage request, int result) {
        MessageWriter writer = MessageWriter.answer(out, request, 0);
        writer.unsigned32(AvpCodes.RESULT_CODE, result);
        origin(writer);
        writer.unsigned32(AvpCodes.ORIGIN_STATE_ID, originState).end();
    }

    /** RFC 6733 5.4.1. */
    void disconnectRequest(ByteBuf out, Identifiers ids) {
        MessageWriter writer = request(out, Commands.DISCONNECT_PEER, ids);
        origin(writer);
        writer.unsigned32(AvpCodes.DISCONNECT_CAUSE, REBOOTING).end();
    }

    /** RFC 6733 5.4.2. */
    void disconnectAnswer(ByteBuf out, DiameterMessage request, int result) {
        MessageWriter writer = MessageWriter.answer(out, request, 0);
        writer.unsigned32(AvpCodes.RESULT_CODE, result);
        origin(writer);
        writer.end();
    }

    private static MessageWriter request(ByteBuf out, int command, Identifiers ids) {
        return MessageWriter.begin(
                out, DiameterMessage.FLAG_REQUEST, command, 0, ids.nextHopByHop(), ids.nextEndToEnd());
    }

    private void origin(MessageWriter writer) {
        writer.text(AvpCodes.ORIGIN_HOST, settings.identity()).text(AvpCodes.ORIGIN_REALM, settings.realm());
    }

    private void capabilities(MessageWriter writer, List<InetAddress> own) {
        own.forEach(address -> writer.address(AvpCodes.HOST_IP_ADDRESS, address));
        writer.unsigned32(AvpCodes.VENDOR_ID, 0);
        writer.optionalText(AvpCodes.PRODUCT_NAME, "Realmgate simulator");
        writer.unsigned32(AvpCodes.ORIGIN_STATE_ID, originState);
        settings.applications().stream()
                .mapToInt(SimulatedApplication::vendor)
                .filter(vendor -> vendor != 0)
                .distinct()
                .forEach(vendor -> writer.unsigned32(AvpCodes.SUPPORTED_VENDOR_ID, vendor));
        for (SimulatedApplication application : settings.applications()) {
            advertise(writer, application);
        }
    }

    private static void advertise(MessageWriter writer, SimulatedApplication application) {
        int code = application.kind() == Kind.ACCOUNTING ? AvpCodes.ACCT_APPLICATION_ID : AvpCodes.AUTH_APPLICATION_ID;
        if (application.vendor() == 0) {
            writer.unsigned32(code, application.id());
            return;
        }
        int group = writer.beginGroup(
                AvpCodes.VENDOR_SPECIFIC_APPLICATION_ID, io.realmgate.agent.codec.AvpCursor.FLAG_MANDATORY, 0);
        writer.unsigned32(AvpCodes.VENDOR_ID, application.vendor()).unsigned32(code, application.id());
        writer.endGroup(group);
    }
}
