package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.Match;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds if the message came in by one of some listeners. */
final class ListenerCondition implements Condition {

    private final Set<String> names;
    private final String written;

    ListenerCondition(Match.Listener listener) {
        this.names = listener.names();
        this.written = listener.written();
    }

    @Override
    public boolean holds(MessageFacts facts) {
        String name = facts.ingress().listener();
        return name != null && names.contains(name);
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        String name = facts.ingress().listener();
        return holds(facts) ? null : new Failure("listener", written, name == null ? "none with a name" : name);
    }
}
