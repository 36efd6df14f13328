package io.realmgate.routing.match;

import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the values outside of which a match cannot hold, as far as its form shows them. Pure. */
public final class Bound {

    private Bound() {}

    /** The only applications for which the match can hold; null if it may hold for any. */
    public static @Nullable Set<Integer> applications(Match match) {
        return of(match, Bound::applicationsOfTest);
    }

    /** The only destination realms for which the match can hold, in lower case; null if it may hold for any. */
    static @Nullable Set<String> realms(Match match) {
        return of(match, Bound::realmsOfTest);
    }

    private static @Nullable Set<Integer> applicationsOfTest(Match test) {
        return test instanceof Match.Application application ? application.ids() : null;
    }

    private static @Nullable Set<String> realmsOfTest(Match test) {
        if (!(test instanceof Match.Name name) || name.field() != Match.NameField.DESTINATION_REALM) {
            return null;
        }
        Set<String> realms = new HashSet<>();
        for (NamePattern pattern : name.patterns()) {
            if (!(pattern instanceof NamePattern.Exact exact)) {
                return null;
            }
            realms.add(exact.name());
        }
        return realms;
    }

    private static <T> @Nullable Set<T> of(Match match, Function<Match, @Nullable Set<T>> ofTest) {
        if (match instanceof Match.AllOf all) {
            return intersection(all, ofTest);
        } else if (match instanceof Match.AnyOf any) {
            return union(any, ofTest);
        }
        return ofTest.apply(match);
    }

    private static <T> @Nullable Set<T> intersection(Match.AllOf all, Function<Match, @Nullable Set<T>> ofTest) {
        Set<T> common = null;
        for (Match part : all.parts()) {
            Set<T> bound = of(part, ofTest);
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

    private static <T> @Nullable Set<T> union(Match.AnyOf any, Function<Match, @Nullable Set<T>> ofTest) {
        Set<T> either = new HashSet<>();
        for (Match part : any.parts()) {
            Set<T> bound = of(part, ofTest);
            if (bound == null) {
                return null;
            }
            either.addAll(bound);
        }
        return either;
    }
}
