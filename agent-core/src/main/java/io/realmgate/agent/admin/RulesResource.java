package io.realmgate.agent.admin;

import io.realmgate.agent.reload.Reloader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

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
        String caller = Wire.caller(context);
        context.vertx()
                .executeBlocking(() -> reloader.reload(caller))
                .onSuccess(result -> Wire.answer(context, result))
                .onFailure(e -> Wire.failed(context, e));
    }
}
