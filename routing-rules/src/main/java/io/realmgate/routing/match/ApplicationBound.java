package io.realmgate.routing.match;

import io.realmgate.routing.model.Match;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the applications outside of which a match cannot hold. */
final class ApplicationBound {

    private ApplicationBound() {}

    /** The only applications for which the match can hold; null if it may hold for any. */
    static @Nullable Set<Integer> of(Match match) {
        if (match instanceof Match.Application application) {
            return application.ids();
        } else if (match instanceof Match.AllOf all) {
            return intersection(all);
        } else if (match instanceof Match.AnyOf any) {
            return union(any);
        }
        return null;
    }

    private static @Nullable Set<Integer> intersection(Match.AllOf all) {
        Set<Integer> common = null;
        for (Match part : all.parts()) {
            Set<Integer> bound = of(part);
            if (bound == null) {
                continue;
            }
            if (common == null) {
                common = new HashSet<>(bound);
            } else {
                common.retainAll(bound);
            }
        }
        return common;
    }

    private static @Nullable Set<Integer> union(Match.AnyOf any) {
        Set<Integer> either = new HashSet<>();
        for (Match part : any.parts()) {
            Set<Integer> bound = of(part);
            if (bound == null) {
                return null;
            }
            either.addAll(bound);
        }
        return either;
    }
}
