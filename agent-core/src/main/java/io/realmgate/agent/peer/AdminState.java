package io.realmgate.agent.peer;

import java.util.Locale;
import java.util.Optional;

/** What the operator wants of a peer, whatever its connections do. Kept by reloads, READY again after a restart. */
public enum AdminState {
    /** In service. */
    READY,
    /** Gets no new requests; what is pending finishes, then it is sent away. Let in again when it connects by itself. */
    DRAIN,
    /** As DRAIN, and not let in. */
    DISABLED;

    /** As it is written in requests and answers of the admin server. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state that {@code text} names. */
    public static Optional<AdminState> of(String text) {
        for (AdminState one : values()) {
            if (one.text().equals(text)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
