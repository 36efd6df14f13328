package io.realmgate.agent.peer;

import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.tls.Secured;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Judges the first message of a connection: the CER of a peer that connected, or the CEA of one that we connected to
 * (RFC 6733 5.3, 5.6). Says what to do and does nothing itself.
 */
final class Handshake {
    private final LocalNode local;
    private final PeerTable peers;
    private final Protection protection;

    Handshake(LocalNode local, PeerTable peers, Protection protection) {
        this.local = local;
        this.peers = peers;
        this.protection = protection;
    }

    /** What becomes of the connection. */
    sealed interface Verdict {
        /** It may open, unless another connection of the peer has. */
        record Accept(Peer peer, Capabilities offer) implements Verdict {}

        /**
         * A CEA says why not, then it is closed.
         *
         * @param claimed the Origin-Host of the CER
         * @param remedy what has to change, for the log
         */
        record Refuse(int resultCode, Capabilities.@Nullable Fault fault, String claimed, String remedy)
                implements Verdict {}

        /** It is closed without a word. */
        record Drop(String reason) implements Verdict {}
    }

    /**
     * Judges the first message of a peer that connected from {@code remote}.
     *
     * @param secured what protects the connection; null when nothing does
     */
    Verdict onFirstMessage(DiameterMessage message, InetSocketAddress remote, @Nullable Secured secured) {
        if (!isCapabilitiesExchange(message) || !message.isRequest()) {
            return new Verdict.Drop("the first message was no CER (command " + message.command() + ")");
        }
        Capabilities offer = Capabilities.of(message);
        Capabilities.Fault fault = offer.fault();
        if (fault != null) {
            return new Verdict.Refuse(
                    fault.resultCode(), fault, offer.originHost(), "its CER is wrong: " + fault.text());
        }
        Admission.Refused unprotected = protection.refusal(offer.originHost(), secured);
        if (unprotected != null) {
            return refuse(unprotected.resultCode(), offer, unprotected.remedy());
        }
        Admission admission = peers.admit(offer.originHost(), offer.originRealm(), remote);
        if (admission instanceof Admission.Refused no) {
            return refuse(no.resultCode(), offer, no.remedy());
        }
        if (offer.applications().isEmpty()) {
            return refuse(ResultCodes.NO_COMMON_APPLICATION, offer, "its CER must advertise an application");
        }
        if (!CapabilitiesExchange.hasCommonSecurity(offer, secured)) {
            return refuse(
                    ResultCodes.NO_COMMON_SECURITY,
                    offer,
                    "it must offer Inband-Security-Id 0; for TLS it has to connect to a tls listener");
        }
        return new Verdict.Accept(((Admission.Admitted) admission).peer(), offer);
    }

    private static Verdict refuse(int resultCode, Capabilities offer, String remedy) {
        return new Verdict.Refuse(resultCode, null, offer.originHost(), remedy);
    }

    /** Judges what {@code wanted}, whom we connected to, sent first. */
    Verdict onReply(DiameterMessage message, Peer wanted, @Nullable Secured secured) {
        if (!isCapabilitiesExchange(message) || message.isRequest()) {
            return new Verdict.Drop("answered our CER with command " + message.command() + " instead of a CEA");
        }
        Capabilities offer = Capabilities.of(message);
        Capabilities.Fault fault = offer.fault();
        if (offer.resultCode() != ResultCodes.SUCCESS) {
            String text = offer.errorMessage().isEmpty() ? "" : " (" + offer.errorMessage() + ")";
            return new Verdict.Drop("refused our CER with Result-Code " + Integer.toUnsignedString(offer.resultCode())
                    + text + "; it must know us as " + local.identity());
        }
        if (fault != null) {
            return new Verdict.Drop("sent a wrong CEA: " + fault.text());
        }
        if (!offer.originHost().equalsIgnoreCase(wanted.identity())) {
            return new Verdict.Drop("calls itself \"" + offer.originHost() + "\"; correct its identity in peers.conf");
        }
        if (!CapabilitiesExchange.hasCommonSecurity(offer, secured)) {
            return new Verdict.Drop("wants TLS after the CEA (Inband-Security-Id 1); connect by tls:// in peers.conf");
        }
        return offer.applications().isEmpty()
                ? new Verdict.Drop("advertises no application")
                : new Verdict.Accept(wanted, offer);
    }

    /**
     * RFC 6733 5.6.4: the higher identity keeps the connection that it accepted and closes the one that it made. Asked
     * when our own connection to the peer waits for its CEA.
     */
    boolean winsElection(String remoteIdentity) {
        return local.identity().toLowerCase(Locale.ROOT).compareTo(remoteIdentity.toLowerCase(Locale.ROOT)) > 0;
    }

    private static boolean isCapabilitiesExchange(DiameterMessage message) {
        return message.version() == DiameterMessage.VERSION
                && message.command() == Commands.CAPABILITIES_EXCHANGE
                && (message.length() & 3) == 0;
    }
}
