package io.realmgate.agent.metrics;

import java.util.Locale;

/** Why a connection came to nothing before Diameter began on it, on our side of TLS or for want of it. */
public enum TlsRefusal {
    /** The peer speaks something else on a TLS port. */
    NOT_TLS("what came is not TLS; a plain connection belongs to a tcp listener"),
    /** The peer begins TLS on a plain port. */
    TLS_ON_PLAIN_PORT("it begins TLS on a plain port; TLS belongs to a tls listener, usually port 5868"),
    /** No authority that we trust has issued the peer's certificate, or it is not made for this use. */
    UNTRUSTED("its certificate is not one that agent.tls.NAME.trust vouches for"),
    /** The peer's certificate, or one above it, is not valid yet or any more. */
    EXPIRED("its certificate is out of its time"),
    /** The peer's certificate has been revoked, or the revocation list does not tell. */
    REVOKED("its certificate is revoked, or agent.tls.NAME.crl does not tell"),
    /** The peer shows no certificate. */
    NO_CERTIFICATE("it shows no certificate; RFC 6733 13.1 wants one of both sides"),
    /** The peer's certificate names somebody else than the peer claims to be, or is meant to be. */
    IDENTITY("its certificate names somebody else"),
    /** The peer does not want our certificate. */
    OUR_CERTIFICATE("it refuses our certificate"),
    /** The handshake takes longer than it may. */
    TIMEOUT("no TLS handshake within agent.timers.handshake"),
    /** The peer leaves in the midst of the handshake. */
    CLOSED("it left during the TLS handshake"),
    /** No version or cipher suite in common, or a broken record. */
    PROTOCOL("TLS fails");

    private final String text;

    TlsRefusal(String text) {
        this.text = text;
    }

    /** What happened, for the log. */
    public String text() {
        return text;
    }

    /** Label value. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
