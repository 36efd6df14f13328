package io.realmgate.agent.load;

import io.realmgate.agent.load.LoadPlan.Pace;

/**
 * When each request of an open loop is due, whatever the relay does. The rate rises evenly during the warm-up, since a relay
 * that has just begun may be no measure of itself, and then stays. Nanoseconds from the beginning. Immutable.
 */
final class Schedule {
    private static final double SECOND = 1e9;

    private final double warmUp;
    private final double rate;
    private final double inWarmUp;

    Schedule(Pace pace) {
        warmUp = pace.warmUp().toNanos() / SECOND;
        rate = pace.rate();
        inWarmUp = rate * warmUp / 2;
    }

    /** When request number {@code n}, from 0, is due. */
    long due(long n) {
        double seconds = n < inWarmUp ? Math.sqrt(2 * warmUp * n / rate) : warmUp + (n - inWarmUp) / rate;
        return (long) (seconds * SECOND);
    }
}
