package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.Match;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds if Destination-Host is in one of several states or is one of a set of names. */
final class DestinationHostCondition implements Condition {

    private final boolean absent;
    private final boolean self;
    private final boolean known;
    private final NameSet names;
    private final String written;

    DestinationHostCondition(Set<Match.HostState> states, NameSet names, String written) {
        this.absent = states.contains(Match.HostState.ABSENT);
        this.self = states.contains(Match.HostState.SELF);
        this.known = states.contains(Match.HostState.KNOWN);
        this.names = names;
        this.written = written;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        if (self && facts.isLocal()) {
            return true;
        }
        Octets host = facts.destinationHost();
        if (host == null) {
            return absent;
        }
        return (known && facts.destinationHostIsKnown()) || names.contains(host);
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        if (holds(facts)) {
            return null;
        }
        Octets host = facts.destinationHost();
        return new Failure("destination-host", written, host == null ? NameCondition.ABSENT : Names.text(host));
    }
}
