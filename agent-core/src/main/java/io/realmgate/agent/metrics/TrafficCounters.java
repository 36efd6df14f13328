package io.realmgate.agent.metrics;

/**
 * What one event loop has counted for one peer since the start. Plain numbers, written by that loop only; {@link #copy()}
 * is taken on the loop and read elsewhere.
 */
public final class TrafficCounters {
    /** Upper bounds of the latency buckets, nanoseconds. */
    static final long[] LATENCY_BOUNDS = {
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        25_000_000,
        50_000_000,
        100_000_000,
        250_000_000,
        500_000_000,
        1_000_000_000,
        2_500_000_000L,
        5_000_000_000L
    };

    private static final int MAX_APPLICATIONS = 32;
    private static final int MAX_RESULT_CODES = 64;
    private static final int CODE_BITS = 32;
    private static final Discard[] DISCARDS = Discard.values();

    final KeyCounts requests;
    final KeyCounts errorAnswers;
    final KeyCounts answers;
    final long[] answersByClass;
    final long[] discards;
    final long[] latencyBuckets;
    long latencySum;
    long timeouts;
    long unanswered;
    long failovers;
    long redirectsFollowed;
    long redirectsPassed;
    long ejections;
    long sessionsEnded;
    long sessionsLeft;

    public TrafficCounters() {
        requests = new KeyCounts(MAX_APPLICATIONS);
        errorAnswers = new KeyCounts(MAX_RESULT_CODES);
        answers = new KeyCounts(MAX_RESULT_CODES);
        answersByClass = new long[6];
        discards = new long[DISCARDS.length];
        latencyBuckets = new long[LATENCY_BOUNDS.length + 1];
    }

    private TrafficCounters(TrafficCounters from) {
        requests = from.requests.copy();
        errorAnswers = from.errorAnswers.copy();
        answers = from.answers.copy();
        answersByClass = from.answersByClass.clone();
        discards = from.discards.clone();
        latencyBuckets = from.latencyBuckets.clone();
        latencySum = from.latencySum;
        timeouts = from.timeouts;
        unanswered = from.unanswered;
        failovers = from.failovers;
        redirectsFollowed = from.redirectsFollowed;
        redirectsPassed = from.redirectsPassed;
        ejections = from.ejections;
        sessionsEnded = from.sessionsEnded;
        sessionsLeft = from.sessionsLeft;
    }

    public TrafficCounters copy() {
        return new TrafficCounters(this);
    }

    /** A request came from the peer. */
    public void requestReceived(int application) {
        requests.add(application);
    }

    /**
     * An answer of the peer was matched.
     *
     * @param vendor of its Experimental-Result, 0 of a Result-Code
     * @param code 0 when it has none
     */
    public void answerReceived(int vendor, int code, long latencyNanos) {
        answers.add(key(vendor, code));
        int resultClass = code / 1000;
        answersByClass[resultClass >= 1 && resultClass <= 5 ? resultClass : 0]++;
        latencySum += latencyNanos;
        int bucket = 0;
        while (bucket < LATENCY_BOUNDS.length && latencyNanos > LATENCY_BOUNDS[bucket]) {
            bucket++;
        }
        latencyBuckets[bucket]++;
    }

    /**
     * We answered a request of the peer with an error of our own.
     *
     * @param cause a number for why
     */
    public void errorAnswered(int cause, int resultCode) {
        errorAnswers.add(key(cause, resultCode));
    }

    private static long key(int upper, int lower) {
        return (long) upper << CODE_BITS | Integer.toUnsignedLong(lower);
    }

    /** What was counted first of two. */
    static int upper(long key) {
        return (int) (key >>> CODE_BITS);
    }

    /** What was counted second of two. */
    static int lower(long key) {
        return (int) key;
    }

    /** A message from the peer was dropped. */
    public void discarded(Discard cause) {
        discards[cause.index()]++;
    }

    /** A request that we sent to the peer found no answer before its deadline. */
    public void timedOut() {
        timeouts++;
    }

    /** A request that we sent to the peer was sent to another one (RFC 6733 5.5.4). */
    public void failedOver() {
        failovers++;
    }

    /** An answer of the peer redirected a request (3006, 3011), which then went there or got that answer. */
    public void redirected(boolean followed) {
        if (followed) {
            redirectsFollowed++;
        } else {
            redirectsPassed++;
        }
    }

    /** The peer got no requests from then on because it did not answer them. */
    public void ejected() {
        ejections++;
    }

    /** A success of the peer did not reach its asker, and it was, or could not be, told with an STR (RFC 6733 8.4). */
    public void sessionEnded(boolean told) {
        if (told) {
            sessionsEnded++;
        } else {
            sessionsLeft++;
        }
    }

    /** A request that we sent to the peer was pending when the connection went. */
    public void lostWithConnection() {
        unanswered++;
    }
}
