package io.realmgate.agent.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.realmgate.agent.metrics.TlsRefusal;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Locale;

/**
 * Why a handshake failed, out of the exceptions of two TLS libraries, neither of which has types for all of it.
 *
 * @param detail what the library says
 */
public record HandshakeFailure(TlsRefusal reason, String detail) {
    private static final int DEEPEST = 20;

    public static HandshakeFailure of(Throwable failure) {
        Throwable last = failure;
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < DEEPEST; at = at.getCause()) {
            TlsRefusal known = ofType(at);
            if (known != null) {
                return new HandshakeFailure(known, detail(at));
            }
            last = at;
        }
        return ofText(failure, last);
    }

    private static @org.jspecify.annotations.Nullable TlsRefusal ofType(Throwable at) {
        if (at instanceof NotSslRecordException) {
            return TlsRefusal.NOT_TLS;
        } else if (at instanceof SslHandshakeTimeoutException) {
            return TlsRefusal.TIMEOUT;
        } else if (at instanceof ClosedChannelException || at instanceof SslClosedEngineException) {
            return TlsRefusal.CLOSED;
        } else if (at instanceof CertificateExpiredException || at instanceof CertificateNotYetValidException) {
            return TlsRefusal.EXPIRED;
        } else if (at instanceof CertificateRevokedException) {
            return TlsRefusal.REVOKED;
        } else if (at instanceof CertPathValidatorException path) {
            return path.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS ? TlsRefusal.REVOKED : null;
        }
        return null;
    }

    private static HandshakeFailure ofText(Throwable failure, Throwable root) {
        String all = (failure.getMessage() + " " + root.getMessage()).toLowerCase(Locale.ROOT);
        TlsRefusal reason;
        if (all.contains("empty client certificate chain") || all.contains("peer_did_not_return_a_certificate")) {
            reason = TlsRefusal.NO_CERTIFICATE;
        } else if (isAboutOurs(all)) {
            reason = TlsRefusal.OUR_CERTIFICATE;
        } else if (hasCertificateTrouble(failure)) {
            reason = TlsRefusal.UNTRUSTED;
        } else if (all.contains("connection closed while") || all.contains("connection reset")) {
            reason = TlsRefusal.CLOSED;
        } else {
            reason = TlsRefusal.PROTOCOL;
        }
        return new HandshakeFailure(reason, detail(reason == TlsRefusal.UNTRUSTED ? root : failure));
    }

    /** An alert that came: RFC 8446 6.2 has these for a certificate of ours that is missing or not liked. */
    private static boolean isAboutOurs(String text) {
        return (text.contains("received fatal alert") || text.contains("_alert_"))
                && (text.contains("certificate") || text.contains("unknown_ca") || text.contains("access_denied"));
    }

    private static boolean hasCertificateTrouble(Throwable failure) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < DEEPEST; at = at.getCause()) {
            if (at instanceof CertificateException
                    || at instanceof java.security.cert.CertPathBuilderException
                    || at instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    private static String detail(Throwable at) {
        String message = at.getMessage();
        return message == null ? at.getClass().getSimpleName() : message;
    }

    /** For the log. */
    public String text() {
        return reason.text() + " (" + detail + ")";
    }
}
