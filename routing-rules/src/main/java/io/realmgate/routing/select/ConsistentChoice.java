package io.realmgate.routing.select;

import io.realmgate.routing.model.Candidate;

/**
 * Chooses the same candidate for the same key as long as it is usable: weighted rendezvous hashing, in which each
 * candidate draws a score from the key and the highest wins. When a candidate fails, its keys spread over all others in
 * proportion to their weights and no other key moves; when it is back, just those return.
 */
public final class ConsistentChoice {

    private static final double TO_UNIT = 0x1.0p-53;

    private ConsistentChoice() {}

    /**
     * What a candidate draws its scores with: depends on nothing but its identity, so that every agent with the same
     * group chooses the same.
     */
    public static long seed(Candidate candidate) {
        long hash = 0;
        for (int i = 0; i < candidate.peer().length(); i++) {
            hash = mix(hash ^ candidate.peer().charAt(i));
        }
        return hash;
    }

    /**
     * One of the first {@code count} indexes in {@code usable}.
     *
     * @param seeds of the candidates, by {@link #seed}
     * @param count at least 1
     * @param key a hash of the key; any function will do, its bits are mixed here
     */
    public static int choose(Candidate[] candidates, long[] seeds, int[] usable, int count, long key) {
        return equalWeights(candidates, usable, count)
                ? amongEquals(seeds, usable, count, key)
                : weighted(candidates, seeds, usable, count, key);
    }

    private static boolean equalWeights(Candidate[] candidates, int[] usable, int count) {
        for (int i = 1; i < count; i++) {
            if (candidates[usable[i]].weight() != candidates[usable[0]].weight()) {
                return false;
            }
        }
        return true;
    }

    /** The order of scores is that of what they are made of when weights are equal: no logarithm is needed. */
    private static int amongEquals(long[] seeds, int[] usable, int count, long key) {
        int best = usable[0];
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long draw = mix(key ^ seeds[usable[i]]) >>> 11;
            if (draw > most) {
                most = draw;
                best = usable[i];
            }
        }
        return best;
    }

    private static int weighted(Candidate[] candidates, long[] seeds, int[] usable, int count, long key) {
        int best = usable[0];
        double most = -1;
        for (int i = 0; i < count; i++) {
            int candidate = usable[i];
            double draw = ((mix(key ^ seeds[candidate]) >>> 11) + 0.5) * TO_UNIT;
            // The first of exponential clocks that run as fast as their weights: each wins its share.
            double score = candidates[candidate].weight() / -Math.log(draw);
            if (score > most) {
                most = score;
                best = candidate;
            }
        }
        return best;
    }

    /** A bijection in which every bit of the input moves about half of the output's. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xd6e8feb86659fd93L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }
}
