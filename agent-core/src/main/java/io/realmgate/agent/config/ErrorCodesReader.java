package io.realmgate.agent.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.parse.Suggest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code errors { timeout = 3004, no-route = DIAMETER_UNABLE_TO_COMPLY }}. */
final class ErrorCodesReader {
    /** RFC 6733 7.1.3 (6.12), RFC 7075: they say where to go instead. */
    private static final Set<Integer> REDIRECTS = Set.of(3006, 3011);
    /** RFC 6733 7.1.3: they speak of bits of the request, or are for a CEA. */
    private static final Set<Integer> OF_THE_REQUEST = Set.of(3008, 3009, 3010, 5011, 5013, 5015, 5016);
    /** RFC 6733 7.1.5: an answer with one of them shows an AVP of the request. */
    private static final Set<Integer> WITH_FAILED_AVP = Set.of(5001, 5004, 5005, 5007, 5008, 5009, 5014);
    /** RFC 6733 7.1.5: they are for a CEA. */
    private static final Set<Integer> OF_CAPABILITIES = Set.of(5010, 5017);

    private final SettingsReader reader;
    private final Dictionary dictionary;

    ErrorCodesReader(SettingsReader reader, Dictionary dictionary) {
        this.reader = reader;
        this.dictionary = dictionary;
    }

    ErrorCodes read(@Nullable ConfigValue value) {
        if (value == null) {
            return ErrorCodes.USUAL;
        }
        if (!(value instanceof ConfigObject object)) {
            reader.error(value.origin(), "\"errors\" must be a group { … }", "errors { timeout = 3004 }");
            return ErrorCodes.USUAL;
        }
        List<String> known = Arrays.stream(ErrorCause.values())
                .filter(ErrorCause::isConfigurable)
                .map(ErrorCause::word)
                .toList();
        reader.unknownKeys(object, known, "errors.");
        Map<ErrorCause, Integer> chosen = new EnumMap<>(ErrorCause.class);
        object.forEach((key, code) -> ErrorCause.configurable(key).ifPresent(cause -> {
            Integer result = code(code);
            if (result != null) {
                chosen.put(cause, result);
            }
        }));
        return new ErrorCodes(chosen);
    }

    private @Nullable Integer code(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        Integer number = ApplicationReader.number(text);
        Integer code = number != null ? number : dictionary.resultCode(text).orElse(null);
        if (code == null || dictionary.resultCodeName(code) == null) {
            reader.error(
                    value.origin(),
                    "unknown result \"" + text + "\"",
                    Suggest.closest(text, dictionary.resultCodeNames())
                            .map(name -> "did you mean \"" + name + "\"?")
                            .orElse("a Result-Code by name or number, such as 3004"));
            return null;
        }
        String problem = problem(code);
        if (problem != null) {
            reader.error(value.origin(), "result " + text + " " + problem, "3002, 3004 or 5012, for example");
            return null;
        }
        return code;
    }

    /** Why {@code code} can tell of no failure of ours, or null if it can. */
    private static @Nullable String problem(int code) {
        if (code / 1000 == 4) {
            // RFC 6733 7.1.4: no E bit, so that the answer would need the grammar of its own command.
            return "is a transient failure, which only the server of an application can tell of";
        }
        if (code < 3000 || code > 5999) {
            return "is not an error";
        }
        if (REDIRECTS.contains(code)) {
            return "is a redirect";
        }
        if (WITH_FAILED_AVP.contains(code)) {
            return "blames an AVP of the request, which is not at fault";
        }
        if (OF_THE_REQUEST.contains(code)) {
            return "blames the header of the request or its sender, which are not at fault";
        }
        return OF_CAPABILITIES.contains(code) ? "belongs into a capabilities exchange" : null;
    }
}
