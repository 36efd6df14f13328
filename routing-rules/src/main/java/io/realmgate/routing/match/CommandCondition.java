package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.dictionary.Dictionary;
import org.jspecify.annotations.Nullable;

/** Holds for some commands. */
final class CommandCondition implements Condition {

    private final IntSet codes;
    private final String written;
    private final Dictionary dictionary;

    CommandCondition(IntSet codes, String written, Dictionary dictionary) {
        this.codes = codes;
        this.written = written;
        this.dictionary = dictionary;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return codes.contains(facts.command());
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        if (holds(facts)) {
            return null;
        }
        int code = facts.command();
        String name = dictionary.commandName(code, facts.application(), true);
        return new Failure("command", written, name == null ? Integer.toString(code) : name + " (" + code + ")");
    }
}
