package io.realmgate.routing.select;

import io.realmgate.routing.model.Candidate;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;

/**
 * Chooses the less loaded of two that are drawn at random. Nearly as even as asking all, and a load that is seen late,
 * because another thread carries it, cannot draw everything to the member that looked best.
 */
public final class TwoChoices {

    private TwoChoices() {}

    /**
     * One of the first {@code count} indexes in {@code usable}.
     *
     * @param count at least 1
     * @param load of the candidate at an index, 0 to 2^46; counts in relation to its weight
     */
    public static int choose(
            Candidate[] candidates, int[] usable, int count, IntToLongFunction load, RandomGenerator random) {
        if (count == 1) {
            return usable[0];
        }
        int first = random.nextInt(count);
        int second = random.nextInt(count - 1);
        int one = usable[first];
        int other = usable[second >= first ? second + 1 : second];
        long oneLoad = load.applyAsLong(one) * candidates[other].weight();
        long otherLoad = load.applyAsLong(other) * candidates[one].weight();
        return otherLoad < oneLoad ? other : one;
    }
}
