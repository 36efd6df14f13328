package io.realmgate.agent.testkit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.realmgate.agent.config.TlsSettings;
import io.realmgate.agent.config.TlsSettings.NamedFile;
import io.realmgate.agent.tls.TlsProfile;
import io.realmgate.agent.tls.TlsStore;
import io.realmgate.routing.model.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority of the tests, and the certificates that it issues, each with a key of its own. */
public final class TestAuthority {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static final String SUBJECT_ALT_NAME = "2.5.29.17";

    private final X509Bundle root;

    public TestAuthority(String name) {
        try {
            root = new CertificateBuilder()
                    .subject("CN=" + name)
                    .setIsCertificateAuthority(true)
                    .notBefore(now.minus(1000, ChronoUnit.DAYS))
                    .notAfter(now.plus(1000, ChronoUnit.DAYS))
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public X509Bundle root() {
        return root;
    }

    /** Its own certificate as PEM. */
    public String pem() {
        return root.getCertificatePEM();
    }

    /** A certificate with these dNSNames, for a year. */
    public X509Bundle issue(String... dnsNames) {
        GeneralName[] names = Stream.of(dnsNames)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        return issue(builder -> named(builder, names));
    }

    /**
     * TLS for a peer that shows {@code own} and trusts this authority.
     *
     * @param directory for the files that it is made from: {@code own.pem}, {@code own.key}, {@code trust.pem}
     */
    public TlsProfile profile(Path directory, X509Bundle own) {
        TlsSettings settings = new TlsSettings(
                "test",
                file(directory, "own.pem", own.getCertificatePathPEM()),
                file(directory, "own.key", own.getPrivateKeyPEM()),
                file(directory, "trust.pem", pem()),
                null,
                new TlsSettings.Terms(true, List.of("TLSv1.3"), List.of(), new Place("here", 0)));
        TlsProfile profile = TlsStore.load(Map.of("test", settings), Runnable::run, InstantSource.system())
                .profile("test");
        return Objects.requireNonNull(profile);
    }

    private static NamedFile file(Path directory, String name, String text) {
        try {
            return new NamedFile(Files.writeString(directory.resolve(name), text), name, new Place(name, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate with this URI and no other name. */
    public X509Bundle issueForUri(String uri) {
        return issue(builder -> named(builder, new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    }

    /** The builder itself takes no wildcards and no parameters of a Diameter URI. */
    private static CertificateBuilder named(CertificateBuilder builder, GeneralName... name) {
        try {
            return builder.addExtensionOctetString(SUBJECT_ALT_NAME, false, new GeneralNames(name).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate whose time was over a day ago. */
    public X509Bundle issueExpired(String dnsName) {
        return issue(builder -> builder.addSanDnsName(dnsName).notAfter(now.minus(1, ChronoUnit.DAYS)));
    }

    /** A certificate as {@code more} says, by default without names and for a year. */
    public X509Bundle issue(UnaryOperator<CertificateBuilder> more) {
        try {
            return more.apply(new CertificateBuilder()
                            .subject("CN=somebody, O=Test")
                            .notBefore(now.minus(300, ChronoUnit.DAYS))
                            .notAfter(now.plus(365, ChronoUnit.DAYS)))
                    .buildIssuedBy(root);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A revocation list with these certificates, as PEM. */
    public String revoke(X509Bundle... revoked) {
        try {
            X509v2CRLBuilder list = new JcaX509v2CRLBuilder(
                    root.getCertificate().getSubjectX500Principal(), Date.from(now.minus(1, ChronoUnit.DAYS)));
            list.setNextUpdate(Date.from(now.plus(1, ChronoUnit.DAYS)));
            for (X509Bundle one : revoked) {
                list.addCRLEntry(one.getCertificate().getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
            }
            byte[] der = list.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(root.getKeyPair().getPrivate()))
                    .getEncoded();
            return "-----BEGIN X509 CRL-----\n" + Base64.getMimeEncoder().encodeToString(der)
                    + "\n-----END X509 CRL-----\n";
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The JDK's TLS for a peer that shows {@code own}, or nothing, and trusts this authority. */
    public SSLContext context(@Nullable X509Bundle own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager @Nullable [] keys =
                    own == null ? null : own.toKeyManagerFactory().getKeyManagers();
            context.init(keys, new TrustManager[] {root.toTrustManager()}, null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
