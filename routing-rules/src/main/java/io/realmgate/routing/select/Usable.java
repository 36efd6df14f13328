package io.realmgate.routing.select;

import io.realmgate.routing.model.Candidate;
import java.util.function.IntPredicate;

/** Finds the members of a group that are to be chosen among. */
public final class Usable {

    private Usable() {}

    /**
     * Writes the indexes of the usable candidates of the lowest priority number that has one to {@code into}, and returns
     * how many they are. Asks {@code usable} at most once per candidate and for none behind that priority.
     *
     * @param byPriority sorted by priority
     * @param usable whether the candidate at an index can take a request now
     * @param into at least as long as {@code byPriority}
     */
    public static int ofLowestPriority(Candidate[] byPriority, IntPredicate usable, int[] into) {
        int count = 0;
        for (int i = 0; i < byPriority.length; i++) {
            if (count > 0 && byPriority[i].priority() != byPriority[into[0]].priority()) {
                return count;
            }
            if (usable.test(i)) {
                into[count++] = i;
            }
        }
        return count;
    }
}
