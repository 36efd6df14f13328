package io.realmgate.routing.explain;

import io.realmgate.routing.Names;
import io.realmgate.routing.explain.Question.UnclearException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of the way that a message came which is given as octets. Null is "not said".
 *
 * @param from identity of the peer that sent it, in lower case
 * @param askedBy of an answer: identity of the peer that it goes back to, in lower case
 * @param listener name of the listener that the asking peer connected to
 */
public record Way(
        @Nullable String from,
        @Nullable String askedBy,
        @Nullable String listener) {

    /** Nothing is said. */
    public static final Way UNSAID = new Way(null, null, null);

    /** Every field, as it is written. */
    public static final List<String> FIELDS = List.of("from", "asked-by", "listener");

    /**
     * Reads these fields; others are not looked at.
     *
     * @param listeners names that there are
     */
    public static Way read(Map<String, String> fields, Set<String> listeners) throws UnclearException {
        return new Way(identity(fields, "from"), identity(fields, "asked-by"), Question.listener(fields, listeners));
    }

    private static @Nullable String identity(Map<String, String> fields, String field) throws UnclearException {
        String value = fields.get(field);
        return value == null ? null : Names.lowerCase(Question.name(field, value.strip()));
    }
}
