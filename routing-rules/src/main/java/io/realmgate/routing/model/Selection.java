package io.realmgate.routing.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one of the usable members of a group is chosen among those of one priority.
 *
 * @param key what {@link Method#CONSISTENT_HASH} hashes, which needs one; null for all others
 */
public record Selection(Method method, @Nullable Key key) {

    /** At random, in proportion to weight: the default, and how peers of a realm are chosen. */
    public static final Selection WEIGHTED = new Selection(Method.WEIGHTED, null);

    public Selection {
        if ((method == Method.CONSISTENT_HASH) != (key != null)) {
            throw new IllegalArgumentException(method + " with key " + key);
        }
    }

    /** The ways to choose. */
    public enum Method {
        /** At random in proportion to weight. */
        WEIGHTED,
        /** In turn, without regard to weight. */
        ROUND_ROBIN,
        /** The one of two with fewer pending requests for its weight. */
        LEAST_PENDING,
        /** The one of two that is expected to answer sooner, for its weight. */
        LOWEST_LATENCY,
        /** The same one for the same key, shares in proportion to weight. */
        CONSISTENT_HASH;

        /** As it is written in files. */
        public String text() {
            return Selection.text(this);
        }
    }

    /** What of a message a consistent hash may be made of. */
    public enum Key {
        SESSION_ID,
        USER_NAME,
        ORIGIN_HOST,
        ORIGIN_REALM,
        DESTINATION_HOST,
        DESTINATION_REALM;

        /** As it is written in files. */
        public String text() {
            return Selection.text(this);
        }
    }

    /** As it is written in files, for people. */
    public String text() {
        return key == null ? method.text() : method.text() + " by " + key.text();
    }

    /** All values of a kind as they are written in files. */
    public static <E extends Enum<E>> List<String> words(Class<E> kind) {
        return Arrays.stream(kind.getEnumConstants()).map(Selection::text).toList();
    }

    /** The value that is written as {@code word}, or null. */
    public static <E extends Enum<E>> @Nullable E of(Class<E> kind, String word) {
        for (E one : kind.getEnumConstants()) {
            if (text(one).equals(word)) {
                return one;
            }
        }
        return null;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
