package io.realmgate.agent.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * When something that a TLS entry needs is good for nothing any more.
 *
 * @param profile name of the entry in {@code agent.tls}
 * @param at the earliest of all of its kind
 */
public record Expiry(String profile, Kind kind, Instant at) {
    /** How long before it an operator is warned. */
    static final Duration SOON = Duration.ofDays(30);

    /** What expires. */
    public enum Kind {
        /** Ours, or one of the intermediate ones behind it: peers refuse us. */
        CERTIFICATE("peers refuse it"),
        /** One of the authorities: its peers are refused; others are not. */
        TRUST("peers of that authority are refused"),
        /** A revocation list: peers of its authority are refused. */
        CRL("peers of its authority are refused");

        private final String consequence;

        Kind(String consequence) {
            this.consequence = consequence;
        }

        /** Label value, and the key of the file. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isOver(Instant now) {
        return !now.isBefore(at);
    }

    boolean isNear(Instant now) {
        return !isOver(now) && !now.isBefore(at.minus(SOON));
    }

    /** For the log and {@code /ready}. */
    String text(Instant now) {
        String what = "agent.tls." + profile + "." + kind.label();
        return isOver(now)
                ? what + " expired at " + at + ": " + kind.consequence + "; put a new file in place and reload"
                : what + " expires at " + at + ", in "
                        + Duration.between(now, at).toDays() + " days";
    }
}
