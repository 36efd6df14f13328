package io.realmgate.agent.load;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.simulate.message.SimulatedApplication;
import java.net.InetAddress;

/** What one peer says about itself and about the connection (RFC 6733 5.3 to 5.5). */
final class BaseMessages {
    /** Upper bits of both identifiers, which no relayed request of a run has. */
    private static final int OWN = 0xfff00000;

    private static final int REBOOTING = 0;

    private final String identity;
    private final String realm;
    private final SimulatedApplication application;
    private int identifier = OWN;

    BaseMessages(String identity, String realm, SimulatedApplication application) {
        this.identity = identity;
        this.realm = realm;
        this.application = application;
    }

    String identity() {
        return identity;
    }

    void capabilitiesRequest(ByteBuf out) {
        capabilities(request(out, Commands.CAPABILITIES_EXCHANGE)).end();
    }

    void capabilitiesAnswer(ByteBuf out, DiameterMessage request) {
        capabilities(success(out, request)).end();
    }

    void disconnectRequest(ByteBuf out) {
        request(out, Commands.DISCONNECT_PEER)
                .unsigned32(AvpCodes.DISCONNECT_CAUSE, REBOOTING)
                .end();
    }

    /** DWA or DPA. */
    void answer(ByteBuf out, DiameterMessage request) {
        success(out, request).end();
    }

    private MessageWriter request(ByteBuf out, int command) {
        identifier++;
        return origin(MessageWriter.begin(out, DiameterMessage.FLAG_REQUEST, command, 0, identifier, identifier));
    }

    private MessageWriter success(ByteBuf out, DiameterMessage request) {
        return origin(MessageWriter.answer(out, request, 0).unsigned32(AvpCodes.RESULT_CODE, ResultCodes.SUCCESS));
    }

    private MessageWriter origin(MessageWriter writer) {
        return writer.text(AvpCodes.ORIGIN_HOST, identity).text(AvpCodes.ORIGIN_REALM, realm);
    }

    private MessageWriter capabilities(MessageWriter writer) {
        writer.address(AvpCodes.HOST_IP_ADDRESS, InetAddress.getLoopbackAddress())
                .unsigned32(AvpCodes.VENDOR_ID, 0)
                .optionalText(AvpCodes.PRODUCT_NAME, "Realmgate load");
        int code = application.kind() == SimulatedApplication.Kind.ACCOUNTING
                ? AvpCodes.ACCT_APPLICATION_ID
                : AvpCodes.AUTH_APPLICATION_ID;
        if (application.vendor() == 0) {
            return writer.unsigned32(code, application.id());
        }
        writer.unsigned32(AvpCodes.SUPPORTED_VENDOR_ID, application.vendor());
        int group = writer.beginGroup(AvpCodes.VENDOR_SPECIFIC_APPLICATION_ID, AvpCursor.FLAG_MANDATORY, 0);
        writer.unsigned32(AvpCodes.VENDOR_ID, application.vendor()).unsigned32(code, application.id());
        return writer.endGroup(group);
    }
}
