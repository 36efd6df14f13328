package io.realmgate.routing;

import org.jspecify.annotations.Nullable;

/** Some of the rules of a table, so arranged that a request is asked few of them. Immutable, thread-safe. */
interface RuleLookup {

    /** Position of its first rule in the table; {@link Integer#MAX_VALUE} without any. */
    int least();

    /**
     * The first of its rules, in the order of the table, that stands between two others and holds; or null. Allocates nothing.
     *
     * @param after position behind which it stands, -1 for all
     * @param before position before which it stands
     */
    @Nullable
    CompiledRule first(MessageFacts facts, int after, int before);
}
