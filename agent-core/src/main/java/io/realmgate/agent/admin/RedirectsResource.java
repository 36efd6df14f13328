package io.realmgate.agent.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /v1/redirects}: what was learned from redirects, and forgetting it. */
final class RedirectsResource {
    private static final int MOST_SHOWN = 1000;

    private final AgentView agent;

    RedirectsResource(AgentView agent) {
        this.agent = agent;
    }

    void mount(Router router) {
        router.get("/v1/redirects").handler(this::all);
        router.delete("/v1/redirects").handler(this::clear);
    }

    private void all(RoutingContext context) {
        RedirectTable table = agent.redirects(MOST_SHOWN);
        JsonArray rows = new JsonArray();
        table.rows().forEach(row -> rows.add(toJson(row)));
        JsonObject body = new JsonObject()
                .put("size", table.size())
                .put("hits", table.hits())
                .put("redirects", rows);
        HealthResource.json(context, 200, body);
    }

    private void clear(RoutingContext context) {
        HealthResource.json(context, 200, new JsonObject().put("forgotten", agent.clearRedirects()));
    }

    private static JsonObject toJson(RedirectTable.Row row) {
        JsonObject json = new JsonObject().put("usage", row.usage());
        if (!row.subject().isEmpty()) {
            json.put("for", row.subject());
        }
        if (row.application() != 0) {
            json.put("application", Integer.toUnsignedString(row.application()));
        }
        json.put("from", row.source());
        if (row.realm() == null) {
            json.put("hosts", new JsonArray(row.hosts()));
        } else {
            json.put("realm", row.realm());
        }
        return json.put("secondsLeft", row.secondsLeft());
    }
}
