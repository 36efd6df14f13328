package io.realmgate.agent.peer;

import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.config.TlsNeed;
import io.realmgate.agent.metrics.TlsRefusal;
import io.realmgate.agent.metrics.TlsRefusals;
import io.realmgate.agent.tls.CertificateNames;
import io.realmgate.agent.tls.Secured;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Whether what protects a connection fits the identity that a CER claims on it. A valid certificate is not enough: it has to
 * name the Origin-Host, else each partner could pass for any other (RFC 6733 13.2). From any thread.
 */
final class Protection {
    private final PeerTable peers;
    private final TlsRefusals refusals;

    Protection(PeerTable peers, TlsRefusals refusals) {
        this.peers = peers;
        this.refusals = refusals;
    }

    /** Why {@code identity} may not come this way; null when it may. */
    Admission.@Nullable Refused refusal(String identity, @Nullable Secured secured) {
        TlsNeed need = peers.tlsNeed(identity);
        if (secured == null) {
            return need == null
                    ? null
                    : insecure("peers.conf says tls = " + need.word() + ", but it came without TLS; connect it to a tls"
                            + " listener");
        }
        X509Certificate certificate = secured.certificate();
        if (certificate == null) {
            return need == null
                    ? null
                    : insecure("peers.conf says tls = " + need.word() + ", but agent.tls." + secured.profile()
                            + " asks for no certificate (client-auth = none)");
        }
        if (!CertificateNames.cover(certificate, identity)) {
            refusals.count(TlsRefusal.IDENTITY);
            return new Admission.Refused(ResultCodes.UNKNOWN_PEER, mismatch(identity, certificate));
        }
        if (need != null && need.profile() != null && !need.profile().equals(secured.profile())) {
            return insecure("peers.conf says tls = " + need.word() + ", but it came to the listener with tls = "
                    + secured.profile());
        }
        return null;
    }

    /** For the log: what the certificate names instead, and what to do. */
    static String mismatch(String identity, X509Certificate certificate) {
        return "its certificate names " + CertificateNames.of(certificate) + " and not " + identity
                + "; it needs one with subjectAltName DNS:" + identity + ", or another identity";
    }

    private static Admission.Refused insecure(String remedy) {
        return new Admission.Refused(ResultCodes.NO_COMMON_SECURITY, remedy);
    }
}
