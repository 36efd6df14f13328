package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.Match;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds if a name in the message is one of a set. */
final class NameCondition implements Condition {

    /** How explanations show an AVP that is not there. */
    static final String ABSENT = "absent";

    private final Match.NameField field;
    private final NameSet names;
    private final String written;

    NameCondition(Match.NameField field, NameSet names, String written) {
        this.field = field;
        this.names = names;
        this.written = written;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        Octets name = name(facts);
        return name != null && names.contains(name);
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        if (holds(facts)) {
            return null;
        }
        Octets name = name(facts);
        return new Failure(field.key(), written, name == null ? ABSENT : Names.text(name));
    }

    private @Nullable Octets name(MessageFacts facts) {
        return switch (field) {
            case DESTINATION_REALM -> facts.destinationRealm();
            case ORIGIN_REALM -> facts.originRealm();
            case ORIGIN_HOST -> facts.originHost();
        };
    }

    /** What reads a name of a message, null if it has none. */
    static Function<MessageFacts, @Nullable Octets> reader(Match.NameField field) {
        return switch (field) {
            case DESTINATION_REALM -> MessageFacts::destinationRealm;
            case ORIGIN_REALM -> MessageFacts::originRealm;
            case ORIGIN_HOST -> MessageFacts::originHost;
        };
    }
}
