package io.realmgate.agent.peer;

import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.tls.Secured;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Judges the first message of a connection: the CER of a peer that connected, or the CEA of one that we connected to
 * (RFC 6733 5.3, 5.6). Says what to do and does nothing itself.
 */
final class Handshake {
    private final PeerTable peers;
    private final Protection protection;

    Handshake(PeerTable peers, Protection protection) {
        this.peers = peers;
        this.protection = protection;
    }

    /** What becomes of the connection. */
    sealed interface Verdict {
        /** Whom the sender proved to be so far, so that we answer as the one that it knows; null for nobody. */
        @Nullable
        Peer peer();

        /** It may open, unless another connection of the peer has. */
        record Accept(Peer peer, Capabilities offer) implements Verdict {}

        /**
         * A CEA says why not, then it is closed.
         *
         * @param peer null when it is none of ours
         * @param claimed the Origin-Host of the CER
         * @param remedy what has to change, for the log
         */
        record Refuse(
                @Nullable Peer peer, int resultCode, Capabilities.@Nullable Fault fault, String claimed, String remedy)
                implements Verdict {}

        /** It is closed without a word. */
        record Drop(String reason) implements Verdict {
            @Override
            public @Nullable Peer peer() {
                return null;
            }
        }
    }

    /**
     * Judges the first message of a peer that connected from {@code remote}, all its addresses.
     *
     * @param secured what protects the connection; null when nothing does
     */
    Verdict onFirstMessage(DiameterMessage message, Collection<InetSocketAddress> remote, @Nullable Secured secured) {
        if (!isCapabilitiesExchange(message) || !message.isRequest()) {
            return new Verdict.Drop("the first message was no CER (command " + message.command() + ")");
        }
        if (message.version() != DiameterMessage.VERSION) {
            return new Verdict.Refuse(
                    null, ResultCodes.UNSUPPORTED_VERSION, null, "", "its CER has version " + message.version());
        }
        if (message.isError()) {
            return new Verdict.Refuse(null, ResultCodes.INVALID_HDR_BITS, null, "", "its CER has the E bit");
        }
        Capabilities offer = Capabilities.of(message);
        Capabilities.Fault fault = offer.fault();
        if (fault != null) {
            return new Verdict.Refuse(
                    peers.get(offer.originHost()),
                    fault.resultCode(),
                    fault,
                    offer.originHost(),
                    "its CER is wrong: " + fault.text());
        }
        Admission.Refused unprotected = protection.refusal(offer.originHost(), secured);
        if (unprotected != null) {
            return new Verdict.Refuse(
                    peers.get(offer.originHost()),
                    unprotected.resultCode(),
                    null,
                    offer.originHost(),
                    unprotected.remedy());
        }
        Admission admission = peers.admit(offer.originHost(), offer.originRealm(), remote);
        if (admission instanceof Admission.Refused no) {
            return new Verdict.Refuse(null, no.resultCode(), null, offer.originHost(), no.remedy());
        }
        Peer peer = ((Admission.Admitted) admission).peer();
        if (!peer.terms().shareApplication(offer)) {
            return refuse(peer, ResultCodes.NO_COMMON_APPLICATION, offer, noneShared(offer));
        }
        if (!CapabilitiesExchange.hasCommonSecurity(offer, secured)) {
            return refuse(
                    peer,
                    ResultCodes.NO_COMMON_SECURITY,
                    offer,
                    "it must offer Inband-Security-Id 0; for TLS it has to connect to a tls listener");
        }
        return new Verdict.Accept(peer, offer);
    }

    private static Verdict refuse(Peer peer, int resultCode, Capabilities offer, String remedy) {
        return new Verdict.Refuse(peer, resultCode, null, offer.originHost(), remedy);
    }

    private static String noneShared(Capabilities offer) {
        return offer.applications().isEmpty()
                ? "its CER must advertise an application"
                : "it advertises " + offer.describe() + ", none of which its entry in peers.conf has us advertise";
    }

    /** Judges what {@code wanted}, whom we connected to, sent first. */
    Verdict onReply(DiameterMessage message, Peer wanted, @Nullable Secured secured) {
        if (!isCapabilitiesExchange(message) || message.isRequest() || message.version() != DiameterMessage.VERSION) {
            return new Verdict.Drop("answered our CER with command " + message.command() + " instead of a CEA");
        }
        Capabilities offer = Capabilities.of(message);
        Capabilities.Fault fault = offer.fault();
        if (offer.resultCode() != ResultCodes.SUCCESS) {
            String text = offer.errorMessage().isEmpty() ? "" : " (" + offer.errorMessage() + ")";
            return new Verdict.Drop("refused our CER with Result-Code " + Integer.toUnsignedString(offer.resultCode())
                    + text + "; it must know us as "
                    + wanted.terms().local().identity());
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
        if (wanted.terms().applicationsOf(offer).isEmpty()) {
            return new Verdict.Drop("advertises no application");
        }
        return wanted.terms().shareApplication(offer)
                ? new Verdict.Accept(wanted, offer)
                : new Verdict.Drop(
                        "advertises " + offer.describe() + ", none of which its entry in peers.conf has us advertise");
    }

    private static boolean isCapabilitiesExchange(DiameterMessage message) {
        return message.command() == Commands.CAPABILITIES_EXCHANGE && (message.length() & 3) == 0;
    }
}
