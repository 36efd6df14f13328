package io.realmgate.routing.parse;

import com.typesafe.config.ConfigValue;
import io.realmgate.routing.model.Place;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Where the reader of one entry says what is wrong with it.
 *
 * @param problems those of the file
 * @param subject what all messages begin with, such as {@code rule "our subscribers"}, or empty
 */
record Report(Problems problems, String subject) {

    /** The same file, another subject. */
    Report about(String what) {
        return new Report(problems, what);
    }

    void error(ConfigValue at, String message, @Nullable String hint) {
        problems.error(at, prefixed(message), hint);
    }

    void warning(ConfigValue at, String message, @Nullable String hint) {
        problems.warning(at, prefixed(message), hint);
    }

    /** The hint for an unknown word: the known one that was meant, or {@code otherwise}. */
    @Nullable
    String suggest(String word, Collection<String> known, @Nullable String otherwise) {
        if (problems.full()) {
            return otherwise;
        }
        return Suggest.closest(word, known)
                .map(meant -> "did you mean \"" + meant + "\"?")
                .orElse(otherwise);
    }

    Place place(ConfigValue value) {
        return problems.place(value);
    }

    private String prefixed(String message) {
        return subject.isEmpty() ? message : subject + ": " + message;
    }
}
