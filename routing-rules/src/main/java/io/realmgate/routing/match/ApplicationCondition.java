package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.dictionary.Dictionary;
import org.jspecify.annotations.Nullable;

/** Holds for some applications. */
final class ApplicationCondition implements Condition {

    private final IntSet ids;
    private final String written;
    private final Dictionary dictionary;

    ApplicationCondition(IntSet ids, String written, Dictionary dictionary) {
        this.ids = ids;
        this.written = written;
        this.dictionary = dictionary;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return ids.contains(facts.application());
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        if (holds(facts)) {
            return null;
        }
        String name = dictionary.applicationName(facts.application());
        String number = Integer.toUnsignedString(facts.application());
        return new Failure("application", written, name == null ? number : name + " (" + number + ")");
    }
}
