package io.realmgate.routing;

import org.jspecify.annotations.Nullable;

/**
 * The compiled match of one rule: a question about one message. Immutable, thread-safe;
 * {@link #holds} allocates nothing, {@link #failure} may.
 */
public interface Condition {

    /** Whether the message is one that the rule is for. */
    boolean holds(MessageFacts facts);

    /** The first key that keeps the rule from matching, or null exactly when {@link #holds} is true. */
    @Nullable
    Failure failure(MessageFacts facts);

    /**
     * Why a rule did not match.
     *
     * @param key the key of the match, such as {@code destination-realm}
     * @param wanted what the rule asks for, as it is written in the rule
     * @param actual what the message has, for people to read
     */
    record Failure(String key, String wanted, String actual) {

        /** One line of text. */
        public String text() {
            return key + ": " + actual + ", wanted " + wanted;
        }
    }
}
