package io.realmgate.agent.simulate;

/**
 * How long answers were waited for, counted in steps of at most an eighth of the time. Immutable but for the one who
 * collects it.
 */
public final class WaitingTimes {
    private static final int STEPS = 8;
    private static final int BUCKETS = 40 * STEPS;

    private final long[] counts;
    private long longest;

    WaitingTimes() {
        this(new long[BUCKETS], 0);
    }

    private WaitingTimes(long[] counts, long longest) {
        this.counts = counts;
        this.longest = longest;
    }

    void add(long nanos) {
        counts[bucket(nanos / 1000)]++;
        longest = Math.max(longest, nanos);
    }

    WaitingTimes copy() {
        return new WaitingTimes(counts.clone(), longest);
    }

    /** Nanoseconds. */
    public long longest() {
        return longest;
    }

    /** Nanoseconds that {@code share} of all answers, from 0 to 1, did not take longer than; 0 without answers. */
    public long within(double share) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long wanted = (long) Math.ceil(all * share);
        long seen = 0;
        for (int i = 0; i < counts.length && wanted > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(longest, upperEnd(i) * 1000);
            }
        }
        return longest;
    }

    /** Microseconds to a bucket: linear below {@link #STEPS}, then that many for each power of two. */
    private static int bucket(long micros) {
        if (micros < STEPS) {
            return (int) Math.max(0, micros);
        }
        int power = 63 - Long.numberOfLeadingZeros(micros / STEPS);
        return Math.min(BUCKETS - 1, (power + 1) * STEPS + (int) (micros >> power) - STEPS);
    }

    private static long upperEnd(int bucket) {
        if (bucket < STEPS) {
            return bucket + 1L;
        }
        int power = bucket / STEPS - 1;
        return (long) (bucket % STEPS + STEPS + 1) << power;
    }
}
