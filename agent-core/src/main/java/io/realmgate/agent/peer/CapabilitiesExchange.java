package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.config.Advertisement;
import io.realmgate.agent.config.Advertisement.Application;
import io.realmgate.agent.tls.Secured;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes CER and CEA (RFC 6733 5.3): we are a relay and say so with the application 0xffffffff (2.4), unless the peer is to
 * be told something else.
 */
final class CapabilitiesExchange {
    private static final int NO_INBAND_SECURITY = 0;

    private final LocalNode local;
    private final Advertisement advertisement;

    CapabilitiesExchange(LocalNode local, Advertisement advertisement) {
        this.local = local;
        this.advertisement = advertisement;
    }

    /** @param addresses our addresses on this very connection (RFC 6733 5.3.5) */
    void writeRequest(ByteBuf out, int hopByHop, int endToEnd, List<InetAddress> addresses) {
        MessageWriter writer = MessageWriter.begin(
                out,
                DiameterMessage.FLAG_REQUEST,
                Commands.CAPABILITIES_EXCHANGE,
                Applications.COMMON,
                hopByHop,
                endToEnd);
        writeSelf(writer, addresses);
        writeCapabilities(writer);
        writer.end();
    }

    /**
     * Writes the answer to {@code request}. RFC 6733 5.3.2 gives the CEA a grammar for failures too, so the E bit stays
     * clear whatever the result.
     */
    void writeAnswer(
            ByteBuf out,
            DiameterMessage request,
            int resultCode,
            List<InetAddress> addresses,
            Capabilities.@Nullable Fault fault) {
        MessageWriter writer = MessageWriter.answer(out, request, 0);
        writer.unsigned32(AvpCodes.RESULT_CODE, resultCode);
        writeSelf(writer, addresses);
        if (fault != null) {
            writer.optionalText(AvpCodes.ERROR_MESSAGE, fault.text());
            writeFailedAvp(writer, request, fault);
        }
        writeCapabilities(writer);
        writer.end();
    }

    private void writeSelf(MessageWriter writer, List<InetAddress> addresses) {
        writer.text(AvpCodes.ORIGIN_HOST, local.identity());
        writer.text(AvpCodes.ORIGIN_REALM, local.realm());
        addresses.forEach(address -> writer.address(AvpCodes.HOST_IP_ADDRESS, address));
        writer.unsigned32(AvpCodes.VENDOR_ID, local.vendorId());
        writer.optionalText(AvpCodes.PRODUCT_NAME, local.productName());
        writer.unsigned32(AvpCodes.ORIGIN_STATE_ID, local.originStateId());
    }

    /** In the order of the grammar of RFC 6733 5.3.1. */
    private void writeCapabilities(MessageWriter writer) {
        advertisement.supportedVendors().forEach(vendor -> writer.unsigned32(AvpCodes.SUPPORTED_VENDOR_ID, vendor));
        for (Application one : advertisement.applications()) {
            if (one.vendor() == 0 && (!one.accounting() || one.id() == Applications.RELAY)) {
                writer.unsigned32(AvpCodes.AUTH_APPLICATION_ID, one.id());
            }
        }
        writer.unsigned32(AvpCodes.INBAND_SECURITY_ID, NO_INBAND_SECURITY);
        for (Application one : advertisement.applications()) {
            if (one.vendor() == 0 && (one.accounting() || one.id() == Applications.RELAY)) {
                writer.unsigned32(AvpCodes.ACCT_APPLICATION_ID, one.id());
            }
        }
        for (Application one : advertisement.applications()) {
            if (one.vendor() != 0) {
                writeVendorSpecific(writer, one);
            }
        }
    }

    /** RFC 6733 6.11: its vendor and exactly one of the two Application-Ids. */
    private static void writeVendorSpecific(MessageWriter writer, Application application) {
        int group = writer.beginGroup(AvpCodes.VENDOR_SPECIFIC_APPLICATION_ID, AvpCursor.FLAG_MANDATORY, 0);
        writer.unsigned32(AvpCodes.VENDOR_ID, application.vendor());
        writer.unsigned32(
                application.accounting() ? AvpCodes.ACCT_APPLICATION_ID : AvpCodes.AUTH_APPLICATION_ID,
                application.id());
        writer.endGroup(group);
    }

    /**
     * RFC 6733 7.1.5: the AVP that is wrong, the first that is too many, or an example of the one that is missing,
     * zero-filled.
     */
    private static void writeFailedAvp(MessageWriter writer, DiameterMessage request, Capabilities.Fault fault) {
        int group = writer.beginGroup(AvpCodes.FAILED_AVP, AvpCursor.FLAG_MANDATORY, 0);
        AvpCursor cursor = new AvpCursor().over(request);
        int wanted = instance(fault.resultCode());
        while (wanted > 0 && cursor.next()) {
            if (cursor.is(fault.avpCode()) && --wanted == 0) {
                writer.copy(cursor.bytes(), cursor.start(), cursor.length());
            }
        }
        if (instance(fault.resultCode()) == 0) {
            writer.bytes(fault.avpCode(), new byte[minimumLength(fault.avpCode())]);
        }
        writer.endGroup(group);
    }

    /** Which of the AVPs with a code is shown; 0 for an example of our own. */
    private static int instance(int resultCode) {
        return switch (resultCode) {
            case ResultCodes.INVALID_AVP_VALUE -> 1;
            case ResultCodes.AVP_OCCURS_TOO_MANY_TIMES -> 2;
            default -> 0;
        };
    }

    private static int minimumLength(int code) {
        return switch (code) {
            case AvpCodes.HOST_IP_ADDRESS -> 6;
            case AvpCodes.VENDOR_ID, AvpCodes.AUTH_APPLICATION_ID, AvpCodes.ACCT_APPLICATION_ID -> 4;
            default -> 0;
        };
    }

    /**
     * Whether one of the security mechanisms that the peer offers is ours: none in-band (RFC 6733 6.10, 13.1). A connection
     * that is secured already needs none, whatever is offered on it.
     */
    static boolean hasCommonSecurity(Capabilities offer, @Nullable Secured secured) {
        return secured != null
                || offer.inbandSecurity().isEmpty()
                || offer.inbandSecurity().contains(NO_INBAND_SECURITY);
    }
}
