package io.realmgate.routing.check;

import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import java.util.List;

/** Whether one match holds for every request that another one holds for, as far as their form shows it: a yes is sure. */
final class Covering {

    /** Pairs of names, or of tests, that are compared; of longer lists only the same cover each other. */
    private static final int MOST_PAIRS = 256;

    private Covering() {}

    static boolean covers(Match wide, Match narrow) {
        if (wide instanceof Match.AllOf all) {
            if (narrow instanceof Match.AllOf other
                    && (long) all.parts().size() * other.parts().size() > MOST_PAIRS) {
                return wide.equals(narrow);
            }
            return all.parts().stream().allMatch(part -> coversPart(part, narrow));
        }
        return coversPart(wide, narrow);
    }

    private static boolean coversPart(Match wide, Match narrow) {
        if (narrow instanceof Match.AllOf all) {
            return all.parts().stream().anyMatch(part -> coversTest(wide, part));
        }
        return coversTest(wide, narrow);
    }

    private static boolean coversTest(Match wide, Match narrow) {
        if (wide instanceof Match.Application a && narrow instanceof Match.Application b) {
            return a.ids().containsAll(b.ids());
        } else if (wide instanceof Match.Command a && narrow instanceof Match.Command b) {
            return a.codes().containsAll(b.codes());
        } else if (wide instanceof Match.From a && narrow instanceof Match.From b) {
            return a.peers().containsAll(b.peers()) && a.groups().containsAll(b.groups());
        } else if (wide instanceof Match.Name a && narrow instanceof Match.Name b) {
            return a.field() == b.field() && covers(a.patterns(), b.patterns());
        } else if (wide instanceof Match.DestinationHost a && narrow instanceof Match.DestinationHost b) {
            return a.states().containsAll(b.states()) && covers(a.patterns(), b.patterns());
        }
        return wide.equals(narrow);
    }

    private static boolean covers(List<NamePattern> wide, List<NamePattern> narrow) {
        if ((long) wide.size() * narrow.size() > MOST_PAIRS) {
            return wide.equals(narrow);
        }
        return narrow.stream().allMatch(b -> wide.stream().anyMatch(a -> covers(a, b)));
    }

    private static boolean covers(NamePattern wide, NamePattern narrow) {
        if (narrow instanceof NamePattern.Exact exact) {
            return wide.matches(exact.name());
        }
        // Everything below a domain is below those above it too.
        return wide.equals(narrow)
                || wide instanceof NamePattern.Below && wide.matches(((NamePattern.Below) narrow).domain());
    }
}
