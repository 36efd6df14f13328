package io.realmgate.agent.peer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long one connection is expected to take for an answer: a moving average that fades while nothing is asked, so that
 * a member of a group that was slow once gets a request again now and then.
 *
 * <p>Written by the connection's loop, read by every loop; the two values may be seen a moment apart, which does no harm.
 */
public final class AnswerTime {
    /** What a connection that has not answered yet is taken to need: the one request that finds out, and no more. */
    static final long UNKNOWN_MICROS = 10_000_000;

    /** While nothing is pending the expectation halves this often, nanoseconds. */
    static final long HALF_LIFE = 5_000_000_000L;

    private static final int SHARE_OF_NEW = 3;
    private static final long MOST = 1L << 46;

    private final AtomicLong micros = new AtomicLong(UNKNOWN_MICROS);
    private final AtomicLong at = new AtomicLong();
    private boolean known;

    /**
     * An answer took, or was waited for in vain for, {@code nanos}.
     *
     * @param now of the loop's clock
     */
    public void observe(long nanos, long now) {
        long sample = nanos / 1000;
        long before = micros.getPlain();
        boolean fresh = known && now - at.getPlain() < HALF_LIFE;
        micros.setOpaque(fresh ? before + (sample - before >> SHARE_OF_NEW) : sample);
        at.setOpaque(now);
        known = true;
    }

    /** The average of late, microseconds; negative while nothing is known. */
    public long averageMicros() {
        return at.getOpaque() == 0 ? -1 : micros.getOpaque();
    }

    /**
     * What to compare connections by: the time for one answer times the requests that would wait then. Fading holds only
     * while nothing is pending, so the request that finds out how things are now is one, until it is answered.
     *
     * @param pending requests that wait there now
     */
    public long cost(int pending, long now) {
        long average = micros.getOpaque();
        if (pending == 0) {
            long seen = at.getOpaque();
            return seen == 0 ? 0 : average >> Math.min(62, Math.max(0, (now - seen) / HALF_LIFE));
        }
        return Math.min(MOST, average * (pending + 1L));
    }
}
