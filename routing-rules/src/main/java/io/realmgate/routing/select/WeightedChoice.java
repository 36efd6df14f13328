package io.realmgate.routing.select;

import io.realmgate.routing.model.Candidate;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** Chooses among the members of a group by priority first, then at random in proportion to weight. */
public final class WeightedChoice {

    private WeightedChoice() {}

    /**
     * Index of the chosen candidate among those usable in the lowest priority number that has one, or
     * -1 if none is usable. Allocates nothing, and asks {@code usable} at most once per candidate, so
     * that an answer which changes meanwhile does no harm.
     *
     * @param byPriority sorted by priority
     * @param usable whether the candidate at an index can take a request now
     */
    public static int choose(Candidate[] byPriority, IntPredicate usable, RandomGenerator random) {
        int chosen = -1;
        long total = 0;
        for (int i = 0; i < byPriority.length; i++) {
            Candidate candidate = byPriority[i];
            if (chosen >= 0 && candidate.priority() != byPriority[chosen].priority()) {
                return chosen;
            }
            if (usable.test(i)) {
                total += candidate.weight();
                // Replacing the choice with probability weight/total leaves each with its share of the sum.
                if (chosen < 0 || random.nextLong(total) < candidate.weight()) {
                    chosen = i;
                }
            }
        }
        return chosen;
    }
}
