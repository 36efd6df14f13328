package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.Ingress;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.Match;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds if the message came from one of some peers, or from a member of one of some groups. */
final class FromCondition implements Condition {

    private final Set<String> peers;
    private final String[] groups;
    private final String written;

    FromCondition(Match.From from) {
        this.peers = from.peers();
        this.groups = from.groups().toArray(String[]::new);
        this.written = from.written();
    }

    @Override
    public boolean holds(MessageFacts facts) {
        return isOne(facts.ingress());
    }

    /** Whether the peer is one of them. */
    boolean isOne(Ingress ingress) {
        for (String group : groups) {
            if (ingress.inGroup(group)) {
                return true;
            }
        }
        return peers.contains(ingress.identity());
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts)
                ? null
                : new Failure("from", written, facts.ingress().identity());
    }

    /** The peers as they are written. */
    String written() {
        return written;
    }
}
