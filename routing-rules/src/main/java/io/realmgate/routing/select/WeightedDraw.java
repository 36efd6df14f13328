package io.realmgate.routing.select;

import io.realmgate.routing.model.Candidate;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws among the candidates of the lowest priority in proportion to weight, before it is known which of them are usable: in
 * a time that grows with the logarithm of their number. Whoever draws again among the usable ones when it has drawn one that
 * is not, chooses each of those with just the chance that it has among them. Immutable.
 */
public final class WeightedDraw {
    /** Sums of the weights up to each candidate. */
    private final long[] upTo;

    /** @param byPriority sorted by priority */
    public WeightedDraw(Candidate[] byPriority) {
        int count = 0;
        while (count < byPriority.length && byPriority[count].priority() == byPriority[0].priority()) {
            count++;
        }
        upTo = new long[count];
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += byPriority[i].weight();
            upTo[i] = sum;
        }
    }

    /** How many candidates are of the lowest priority. */
    public int count() {
        return upTo.length;
    }

    /** Index of one of them; there must be one. */
    public int draw(RandomGenerator random) {
        if (upTo.length == 1) {
            return 0;
        }
        int at = Arrays.binarySearch(upTo, random.nextLong(upTo[upTo.length - 1]));
        // A point is the candidate's whose sum is the first above it.
        return at < 0 ? -at - 1 : at + 1;
    }
}
