package io.realmgate.agent.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;

/** What was counted in a run. Of the generator's thread. */
final class Tally {
    /** Latencies in nanoseconds are kept to three digits, up to a minute. */
    private static final long LONGEST = 60_000_000_000L;

    /** Different Result-Codes that are told apart; the rest counts as one. */
    private static final int CODES = 64;

    final Histogram latency = new Histogram(LONGEST, 3);
    final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    final Map<Integer, Long> errors = new TreeMap<>();
    final Set<String> protections = new TreeSet<>();
    long sent;
    long answered;
    long answeredInTime;
    long lost;
    long late;
    long served;
    long retransmitted;

    private long dueFrom = Long.MAX_VALUE;
    private long dueUntil = Long.MAX_VALUE;
    private long from = Long.MAX_VALUE;
    private long until = Long.MAX_VALUE;

    /** Has the latencies of requests count that are due from {@code start} to {@code end}, by the clock of the run. */
    void dueWindow(long start, long end) {
        dueFrom = start;
        dueUntil = end;
    }

    /** Has answers count that come from {@code start} to {@code end}. */
    void answerWindow(long start, long end) {
        from = start;
        until = end;
    }

    /** A success: the request was due at {@code due}, the answer is here at {@code now}. */
    void success(long due, long now) {
        answered++;
        if (now >= from && now < until) {
            answeredInTime++;
        }
        if (due >= dueFrom && due < dueUntil) {
            latency.recordValue(Math.min(Math.max(0, now - due), LONGEST));
        }
    }

    void error(int resultCode) {
        errors.merge(errors.size() < CODES || errors.containsKey(resultCode) ? resultCode : 0, 1L, Long::sum);
    }

    void fault(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }
}
