package io.realmgate.agent.admin;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.metrics.AgentCollector;
import io.realmgate.agent.metrics.AgentSample;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code /metrics} in the Prometheus text format: ours, and those of the JVM. */
final class MetricsResource {
    private final AgentView agent;
    private final CollectorRegistry jvm = new CollectorRegistry();

    MetricsResource(AgentView agent) {
        this.agent = agent;
        DefaultExports.register(jvm);
    }

    void mount(Router router) {
        router.get("/metrics").handler(this::scrape);
    }

    private void scrape(RoutingContext context) {
        // The sample is complete on a loop of the peers; the response belongs to ours.
        Context own = context.vertx().getOrCreateContext();
        agent.sample()
                .onSuccess(sample -> own.runOnContext(v -> context.response()
                        .putHeader("Content-Type", TextFormat.CONTENT_TYPE_004)
                        .end(text(sample))))
                .onFailure(e -> own.runOnContext(
                        v -> Problem.send(context, 500, String.valueOf(e.getMessage()), new JsonObject())));
    }

    private String text(AgentSample sample) {
        List<MetricFamilySamples> families = new ArrayList<>(
                new AgentCollector(agent.dictionary()::applicationName, ErrorCause::wordAt).families(sample));
        families.addAll(Collections.list(jvm.metricFamilySamples()));
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, Collections.enumeration(families));
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }
}
