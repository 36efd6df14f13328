package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import org.jspecify.annotations.Nullable;

/** Holds if Origin-Realm is the realm of the peer that the request came from; or if it is another. */
final class OriginRealmCondition implements Condition {

    private final boolean expected;

    OriginRealmCondition(boolean expected) {
        this.expected = expected;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        Octets realm = facts.originRealm();
        return realm != null && Names.equalsIgnoreCase(realm, facts.ingress().realm()) == expected;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        if (holds(facts)) {
            return null;
        }
        Octets realm = facts.originRealm();
        String actual = (realm == null ? NameCondition.ABSENT : Names.text(realm)) + " from a peer of "
                + facts.ingress().realm();
        return new Failure("origin-realm-matches-peer", Boolean.toString(expected), actual);
    }
}
