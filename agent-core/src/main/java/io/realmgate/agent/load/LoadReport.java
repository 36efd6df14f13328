package io.realmgate.agent.load;

import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * What a run came to.
 *
 * @param seconds that counted
 * @param counts of requests
 * @param latency of the requests that were due in that time, in nanoseconds
 * @param errors answers that were no success, by Result-Code
 * @param faults those that were seen
 * @param protections versions of TLS and cipher suites of the connections; nothing for plain ones
 * @param cost of the time that counted
 */
public record LoadReport(
        double seconds,
        Counts counts,
        Histogram latency,
        Map<Integer, Long> errors,
        Map<Fault, Long> faults,
        Set<String> protections,
        Cost cost) {

    /**
     * Requests of the whole run.
     *
     * @param answered with success
     * @param answeredInTime those of them whose answers came in the time that counted
     * @param lost those without an answer
     * @param late answers to requests that counted as lost
     * @param unsent those that were due and could not be sent, because the relay took no more or owed too many answers
     * @param retransmitted requests that came to a server with the T bit
     * @param octets of one request
     */
    public record Counts(
            long sent,
            long answered,
            long answeredInTime,
            long lost,
            long late,
            long unsent,
            long retransmitted,
            int octets) {}

    /**
     * Processor time.
     *
     * @param relay what the relay's processes used; nothing when no process was named
     * @param generatorSeconds what the generator's thread used
     */
    public record Cost(ProcessUsage relay, double generatorSeconds) {}

    /** Successful answers a second. */
    public double rate() {
        return counts.answeredInTime / seconds;
    }

    /** Relayed requests, each with its answer, for each second of the relay's processor time; 0 when that is not known. */
    public double relaysPerCpuSecond() {
        double cpu = cost.relay.cpuSeconds();
        return cpu > 0 ? counts.answeredInTime / cpu : 0;
    }

    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    public long faultCount() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every request was answered, once, and nothing was wrong with any message. */
    public boolean isFlawless() {
        return faults.isEmpty() && counts.lost == 0;
    }

    /** The latency that {@code percent} of the requests stayed below or met, in microseconds. */
    public double latencyMicros(double percent) {
        return latency.getValueAtPercentile(percent) / 1e3;
    }
}
