package io.realmgate.agent.admin;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Error answers in the form of RFC 9457. */
final class Problem {
    private Problem() {}

    static void send(RoutingContext context, int status, String title, JsonObject more) {
        JsonObject body =
                new JsonObject().put("title", title).put("status", status).mergeIn(more);
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(body.encodePrettily() + "\n");
    }
}
