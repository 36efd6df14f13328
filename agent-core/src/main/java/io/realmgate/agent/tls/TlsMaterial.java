package io.realmgate.agent.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.realmgate.agent.config.TlsSettings;
import io.realmgate.agent.config.TlsSettings.Terms;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.parse.Suggest;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What one entry of {@code agent.tls} comes to: contexts that handshakes are made from, and when what they hold expires.
 * Immutable; a reload makes another.
 *
 * @param chain our certificate first
 */
record TlsMaterial(SslContext server, SslContext client, List<X509Certificate> chain, List<Expiry> expiries) {
    /** OpenSSL's descendant where it loads, else what the JDK has. */
    static final SslProvider PROVIDER = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

    /** For the log. */
    static String library() {
        return PROVIDER == SslProvider.JDK
                ? "the JDK (BoringSSL is not for this machine: " + OpenSsl.unavailabilityCause() + ")"
                : OpenSsl.versionString();
    }

    static {
        // Read by the JDK once; BoringSSL refuses to renegotiate by itself, for its tickets see TlsProfile. A
        // renegotiation
        // could change the peer's certificate behind our back, and costs us more than whoever asks for it. A session
        // that
        // is resumed skips the certificates, and connections that last for weeks gain nothing by it: there are no
        // tickets,
        // and transport forgets each session at once.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
    }

    /** Reads the files and builds the contexts; null when something is wrong, which is reported. */
    static @Nullable TlsMaterial load(TlsSettings settings, List<Diagnostic> diagnostics) {
        TlsFiles.Contents contents = TlsFiles.read(settings, diagnostics);
        if (!ciphersAreKnown(settings, diagnostics) || contents == null) {
            return null;
        }
        try {
            TrustManagerFactory trust = trust(contents);
            SslContext server = common(
                            SslContextBuilder.forServer(contents.key(), contents.chain()), settings.terms(), trust)
                    .clientAuth(settings.terms().clientCertificate() ? ClientAuth.REQUIRE : ClientAuth.NONE)
                    .build();
            if (server.sessionContext() instanceof OpenSslSessionContext sessions) {
                sessions.setSessionCacheEnabled(false);
            }
            SslContext client = common(
                            SslContextBuilder.forClient().keyManager(contents.key(), contents.chain()),
                            settings.terms(),
                            trust)
                    // Whom a peer's certificate has to name is its Diameter identity: CertificateNames.
                    .endpointIdentificationAlgorithm(null)
                    .build();
            return new TlsMaterial(server, client, List.copyOf(contents.chain()), expiries(settings.name(), contents));
        } catch (GeneralSecurityException | SSLException | IllegalArgumentException e) {
            diagnostics.add(Diagnostic.error(
                    settings.terms().place(), "agent.tls." + settings.name() + " cannot be used: " + e.getMessage()));
            return null;
        }
    }

    private static SslContextBuilder common(SslContextBuilder builder, Terms terms, TrustManagerFactory trust) {
        return builder.sslProvider(PROVIDER)
                .trustManager(trust)
                .protocols(terms.versions())
                .ciphers(terms.ciphers().isEmpty() ? null : terms.ciphers());
    }

    private static boolean ciphersAreKnown(TlsSettings settings, List<Diagnostic> diagnostics) {
        Set<String> known = knownCiphers();
        int before = diagnostics.size();
        for (String cipher : settings.terms().ciphers()) {
            if (!known.contains(cipher)) {
                diagnostics.add(Diagnostic.error(
                        settings.terms().place(),
                        "agent.tls." + settings.name() + ".ciphers: \"" + cipher + "\" is not known to "
                                + (PROVIDER == SslProvider.JDK ? "the JDK" : OpenSsl.versionString()),
                        Suggest.closest(cipher, known)
                                .map(one -> "did you mean \"" + one + "\"?")
                                .orElse("for example TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")));
            }
        }
        return diagnostics.size() == before;
    }

    private static Set<String> knownCiphers() {
        if (PROVIDER == SslProvider.OPENSSL) {
            return new TreeSet<>(OpenSsl.availableJavaCipherSuites());
        }
        try {
            return new TreeSet<>(Arrays.asList(
                    SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    private static TrustManagerFactory trust(TlsFiles.Contents contents) throws GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            anchors.load(null, null);
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException("an empty key store", e);
        }
        for (int i = 0; i < contents.trust().size(); i++) {
            anchors.setCertificateEntry(String.valueOf(i), contents.trust().get(i));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        if (contents.revoked().isEmpty()) {
            trust.init(anchors);
            return trust;
        }
        PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, new X509CertSelector());
        path.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(contents.revoked())));
        PKIXRevocationChecker revocation =
                (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        // Lists only: asking an OCSP responder in the midst of a handshake would make its outage ours.
        revocation.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
        path.addCertPathChecker(revocation);
        trust.init(new CertPathTrustManagerParameters(path));
        return trust;
    }

    private static List<Expiry> expiries(String name, TlsFiles.Contents contents) {
        Stream<Expiry> own = Stream.of(new Expiry(name, Expiry.Kind.CERTIFICATE, first(contents.chain())));
        Stream<Expiry> trusted = Stream.of(new Expiry(name, Expiry.Kind.TRUST, first(contents.trust())));
        Stream<Expiry> lists = contents.revoked().stream()
                .map(X509CRL::getNextUpdate)
                .filter(next -> next != null)
                .min(Comparator.naturalOrder())
                .map(next -> new Expiry(name, Expiry.Kind.CRL, next.toInstant()))
                .stream();
        return Stream.of(own, trusted, lists).flatMap(each -> each).toList();
    }

    private static Instant first(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(one -> one.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
