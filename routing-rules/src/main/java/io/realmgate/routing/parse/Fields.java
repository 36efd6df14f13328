package io.realmgate.routing.parse;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of one object, read as the kinds of value that the language has; what does not fit is reported. */
final class Fields {

    private final ConfigObject object;
    private final Report report;

    Fields(ConfigObject object, Report report) {
        this.object = object;
        this.report = report;
    }

    ConfigObject object() {
        return object;
    }

    /** The same object, reported under another subject. */
    Fields with(Report other) {
        return new Fields(object, other);
    }

    Report report() {
        return report;
    }

    @Nullable
    ConfigValue get(String key) {
        return object.get(key);
    }

    /** Reports every key that is not one of {@code known}. */
    void allow(String... known) {
        allow(Arrays.asList(known), Set.of());
    }

    /** The same, but for keys of {@code told}, of which the caller says more. */
    void allow(List<String> keys, Set<String> told) {
        // Not by entries: the library puts those into a hash table, by a hash of all that the object holds.
        object.keySet().stream()
                .filter(key -> !keys.contains(key) && !told.contains(key))
                .sorted()
                .forEach(key -> {
                    String otherwise = "known here: " + String.join(", ", keys);
                    report.error(
                            Objects.requireNonNull(object.get(key)),
                            "unknown key \"" + key + "\"",
                            report.suggest(key, keys, otherwise));
                });
    }

    /** The text or number of a key, or null if there is none. */
    @Nullable
    Scalar scalar(String key) {
        ConfigValue value = object.get(key);
        return value == null ? null : scalarOf(key, value, report);
    }

    /** The same; its absence is an error. */
    @Nullable
    Scalar required(String key) {
        if (object.get(key) == null) {
            report.error(object, "\"" + key + "\" is missing", null);
        }
        return scalar(key);
    }

    /** The values of a key that holds one text or a list of them; empty only if some are wrong or none is there. */
    List<Scalar> scalars(String key) {
        ConfigValue value = object.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof ConfigList list)) {
            Scalar one = scalarOf(key, value, report);
            return one == null ? List.of() : List.of(one);
        }
        if (list.isEmpty()) {
            report.error(value, "\"" + key + "\" is an empty list", null);
        }
        List<Scalar> all = new ArrayList<>(list.size());
        for (ConfigValue element : list) {
            Scalar one = scalarOf(key, element, report);
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    /** The elements of a list; empty if it is missing or none. */
    List<ConfigValue> list(String key, String example) {
        ConfigValue value = object.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof ConfigList list) {
            return list;
        }
        report.error(value, "\"" + key + "\" must be a list", example);
        return List.of();
    }

    /** The object of a key, or null if it is missing or none. */
    @Nullable
    ConfigObject object(String key) {
        ConfigValue value = object.get(key);
        if (value == null || value instanceof ConfigObject) {
            return (ConfigObject) value;
        }
        report.error(value, "\"" + key + "\" must be an object", key + " { … }");
        return null;
    }

    /** True or false, or null if the key is missing or neither. */
    @Nullable
    Boolean bool(String key) {
        ConfigValue value = object.get(key);
        if (value == null || value.unwrapped() instanceof Boolean) {
            return value == null ? null : (Boolean) value.unwrapped();
        }
        report.error(value, "\"" + key + "\" must be true or false", null);
        return null;
    }

    /** The whole number of a key, {@code absent} if it is missing, empty if it is none or out of range. */
    OptionalInt number(String key, int least, int most, int absent) {
        ConfigValue value = object.get(key);
        if (value == null) {
            return OptionalInt.of(absent);
        }
        Scalar scalar = scalarOf(key, value, report);
        if (scalar == null) {
            return OptionalInt.empty();
        }
        long number = Numbers.unsigned(scalar.text());
        if (number < least || number > most) {
            report.error(value, "\"" + key + "\" must be a whole number from " + least + " to " + most, null);
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) number);
    }

    /** A value that must be a text or a number; null if it is not, which is then reported. */
    static @Nullable Scalar scalarOf(String key, ConfigValue value, Report report) {
        ConfigValueType type = value.valueType();
        if (type == ConfigValueType.STRING || type == ConfigValueType.NUMBER) {
            return new Scalar(value, value.unwrapped().toString());
        }
        String found = switch (type) {
            case OBJECT -> "an object";
            case LIST -> "a list";
            default -> String.valueOf(value.unwrapped());
        };
        report.error(value, "\"" + key + "\" must be a name or a number, not " + found, null);
        return null;
    }
}
