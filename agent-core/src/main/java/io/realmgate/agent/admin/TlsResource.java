package io.realmgate.agent.admin;

import io.realmgate.agent.tls.Expiry;
import io.realmgate.routing.check.Diagnostic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /v1/tls}: when keys and certificates expire. {@code /v1/tls/reload}: reads their files again. */
final class TlsResource {
    private final AgentView agent;

    TlsResource(AgentView agent) {
        this.agent = agent;
    }

    void mount(Router router) {
        router.get("/v1/tls").handler(context -> HealthResource.json(context, 200, inForce()));
        router.post("/v1/tls/reload").handler(this::reload);
    }

    private void reload(RoutingContext context) {
        String caller = Wire.caller(context);
        context.vertx()
                .executeBlocking(() -> agent.tls().reload(caller))
                .onSuccess(diagnostics -> answer(context, diagnostics))
                .onFailure(e -> Wire.failed(context, e));
    }

    private void answer(RoutingContext context, List<Diagnostic> diagnostics) {
        if (diagnostics.isEmpty()) {
            HealthResource.json(context, 200, inForce());
        } else {
            Problem.send(
                    context,
                    422,
                    "the files have errors; what was in force stays",
                    new JsonObject().put("diagnostics", Wire.diagnostics(diagnostics)));
        }
    }

    private JsonObject inForce() {
        JsonArray array = new JsonArray();
        for (Expiry expiry : agent.tls().expiries()) {
            array.add(new JsonObject()
                    .put("tls", expiry.profile())
                    .put("kind", expiry.kind().label())
                    .put("expires", expiry.at().toString()));
        }
        return new JsonObject().put("expiries", array);
    }
}
