package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.realmgate.routing.model.PeerRights;
import java.util.Set;

/** Reads {@code limits} of an entry of {@code peers.conf}: those keys of {@code agent.limits} that a peer may have its own of. */
final class PeerPolicyReader {
    /** Requests a second that can be told apart by a clock of nanoseconds. */
    static final int MAX_RATE = 1_000_000;

    static final long MIN_OUTPUT = 4096;
    static final long MAX_OUTPUT = 1 << 28;

    /** Keys of an entry that are about this; all but the last are read with the names. */
    static final Set<String> KEYS = Set.of("role", "may-send", "limits");

    private static final Set<String> LIMITS = Set.of("request-rate", "output");

    private PeerPolicyReader() {}

    static PeerPolicy read(SettingsReader reader, PeerRights rights, ConfigObject settings) {
        if (settings.get("limits") == null) {
            return new PeerPolicy(rights, 0, 0);
        }
        if (!(settings.get("limits") instanceof ConfigObject limits)) {
            reader.error(settings.origin(), "\"limits\" must be a group { … }", "limits { request-rate = 500 }");
            return new PeerPolicy(rights, 0, 0);
        }
        reader.unknownKeys(limits, LIMITS, "limits.");
        Config config = limits.toConfig();
        long rate = config.hasPath("request-rate")
                ? inRange(reader, limits, "request-rate", 1, MAX_RATE, () -> config.getLong("request-rate"))
                : 0;
        long output = config.hasPath("output")
                ? inRange(reader, limits, "output", MIN_OUTPUT, MAX_OUTPUT, () -> config.getBytes("output"))
                : 0;
        return new PeerPolicy(rights, (int) rate, (int) output);
    }

    private static long inRange(
            SettingsReader reader,
            ConfigObject limits,
            String key,
            long min,
            long max,
            java.util.function.Supplier<Long> reading) {
        long value = reader.read(limits.toConfig(), key, min, reading);
        if (value < min || value > max) {
            reader.error(
                    java.util.Objects.requireNonNull(limits.get(key)).origin(),
                    "limits." + key + " must be from " + min + " to " + max + ", not " + value,
                    null);
        }
        return value;
    }
}
