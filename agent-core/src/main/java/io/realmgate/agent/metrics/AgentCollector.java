package io.realmgate.agent.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Names, labels and help texts of all metrics, made from one {@link AgentSample}. Label values are bounded: peers by the
 * peer table, applications and result codes by the counters.
 */
public final class AgentCollector {
    private static final String[] CLASSES = {"other", "1xxx", "2xxx", "3xxx", "4xxx", "5xxx"};

    private final IntFunction<@Nullable String> applicationName;

    private final CounterMetricFamily requests = new CounterMetricFamily(
            "realmgate_requests", "Requests received from a peer.", List.of("peer", "application"));
    private final CounterMetricFamily answers = new CounterMetricFamily(
            "realmgate_answers", "Answers received from a peer, by class of result.", List.of("peer", "class"));
    private final CounterMetricFamily errors = new CounterMetricFamily(
            "realmgate_error_answers",
            "Requests of a peer that this agent answered with an error itself.",
            List.of("peer", "result_code"));
    private final CounterMetricFamily discards = new CounterMetricFamily(
            "realmgate_discarded", "Messages of a peer that were dropped, by cause.", List.of("peer", "cause"));
    private final CounterMetricFamily failures = new CounterMetricFamily(
            "realmgate_unanswered", "Requests sent to a peer that it did not answer.", List.of("peer", "cause"));
    private final CounterMetricFamily failovers = new CounterMetricFamily(
            "realmgate_failovers", "Requests sent to a peer that were sent to another one.", List.of("peer"));
    private final GaugeMetricFamily pending = new GaugeMetricFamily(
            "realmgate_pending_requests", "Requests that wait for an answer of a peer.", List.of("peer"));
    private final GaugeMetricFamily state =
            new GaugeMetricFamily("realmgate_peer_open", "1 while a peer is open.", List.of("peer"));

    /** @param applicationName name of an application identifier, null for an unknown one */
    public AgentCollector(IntFunction<@Nullable String> applicationName) {
        this.applicationName = applicationName;
    }

    /** The families of one scrape; a collector is used once. */
    public List<MetricFamilySamples> families(AgentSample sample) {
        Map<String, List<TrafficCounters>> byPeer = new TreeMap<>();
        for (Map<String, TrafficCounters> loop : sample.loops()) {
            loop.forEach((peer, counters) ->
                    byPeer.computeIfAbsent(peer, p -> new ArrayList<>()).add(counters));
        }
        List<MetricFamilySamples.Sample> latency = new ArrayList<>();
        byPeer.forEach((peer, counters) -> {
            addCounters(peer, counters);
            addLatency(latency, peer, counters);
        });
        for (AgentSample.PeerRow row : sample.peers()) {
            pending.addMetric(List.of(row.identity()), row.pending());
            state.addMetric(List.of(row.identity()), row.open() ? 1 : 0);
        }
        List<MetricFamilySamples> families =
                new ArrayList<>(List.of(requests, answers, errors, discards, failures, failovers));
        families.add(new MetricFamilySamples(
                "realmgate_answer_seconds",
                Collector.Type.HISTOGRAM,
                "Time from receiving a request to receiving its answer from a peer.",
                latency));
        families.add(pending);
        families.add(state);
        addSet(families, sample.set());
        addTls(families, sample.tls());
        return families;
    }

    private static void addTls(List<MetricFamilySamples> families, AgentSample.TlsRow tls) {
        CounterMetricFamily refused = new CounterMetricFamily(
                "realmgate_tls_refused",
                "Connections that came to nothing for TLS or the want of it, by reason.",
                List.of("reason"));
        tls.refusals().forEach((reason, n) -> refused.addMetric(List.of(reason.label()), n));
        GaugeMetricFamily expiry = new GaugeMetricFamily(
                "realmgate_tls_expiry_timestamp_seconds",
                "When the certificate, the trust or the revocation list of an entry of agent.tls expires.",
                List.of("tls", "kind"));
        tls.expiries().forEach(row -> expiry.addMetric(List.of(row.entry(), row.kind()), row.at()));
        GaugeMetricFamily certificates = new GaugeMetricFamily(
                "realmgate_peer_certificate_expiry_timestamp_seconds",
                "When the certificate that a connected peer showed expires.",
                List.of("peer"));
        tls.certificates().forEach((peer, at) -> certificates.addMetric(List.of(peer), at));
        families.addAll(List.of(refused, expiry, certificates));
        families.add(new CounterMetricFamily(
                "realmgate_tls_reload_failures", "Reloads of TLS files refused for errors.", tls.reloadFailures()));
    }

    private static void addSet(List<MetricFamilySamples> families, AgentSample.SetRow set) {
        families.add(new GaugeMetricFamily(
                "realmgate_rules_generation", "Number of the rule set in force.", set.generation()));
        families.add(new GaugeMetricFamily("realmgate_rules", "Rules in force.", set.rules()));
        families.add(new GaugeMetricFamily(
                "realmgate_rules_since_timestamp_seconds", "When the rule set in force came into force.", set.since()));
        families.add(new CounterMetricFamily(
                "realmgate_reload_failures", "Reloads refused for errors in the files.", set.reloadFailures()));
    }

    private void addCounters(String peer, List<TrafficCounters> counters) {
        Map<String, Long> byApplication = new TreeMap<>();
        Map<String, Long> byResult = new TreeMap<>();
        long[] classes = new long[CLASSES.length];
        long[] dropped = new long[Discard.values().length];
        long timeouts = 0;
        long again = 0;
        long lost = 0;
        for (TrafficCounters one : counters) {
            one.requests.forEach((id, n) -> byApplication.merge(application(id), n, Long::sum));
            one.errorAnswers.forEach((code, n) -> byResult.merge(Integer.toUnsignedString(code), n, Long::sum));
            addOthers(byApplication, one.requests.others());
            addOthers(byResult, one.errorAnswers.others());
            addAll(classes, one.answersByClass);
            addAll(dropped, one.discards);
            timeouts += one.timeouts;
            lost += one.unanswered;
            again += one.failovers;
        }
        byApplication.forEach((name, n) -> requests.addMetric(List.of(peer, name), n));
        byResult.forEach((code, n) -> errors.addMetric(List.of(peer, code), n));
        for (int i = 0; i < CLASSES.length; i++) {
            answers.addMetric(List.of(peer, CLASSES[i]), classes[i]);
        }
        for (Discard cause : Discard.values()) {
            discards.addMetric(List.of(peer, cause.label()), dropped[cause.index()]);
        }
        failures.addMetric(List.of(peer, "timeout"), timeouts);
        failures.addMetric(List.of(peer, "connection_lost"), lost);
        failovers.addMetric(List.of(peer), again);
    }

    private static void addLatency(
            List<MetricFamilySamples.Sample> samples, String peer, List<TrafficCounters> counters) {
        long[] buckets = new long[TrafficCounters.LATENCY_BOUNDS.length + 1];
        double sum = 0;
        for (TrafficCounters one : counters) {
            addAll(buckets, one.latencyBuckets);
            sum += one.latencySum / 1e9;
        }
        long below = 0;
        for (int i = 0; i < buckets.length; i++) {
            below += buckets[i];
            double bound = i == buckets.length - 1 ? Double.POSITIVE_INFINITY : TrafficCounters.LATENCY_BOUNDS[i] / 1e9;
            samples.add(new MetricFamilySamples.Sample(
                    "realmgate_answer_seconds_bucket",
                    List.of("peer", "le"),
                    List.of(peer, Collector.doubleToGoString(bound)),
                    below));
        }
        List<String> names = List.of("peer");
        samples.add(new MetricFamilySamples.Sample("realmgate_answer_seconds_count", names, List.of(peer), below));
        samples.add(new MetricFamilySamples.Sample("realmgate_answer_seconds_sum", names, List.of(peer), sum));
    }

    private String application(int id) {
        String name = applicationName.apply(id);
        return name == null ? Integer.toUnsignedString(id) : name;
    }

    private static void addOthers(Map<String, Long> counts, long others) {
        if (others > 0) {
            counts.merge("others", others, Long::sum);
        }
    }

    private static void addAll(long[] sums, long[] parts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += parts[i];
        }
    }
}
