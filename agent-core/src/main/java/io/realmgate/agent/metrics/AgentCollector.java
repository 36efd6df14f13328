package io.realmgate.agent.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Names, labels and help texts of all metrics, made from one {@link AgentSample}. Label values are bounded: peers by the
 * peer table, applications and result codes by the counters, rules and tags by the set in force.
 */
public final class AgentCollector {
    private static final String OTHERS = "others";
    private static final String[] CLASSES = {"other", "1xxx", "2xxx", "3xxx", "4xxx", "5xxx"};

    private final IntFunction<@Nullable String> applicationName;
    private final IntFunction<String> causeName;

    private final CounterMetricFamily requests = new CounterMetricFamily(
            "realmgate_requests", "Requests received from a peer.", List.of("peer", "application"));
    private final CounterMetricFamily answers = new CounterMetricFamily(
            "realmgate_answers", "Answers received from a peer, by class of result.", List.of("peer", "class"));
    private final CounterMetricFamily errors = new CounterMetricFamily(
            "realmgate_error_answers",
            "Requests of a peer that this agent answered with an error itself.",
            List.of("peer", "result_code", "cause"));
    private final CounterMetricFamily results = new CounterMetricFamily(
            "realmgate_answer_results",
            "Answers received from a peer, by Result-Code, or by vendor:code of an Experimental-Result.",
            List.of("peer", "result"));
    private final CounterMetricFamily discards = new CounterMetricFamily(
            "realmgate_discarded", "Messages of a peer that were dropped, by cause.", List.of("peer", "cause"));
    private final CounterMetricFamily failures = new CounterMetricFamily(
            "realmgate_unanswered", "Requests sent to a peer that it did not answer.", List.of("peer", "cause"));
    private final CounterMetricFamily failovers = new CounterMetricFamily(
            "realmgate_failovers", "Requests sent to a peer that were sent to another one.", List.of("peer"));
    private final CounterMetricFamily redirects = new CounterMetricFamily(
            "realmgate_redirects",
            "Answers of a peer that redirect a request (3006, 3011), followed or passed to the asker.",
            List.of("peer", "outcome"));
    private final CounterMetricFamily ejections = new CounterMetricFamily(
            "realmgate_ejections",
            "Times that a peer was ejected because it did not answer requests.",
            List.of("peer"));
    private final CounterMetricFamily terminations = new CounterMetricFamily(
            "realmgate_session_terminations",
            "STRs for sessions that a peer authorized and that rules about answers kept from starting.",
            List.of("peer", "outcome"));
    private final GaugeMetricFamily pending = new GaugeMetricFamily(
            "realmgate_pending_requests", "Requests that wait for an answer of a peer.", List.of("peer"));
    private final CounterMetricFamily restarts = new CounterMetricFamily(
            "realmgate_peer_restarts", "Restarts of a peer with loss of its state.", List.of("peer"));
    private final GaugeMetricFamily state =
            new GaugeMetricFamily("realmgate_peer_open", "1 while a peer is open.", List.of("peer"));

    private final GaugeMetricFamily ejected =
            new GaugeMetricFamily("realmgate_peer_ejected", "1 while a peer is ejected.", List.of("peer"));

    /**
     * @param applicationName name of an application identifier, null for an unknown one
     * @param causeName name of a cause of error answers by its number
     */
    public AgentCollector(IntFunction<@Nullable String> applicationName, IntFunction<String> causeName) {
        this.applicationName = applicationName;
        this.causeName = causeName;
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
            restarts.addMetric(List.of(row.identity()), row.restarts());
            state.addMetric(List.of(row.identity()), row.open() ? 1 : 0);
            ejected.addMetric(List.of(row.identity()), row.ejected() ? 1 : 0);
        }
        List<MetricFamilySamples> families = new ArrayList<>(List.of(
                requests, answers, results, errors, discards, failures, failovers, ejections, redirects, terminations));
        families.add(new MetricFamilySamples(
                "realmgate_answer_seconds",
                Collector.Type.HISTOGRAM,
                "Time from receiving a request to receiving its answer from a peer.",
                latency));
        families.add(pending);
        families.add(state);
        families.add(ejected);
        families.add(restarts);
        families.add(refusedConnections(sample.doors()));
        addSet(families, sample.set());
        addTls(families, sample.tls());
        families.add(new GaugeMetricFamily(
                "realmgate_redirect_cache_entries",
                "Redirects that are remembered.",
                sample.redirects().entries()));
        families.add(new CounterMetricFamily(
                "realmgate_redirect_cache_hits",
                "Requests that went by a remembered redirect.",
                sample.redirects().hits()));
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

    private static CounterMetricFamily refusedConnections(List<ConnectionCounters> doors) {
        CounterMetricFamily refused = new CounterMetricFamily(
                "realmgate_refused_connections",
                "Connections made to us that were closed without becoming a peer's, by cause.",
                List.of("cause"));
        for (ConnectionRefusal cause : ConnectionRefusal.values()) {
            long count = doors.stream().mapToLong(door -> door.count(cause)).sum();
            refused.addMetric(List.of(cause.label()), count);
        }
        return refused;
    }

    private static void addSet(List<MetricFamilySamples> families, AgentSample.SetRow set) {
        families.add(new GaugeMetricFamily(
                "realmgate_rules_generation", "Number of the rule set in force.", set.generation()));
        families.add(new GaugeMetricFamily("realmgate_rules", "Rules in force.", set.rules()));
        families.add(new GaugeMetricFamily(
                "realmgate_rules_since_timestamp_seconds", "When the rule set in force came into force.", set.since()));
        families.add(new GaugeMetricFamily(
                "realmgate_reload_seconds",
                "From reading the files until the set was in force, of the last change that came into force.",
                set.reloads().seconds()));
        families.add(new GaugeMetricFamily(
                "realmgate_reload_accepted",
                "0 after a reload that was refused, until a set comes into force.",
                set.reloads().accepted() ? 1 : 0));
        families.add(new CounterMetricFamily(
                "realmgate_reload_failures",
                "Reloads refused for errors in the files.",
                set.reloads().failures()));
        GaugeMetricFamily rows =
                new GaugeMetricFamily("realmgate_table_rows", "Rows of a table in force.", List.of("table"));
        new TreeMap<>(set.tables()).forEach((table, count) -> rows.addMetric(List.of(table), count));
        families.add(rows);
        CounterMetricFamily hits = new CounterMetricFamily(
                "realmgate_rule_hits",
                "Requests that a rule was matched by; rules that never were are left out.",
                List.of("rule", "mode"));
        set.hits().rules().forEach((key, n) -> hits.addMetric(List.of(key.rule(), key.mode()), n));
        CounterMetricFamily tagged =
                new CounterMetricFamily("realmgate_tagged_requests", "Requests that rules gave a tag.", List.of("tag"));
        set.hits().tagged().forEach((tag, n) -> tagged.addMetric(List.of(tag), n));
        families.addAll(List.of(hits, tagged));
    }

    private void addCounters(String peer, List<TrafficCounters> counters) {
        Map<String, Long> byApplication = new TreeMap<>();
        Map<String, Long> byResult = new TreeMap<>();
        Map<List<String>, Long> byCause = new LinkedHashMap<>();
        long[] classes = new long[CLASSES.length];
        long[] dropped = new long[Discard.values().length];
        long timeouts = 0;
        long again = 0;
        long lost = 0;
        long followed = 0;
        long passed = 0;
        long expelled = 0;
        long ended = 0;
        long left = 0;
        for (TrafficCounters one : counters) {
            one.requests.forEach((id, n) -> byApplication.merge(application(id.intValue()), n, Long::sum));
            one.answers.forEach((key, n) -> byResult.merge(result(key), n, Long::sum));
            one.errorAnswers.forEach((key, n) -> byCause.merge(error(peer, key), n, Long::sum));
            addOthers(byApplication, one.requests.others());
            addOthers(byResult, one.answers.others());
            if (one.errorAnswers.others() > 0) {
                byCause.merge(List.of(peer, OTHERS, OTHERS), one.errorAnswers.others(), Long::sum);
            }
            addAll(classes, one.answersByClass);
            addAll(dropped, one.discards);
            timeouts += one.timeouts;
            lost += one.unanswered;
            again += one.failovers;
            followed += one.redirectsFollowed;
            passed += one.redirectsPassed;
            expelled += one.ejections;
            ended += one.sessionsEnded;
            left += one.sessionsLeft;
        }
        byApplication.forEach((name, n) -> requests.addMetric(List.of(peer, name), n));
        byResult.forEach((result, n) -> results.addMetric(List.of(peer, result), n));
        byCause.forEach(errors::addMetric);
        for (int i = 0; i < CLASSES.length; i++) {
            answers.addMetric(List.of(peer, CLASSES[i]), classes[i]);
        }
        for (Discard cause : Discard.values()) {
            discards.addMetric(List.of(peer, cause.label()), dropped[cause.index()]);
        }
        failures.addMetric(List.of(peer, "timeout"), timeouts);
        failures.addMetric(List.of(peer, "connection_lost"), lost);
        failovers.addMetric(List.of(peer), again);
        redirects.addMetric(List.of(peer, "followed"), followed);
        redirects.addMetric(List.of(peer, "passed"), passed);
        ejections.addMetric(List.of(peer), expelled);
        terminations.addMetric(List.of(peer, "sent"), ended);
        terminations.addMetric(List.of(peer, "not_sent"), left);
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

    private static String result(long key) {
        int vendor = TrafficCounters.upper(key);
        int code = TrafficCounters.lower(key);
        if (code == 0) {
            return "none";
        }
        String number = Integer.toUnsignedString(code);
        return vendor == 0 ? number : Integer.toUnsignedString(vendor) + ":" + number;
    }

    private List<String> error(String peer, long key) {
        String code = Integer.toUnsignedString(TrafficCounters.lower(key));
        return List.of(peer, code, causeName.apply(TrafficCounters.upper(key)));
    }

    private static void addOthers(Map<String, Long> counts, long others) {
        if (others > 0) {
            counts.merge(OTHERS, others, Long::sum);
        }
    }

    private static void addAll(long[] sums, long[] parts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += parts[i];
        }
    }
}
