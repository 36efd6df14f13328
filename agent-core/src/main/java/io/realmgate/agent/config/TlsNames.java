package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.parse.Suggest;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls = NAME} where an entry of {@code agent.tls} is referred to. */
final class TlsNames {
    private TlsNames() {}

    /**
     * What {@code tls} says in {@code settings}; null when it is not there.
     *
     * @param known names of the entries, null when they are not known, so that any may be right
     */
    static @Nullable TlsNeed need(SettingsReader reader, ConfigObject settings, @Nullable Set<String> known) {
        Config config = settings.toConfig();
        if (!config.hasPath("tls")) {
            return null;
        }
        String name = reader.read(config, "tls", TlsSettingsReader.ANY, () -> config.getString("tls"));
        if (name.equals(TlsSettingsReader.ANY)) {
            return new TlsNeed(null);
        }
        if (known != null && !known.contains(name)) {
            unknown(reader, settings, name, known);
        }
        return new TlsNeed(name);
    }

    /** Reports that {@code settings} names an entry that is not there, or none. */
    static void unknown(SettingsReader reader, ConfigObject settings, String name, Set<String> known) {
        ConfigValue value = settings.get("tls");
        String hint = known.isEmpty()
                ? "agent { tls { NAME { certificate = …, key = …, trust = … } } }"
                : "one of " + String.join(", ", new TreeSet<>(known));
        if (value == null) {
            reader.error(settings.origin(), "\"tls\" is missing, the entry of agent.tls to use", hint);
        } else {
            reader.error(
                    value.origin(),
                    "tls \"" + name + "\" is not in agent.tls",
                    Suggest.closest(name, known)
                            .map(one -> "did you mean \"" + one + "\"?")
                            .orElse(hint));
        }
    }
}
