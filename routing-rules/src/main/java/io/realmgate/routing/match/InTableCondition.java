package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.model.Match;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds if a table has a row for something in the message, with one of some values. */
final class InTableCondition implements Condition {

    private final Match.InTable match;
    private final TableLookup lookup;
    /** By number; null for any value. */
    private final boolean @Nullable [] accepted;

    InTableCondition(Match.InTable match, TableLookup lookup) {
        this.match = match;
        this.lookup = lookup;
        this.accepted = match.values().isEmpty()
                ? null
                : accepted(match.values(), lookup.table().values());
    }

    private static boolean[] accepted(List<String> wanted, List<String> values) {
        Set<String> names = new HashSet<>(wanted);
        boolean[] accepted = new boolean[values.size() + 1];
        for (int number = 1; number < accepted.length; number++) {
            accepted[number] = names.contains(values.get(number - 1));
        }
        return accepted;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        int found = lookup.find(facts);
        return found != 0 && (accepted == null || accepted[found]);
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        int found = lookup.find(facts);
        if (found == 0) {
            return new Failure(match.key(), match.written(), lookup.seen(facts) + ", which has no row there");
        }
        return accepted == null || accepted[found]
                ? null
                : new Failure(
                        match.key(),
                        match.written(),
                        lookup.seen(facts) + ", whose row has \""
                                + lookup.table().values().get(found - 1) + "\"");
    }
}
