package io.realmgate.routing.select;

import io.realmgate.routing.model.Candidate;
import java.util.random.RandomGenerator;

/** Chooses at random in proportion to weight. */
public final class WeightedChoice {

    private WeightedChoice() {}

    /**
     * One of the first {@code count} indexes in {@code usable}.
     *
     * @param count at least 1
     */
    public static int choose(Candidate[] candidates, int[] usable, int count, RandomGenerator random) {
        if (count == 1) {
            return usable[0];
        }
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += candidates[usable[i]].weight();
        }
        long point = random.nextLong(total);
        int i = 0;
        for (long weight = candidates[usable[0]].weight(); point >= weight; weight = candidates[usable[i]].weight()) {
            point -= weight;
            i++;
        }
        return usable[i];
    }
}
