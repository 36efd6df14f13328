package io.realmgate.routing.match;

import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.AvpTest;
import io.realmgate.routing.model.Match;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds if one of the AVPs at a path passes a test, or if there is none and that is wanted. */
final class AvpCondition implements Condition {
    private final Match.Avp match;
    private final AvpSlot avp;
    private final Predicate<Octets> test;
    private final boolean whenAbsent;
    private final boolean whenPresent;

    AvpCondition(Match.Avp match, AvpSlot avp) {
        this.match = match;
        this.avp = avp;
        AvpTest test = match.test();
        this.test = test instanceof AvpTest.Present ? AvpCondition::isThere : ValueTest.of(test);
        this.whenAbsent = test instanceof AvpTest.Present present
                ? !present.expected()
                : test instanceof AvpTest.Numbers numbers && numbers.orAbsent();
        this.whenPresent = !(test instanceof AvpTest.Present present) || present.expected();
    }

    private static boolean isThere(Octets value) {
        return value.length() >= 0;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        if (whenPresent && facts.anyAvp(avp, test)) {
            return true;
        }
        return whenAbsent && facts.firstAvp(avp) == null;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts)
                ? null
                : new Failure(match.key(), match.written(), ValueTest.seen(facts, avp, match.test()));
    }
}
