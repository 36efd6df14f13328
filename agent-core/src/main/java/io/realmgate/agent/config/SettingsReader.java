package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.parse.Suggest;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the readers of settings share: places of values, unknown keys, and errors collected instead of thrown. */
final class SettingsReader {
    private final String file;
    private final List<Diagnostic> diagnostics;

    /** @param file as messages shall call it */
    SettingsReader(String file, List<Diagnostic> diagnostics) {
        this.file = file;
        this.diagnostics = diagnostics;
    }

    Place place(@Nullable ConfigOrigin origin) {
        return new Place(file, origin == null ? 0 : Math.max(0, origin.lineNumber()));
    }

    void error(@Nullable ConfigOrigin origin, String message, @Nullable String hint) {
        diagnostics.add(Diagnostic.error(place(origin), message, hint));
    }

    /** Reports every key of {@code object} that is not {@code known}. */
    void unknownKeys(ConfigObject object, Collection<String> known, String prefix) {
        for (var entry : object.entrySet()) {
            if (!known.contains(entry.getKey())) {
                error(
                        entry.getValue().origin(),
                        "unknown key \"" + prefix + entry.getKey() + "\"",
                        Suggest.closest(entry.getKey(), known)
                                .map(k -> "did you mean \"" + k + "\"?")
                                .orElse("known: " + String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    void checkPort(@Nullable ConfigOrigin origin, String key, int port) {
        if (port < 0 || port > 65535) {
            error(origin, "\"" + key + "\" must be from 0 to 65535, not " + port, null);
        }
    }

    /** Reads one value; what cannot be read is reported and becomes {@code otherwise}. */
    <T> T read(Config config, String path, T otherwise, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ConfigException.Missing e) {
            error(config.origin(), "\"" + path + "\" is missing", null);
        } catch (ConfigException e) {
            ConfigValue value = config.hasPathOrNull(path) ? valueAt(config, path) : null;
            error(value == null ? config.origin() : value.origin(), "\"" + path + "\": " + brief(e), null);
        }
        return otherwise;
    }

    private static @Nullable ConfigValue valueAt(Config config, String path) {
        try {
            return config.getValue(path);
        } catch (ConfigException e) {
            return null;
        }
    }

    /** The library's messages begin with the origin, which is said in the place already. */
    private static String brief(ConfigException e) {
        String message = String.valueOf(e.getMessage());
        int colon = message.indexOf(": ");
        return colon < 0 ? message : message.substring(colon + 2);
    }
}
