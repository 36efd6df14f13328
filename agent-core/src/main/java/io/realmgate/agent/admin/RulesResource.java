package io.realmgate.agent.admin;

import io.realmgate.agent.metrics.RuleHits;
import io.realmgate.agent.metrics.RuleHits.RuleAndMode;
import io.realmgate.agent.reload.Reloader;
import io.realmgate.routing.model.Rule;
import io.vertx.core.Context;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code POST /v1/rules/reload}: the whole set is read and checked; only a set without errors comes into force. {@code GET
 * /v1/rules/hits}: how often each rule in force was matched, those that never were among them.
 */
final class RulesResource {
    private final AgentView agent;
    private final Reloader reloader;

    RulesResource(AgentView agent, Reloader reloader) {
        this.agent = agent;
        this.reloader = reloader;
    }

    void mount(Router router) {
        router.post("/v1/rules/reload").handler(this::reload);
        router.get("/v1/rules/hits").handler(this::hits);
    }

    private void reload(RoutingContext context) {
        String caller = Wire.caller(context);
        context.vertx()
                .executeBlocking(() -> reloader.reload(caller))
                .onSuccess(result -> Wire.answer(context, result))
                .onFailure(e -> Wire.failed(context, e));
    }

    private void hits(RoutingContext context) {
        List<Rule> rules = agent.rules();
        Context own = context.vertx().getOrCreateContext();
        agent.sample()
                .map(sample -> hits(rules, sample.set().hits()))
                .onSuccess(json -> own.runOnContext(v -> HealthResource.json(context, 200, json)))
                .onFailure(e -> own.runOnContext(v -> Wire.failed(context, e)));
    }

    private static JsonObject hits(List<Rule> rules, RuleHits hits) {
        JsonArray array = new JsonArray();
        for (Rule rule : rules) {
            String mode = rule.mode().word();
            array.add(new JsonObject()
                    .put("rule", rule.name())
                    .put("place", rule.place().text())
                    .put("mode", mode)
                    .put("tags", new JsonArray(rule.tags()))
                    .put("hits", hits.rules().getOrDefault(new RuleAndMode(rule.name(), mode), 0L)));
        }
        return new JsonObject().put("rules", array);
    }
}
