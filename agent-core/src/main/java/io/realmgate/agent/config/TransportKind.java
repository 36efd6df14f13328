package io.realmgate.agent.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What carries Diameter between two peers (RFC 6733 2.1), as it is written in listeners and before {@code ://}. */
public enum TransportKind {
    TCP(3868),
    /** TLS over TCP, its handshake before any Diameter message (RFC 6733 13). */
    TLS(5868),
    SCTP(3868);

    private final int defaultPort;

    TransportKind(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    /** The port of RFC 6733 11.4; where section 2.1 says 5658 for TLS, it has a slip. */
    public int defaultPort() {
        return defaultPort;
    }

    /** The word in the files: {@code tcp}, {@code tls}, {@code sctp}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that {@code word} names, in any case. */
    public static Optional<TransportKind> of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
