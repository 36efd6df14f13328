package io.realmgate.agent.config;

import java.util.Map;

/**
 * Which Result-Code tells one peer of which cause. Immutable.
 *
 * @param chosen what was configured; only configurable causes
 */
public record ErrorCodes(Map<ErrorCause, Integer> chosen) {
    /** Those of RFC 6733. */
    public static final ErrorCodes USUAL = new ErrorCodes(Map.of());

    public ErrorCodes {
        chosen = Map.copyOf(chosen);
    }

    /** The code for {@code cause}, which is {@code usual} unless another was chosen. */
    public int of(ErrorCause cause, int usual) {
        return chosen.getOrDefault(cause, usual);
    }
}
