package io.realmgate.agent.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.parse.Suggest;
import org.jspecify.annotations.Nullable;

/** Reads one application, by name or by number. */
final class ApplicationReader {
    private final SettingsReader reader;
    private final Dictionary dictionary;

    ApplicationReader(SettingsReader reader, Dictionary dictionary) {
        this.reader = reader;
        this.dictionary = dictionary;
    }

    /**
     * The Application-Id, or null if there is none, which is then reported.
     *
     * @param key what the value belongs to, for messages
     */
    @Nullable
    Integer read(ConfigValue value, String key) {
        if (value.valueType() != ConfigValueType.STRING && value.valueType() != ConfigValueType.NUMBER) {
            reader.error(value.origin(), "\"" + key + "\" must name applications", key + " = [ S6a, 16777216 ]");
            return null;
        }
        String text = String.valueOf(value.unwrapped());
        Integer id = number(text);
        if (id == null) {
            id = dictionary.application(text).orElse(null);
        }
        if (id == null) {
            reader.error(
                    value.origin(),
                    "unknown application \"" + text + "\"",
                    Suggest.closest(text, dictionary.applicationNames())
                            .map(name -> "did you mean \"" + name + "\"?")
                            .orElse("its number may be given instead"));
        } else if (id == 0) {
            reader.error(
                    value.origin(),
                    "application 0 is common to all and never advertised",
                    "name another, or leave \"" + key + "\" out");
            return null;
        }
        return id;
    }

    /** 32 unsigned bits (RFC 6733 section 3). */
    static @Nullable Integer number(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            return digits ? Integer.parseUnsignedInt(text) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
