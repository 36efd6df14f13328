package io.realmgate.agent.peer;

import io.realmgate.agent.metrics.TlsRefusal;
import io.realmgate.agent.metrics.TlsRefusals;
import io.realmgate.agent.tls.CertificateNames;
import io.realmgate.agent.tls.Secured;
import io.realmgate.agent.transport.TlsWatch;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Handshakes with one peer that we connect to: its certificate has to name it before we say a word, so not even our CER goes
 * to somebody else. Confined to the loop of the peer's connector.
 */
final class OutgoingTls implements TlsWatch {
    private final String identity;
    private final TlsRefusals refusals;
    private String lastRefusal = "";

    OutgoingTls(String identity, TlsRefusals refusals) {
        this.identity = identity;
        this.refusals = refusals;
    }

    @Override
    public @Nullable String objection(Secured secured) {
        X509Certificate certificate = secured.certificate();
        if (certificate == null) {
            return TlsRefusal.NO_CERTIFICATE.text();
        }
        return CertificateNames.cover(certificate, identity) ? null : Protection.mismatch(identity, certificate);
    }

    @Override
    public void refused(TlsRefusal reason, InetSocketAddress remote, String text) {
        refusals.count(reason);
        lastRefusal = text;
    }

    /** Why TLS failed since this was asked last; empty when it did not. */
    String takeRefusal() {
        String text = lastRefusal;
        lastRefusal = "";
        return text;
    }
}
