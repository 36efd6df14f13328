package io.realmgate.routing.model;

import java.util.List;

/** Where a message has what a table is asked for. */
public sealed interface LookupKey {

    /** As it is written in a file. */
    String text();

    /** One of the names that routing reads anyway. */
    record Name(Match.NameField field) implements LookupKey {
        @Override
        public String text() {
            return field.key();
        }
    }

    /**
     * The first of some AVPs that the table has a row for.
     *
     * @param sources where they may be, in the order they are looked at
     */
    record Contents(String text, List<SubscriberSource> sources) implements LookupKey {
        public Contents {
            sources = List.copyOf(sources);
        }
    }
}
