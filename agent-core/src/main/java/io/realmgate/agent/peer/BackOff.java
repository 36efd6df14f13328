package io.realmgate.agent.peer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before connecting again (RFC 6733 2.1): Tc first, twice as long after each further failure, four times
 * Tc at most, and always up to a fifth more or less, so that the peers of a network that came back do not all come at once.
 * Confined to one loop.
 */
final class BackOff {
    private static final int MOST_DOUBLINGS = 2;

    private final long tcNanos;
    private final RandomGenerator random;
    private int failures;

    BackOff(Duration tc, RandomGenerator random) {
        this.tcNanos = tc.toNanos();
        this.random = random;
    }

    /** Nanoseconds to wait after a failure. */
    long afterFailure() {
        long wait = jittered(tcNanos << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return wait;
    }

    /** Nanoseconds to wait while there is nothing to do, or after a connection that was open: the peer can be reached. */
    long afterSuccess() {
        failures = 0;
        return jittered(tcNanos);
    }

    private long jittered(long nanos) {
        long span = nanos / 5;
        return nanos + random.nextLong(-span, span + 1);
    }
}
