package io.realmgate.agent.admin;

import io.realmgate.agent.reload.Reloader;
import io.realmgate.routing.check.Diagnostic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code POST /v1/rules/reload}: the whole set is read and checked; only a set without errors comes into force. */
final class RulesResource {
    private final Reloader reloader;

    RulesResource(Reloader reloader) {
        this.reloader = reloader;
    }

    void mount(Router router) {
        router.post("/v1/rules/reload").handler(this::reload);
    }

    private void reload(RoutingContext context) {
        context.vertx()
                .executeBlocking(reloader::reload)
                .onSuccess(result -> answer(context, result))
                .onFailure(e -> Problem.send(context, 500, String.valueOf(e.getMessage()), new JsonObject()));
    }

    private static void answer(RoutingContext context, Reloader.Result result) {
        JsonObject body = new JsonObject()
                .put("generation", result.generation().number())
                .put("diagnostics", diagnostics(result.diagnostics()));
        if (result.accepted()) {
            body.put("rules", result.generation().rules())
                    .put("peers", result.generation().peers());
            HealthResource.json(context, 200, body);
        } else {
            Problem.send(context, 422, "the files have errors; the set in force was not changed", body);
        }
    }

    private static JsonArray diagnostics(List<Diagnostic> diagnostics) {
        JsonArray array = new JsonArray();
        diagnostics.forEach(d ->
                array.add(new JsonObject().put("severity", d.severity().name()).put("text", d.text())));
        return array;
    }
}
