package io.realmgate.agent.tls;

import io.realmgate.agent.config.TlsSettings;
import io.realmgate.agent.config.TlsSettings.NamedFile;
import io.realmgate.routing.check.Diagnostic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CRLException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the files of one entry of {@code agent.tls} and says what is wrong with them. Blocks; not for event loops. */
final class TlsFiles {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String CONVERT = "convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";
    private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA");

    private final List<Diagnostic> diagnostics;

    /** What the files hold. */
    record Contents(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> trust, List<X509CRL> revoked) {}

    private TlsFiles(List<Diagnostic> diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** What the files hold, or null when there was an error. */
    static @Nullable Contents read(TlsSettings settings, List<Diagnostic> diagnostics) {
        TlsFiles files = new TlsFiles(diagnostics);
        List<X509Certificate> chain = files.certificates(settings.certificate());
        PrivateKey key = files.key(settings.key());
        List<X509Certificate> trust = files.certificates(settings.trust());
        NamedFile crl = settings.crl();
        List<X509CRL> revoked = crl == null ? List.of() : files.revocations(crl);
        if (chain.isEmpty() || key == null || trust.isEmpty() || crl != null && revoked.isEmpty()) {
            return null;
        }
        if (!isPair(key, chain.get(0))) {
            files.error(
                    settings.key(),
                    "is not the key of the certificate in "
                            + settings.certificate().path(),
                    "give the key that the certificate was requested with");
            return null;
        }
        return new Contents(key, chain, trust, revoked);
    }

    private void error(NamedFile file, String what, @Nullable String hint) {
        diagnostics.add(Diagnostic.error(file.place(), file.setting() + ": " + file.path() + " " + what, hint));
    }

    private byte @Nullable [] bytes(NamedFile file) {
        try {
            return Files.readAllBytes(file.path());
        } catch (NoSuchFileException e) {
            error(file, "does not exist", "paths are relative to the directory of agent.conf");
        } catch (IOException e) {
            error(file, "cannot be read", "let the user that runs the agent read it");
        }
        return null;
    }

    private List<X509Certificate> certificates(NamedFile file) {
        byte[] bytes = bytes(file);
        List<X509Certificate> all = new ArrayList<>();
        if (bytes == null) {
            return all;
        }
        try {
            for (Certificate one : factory().generateCertificates(new ByteArrayInputStream(bytes))) {
                all.add((X509Certificate) one);
            }
        } catch (CertificateException e) {
            // As bad as none.
            all.clear();
        }
        if (all.isEmpty()) {
            error(file, "holds no certificate", "PEM begins with -----BEGIN CERTIFICATE-----");
        }
        return all;
    }

    private List<X509CRL> revocations(NamedFile file) {
        byte[] bytes = bytes(file);
        List<X509CRL> all = new ArrayList<>();
        if (bytes == null) {
            return all;
        }
        try {
            for (java.security.cert.CRL one : factory().generateCRLs(new ByteArrayInputStream(bytes))) {
                all.add((X509CRL) one);
            }
        } catch (CertificateException | CRLException e) {
            all.clear();
        }
        if (all.isEmpty()) {
            error(file, "holds no revocation list", "PEM begins with -----BEGIN X509 CRL-----");
        }
        return all;
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    private @Nullable PrivateKey key(NamedFile file) {
        byte[] bytes = bytes(file);
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher pkcs8 = PKCS8.matcher(text);
        if (!pkcs8.find()) {
            if (text.contains("ENCRYPTED")) {
                error(file, "is locked by a password, which an agent that starts alone cannot give", CONVERT);
            } else if (text.contains("PRIVATE KEY-----")) {
                error(file, "is a key of an older form", CONVERT);
            } else {
                error(file, "holds no key", "PEM begins with -----BEGIN PRIVATE KEY-----");
            }
            return null;
        }
        try {
            PKCS8EncodedKeySpec spec =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pkcs8.group(1)));
            for (String type : KEY_TYPES) {
                PrivateKey key = key(type, spec);
                if (key != null) {
                    return key;
                }
            }
        } catch (IllegalArgumentException e) {
            // Reported below.
        }
        error(file, "holds no key of a known type", "RSA, EC and Ed25519 are known");
        return null;
    }

    private static @Nullable PrivateKey key(String type, PKCS8EncodedKeySpec spec) {
        try {
            return KeyFactory.getInstance(type).generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** Whether what {@code key} signs is what {@code certificate} verifies. */
    private static boolean isPair(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                key instanceof RSAKey ? "SHA256withRSA" : key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA";
        byte[] sample = certificate.getSerialNumber().toByteArray();
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
