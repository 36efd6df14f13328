package io.realmgate.agent.config;

import io.realmgate.routing.model.Place;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code agent.tls}: the files and terms of TLS for the listeners and peers that name it. The files are not
 * read yet.
 *
 * @param certificate our certificate and the intermediate ones behind it, PEM
 * @param key its private key, PEM of PKCS #8 without a password
 * @param trust certificates of the authorities whose peers are believed, PEM
 * @param crl revocation lists of those authorities, PEM or DER; null when revocation is not looked at
 */
public record TlsSettings(
        String name,
        NamedFile certificate,
        NamedFile key,
        NamedFile trust,
        @Nullable NamedFile crl,
        Terms terms) {

    /**
     * A file that a setting names.
     *
     * @param path as it is opened: what is relative lies beside {@code agent.conf}
     * @param setting the key that names it, such as {@code agent.tls.default.key}
     * @param place where the key stands
     */
    public record NamedFile(Path path, String setting, Place place) {}

    /**
     * What is negotiated.
     *
     * @param clientCertificate whether a peer that connects must show a certificate (RFC 6733 13.1)
     * @param versions protocol names as {@code TLSv1.3}, at least one
     * @param ciphers IANA names of cipher suites; empty for those of the TLS library
     * @param place where the entry stands, for what is wrong with it as a whole
     */
    public record Terms(boolean clientCertificate, List<String> versions, List<String> ciphers, Place place) {
        public Terms {
            versions = List.copyOf(versions);
            ciphers = List.copyOf(ciphers);
        }
    }
}
