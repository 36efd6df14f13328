package io.realmgate.agent.tls;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What protects a connection, once its TLS handshake is over.
 *
 * @param profile the entry of {@code agent.tls} by which it was made
 * @param protocol such as {@code TLSv1.3}
 * @param cipher IANA name of the cipher suite
 * @param certificate of the peer, verified; null when it was not asked for one
 */
public record Secured(
        String profile,
        String protocol,
        String cipher,
        @Nullable X509Certificate certificate) {}
