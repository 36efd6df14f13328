package io.realmgate.agent.cli;

import io.realmgate.agent.load.LoadReport;
import io.realmgate.agent.load.LoadReport.Cost;
import io.realmgate.agent.load.LoadReport.Counts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints what the load generator saw. */
final class LoadConsole {
    private LoadConsole() {}

    /** @param relayKnown whether the relay's processes were named */
    static void print(PrintWriter out, LoadReport report, String label, boolean relayKnown) {
        Counts counts = report.counts();
        say(out, "%,.0f relays/s for %.2f s, requests of %d octets", report.rate(), report.seconds(), counts.octets());
        say(
                out,
                "  %,d sent, %,d answered, %,d with an error, %,d lost, %,d late, %,d not sent in time",
                counts.sent(),
                counts.answered(),
                report.errorCount(),
                counts.lost(),
                counts.late(),
                counts.unsent());
        report.errors().forEach((code, count) -> say(out, "  Result-Code %d: %,d", code, count));
        say(
                out,
                "  latency in us: p50 %,.1f  p90 %,.1f  p99 %,.1f  p99.9 %,.1f  max %,.1f",
                report.latencyMicros(50),
                report.latencyMicros(90),
                report.latencyMicros(99),
                report.latencyMicros(99.9),
                report.latency().getMaxValue() / 1e3);
        Cost cost = report.cost();
        if (relayKnown) {
            say(
                    out,
                    "  relay: %.2f s of processor time, %,.0f relays for each, %,d KiB resident",
                    cost.relay().cpuSeconds(),
                    report.relaysPerCpuSecond(),
                    cost.relay().residentKib());
        }
        say(out, "  generator: %.0f %% of a processor", 100 * cost.generatorSeconds() / report.seconds());
        report.protections().forEach(one -> say(out, "  protected by %s", one));
        if (counts.retransmitted() > 0) {
            say(out, "  %,d requests with the T bit at servers", counts.retransmitted());
        }
        report.faults().forEach((fault, count) -> say(out, "  FAULT %,d times: %s", count, fault.what()));
        out.println(json(report, label).encode());
        out.flush();
    }

    private static void say(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private static JsonObject json(LoadReport report, String label) {
        Counts counts = report.counts();
        JsonObject errors = new JsonObject();
        report.errors().forEach((code, count) -> errors.put(Integer.toString(code), count));
        JsonObject faults = new JsonObject();
        report.faults().forEach((fault, count) -> faults.put(fault.name(), count));
        return new JsonObject()
                .put("label", label)
                .put("seconds", rounded(report.seconds()))
                .put("octets", counts.octets())
                .put("rps", rounded(report.rate()))
                .put("p50_us", rounded(report.latencyMicros(50)))
                .put("p90_us", rounded(report.latencyMicros(90)))
                .put("p99_us", rounded(report.latencyMicros(99)))
                .put("p999_us", rounded(report.latencyMicros(99.9)))
                .put("max_us", rounded(report.latency().getMaxValue() / 1e3))
                .put("sent", counts.sent())
                .put("answered", counts.answered())
                .put("in_time", counts.answeredInTime())
                .put("lost", counts.lost())
                .put("late", counts.late())
                .put("unsent", counts.unsent())
                .put("retransmitted", counts.retransmitted())
                .put("tls", new JsonArray(List.copyOf(report.protections())))
                .put("errors", errors)
                .put("faults", faults)
                .put("relay_cpu_s", rounded(report.cost().relay().cpuSeconds()))
                .put("relays_per_cpu_s", rounded(report.relaysPerCpuSecond()))
                .put("relay_rss_kib", report.cost().relay().residentKib())
                .put("generator_busy", rounded(report.cost().generatorSeconds() / report.seconds()));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
