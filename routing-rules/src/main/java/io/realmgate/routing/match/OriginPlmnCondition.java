package io.realmgate.routing.match;

import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.SubscriberSource;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.table.Digits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds if the network that Origin-Realm names is the one that the IMSI begins with; or if it is another. */
final class OriginPlmnCondition implements Condition {

    private final boolean expected;
    private final List<SubscriberSource> sources;
    private final List<AvpSlot> avps;

    OriginPlmnCondition(Match.OriginPlmnMatchesImsi match, AvpSlots slots) {
        this.expected = match.expected();
        this.sources = match.imsi();
        this.avps = sources.stream().map(source -> slots.of(source.path())).toList();
    }

    @Override
    public boolean holds(MessageFacts facts) {
        Octets realm = facts.originRealm();
        int network = realm == null ? Networks.NONE : Networks.domain(realm);
        if (network == Networks.NONE) {
            return false;
        }
        boolean found = false;
        for (int i = 0; i < avps.size(); i++) {
            if (!isFor(sources.get(i), facts)) {
                continue;
            }
            long imsi = imsi(facts, i);
            if (imsi != Digits.NONE && Networks.isOf(imsi, network)) {
                return expected;
            }
            found |= imsi != Digits.NONE;
        }
        return found && !expected;
    }

    private static boolean isFor(SubscriberSource source, MessageFacts facts) {
        Integer application = source.application();
        return application == null || application == facts.application();
    }

    private long imsi(MessageFacts facts, int source) {
        Encoding encoding = sources.get(source).encoding();
        Octets value = facts.firstAvp(avps.get(source));
        return value == null ? Digits.NONE : Digits.read(value, encoding);
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        if (holds(facts)) {
            return null;
        }
        Octets realm = facts.originRealm();
        String actual = "Origin-Realm is " + (realm == null ? NameCondition.ABSENT : Names.text(realm));
        return new Failure("origin-plmn-matches-imsi", Boolean.toString(expected), actual);
    }
}
