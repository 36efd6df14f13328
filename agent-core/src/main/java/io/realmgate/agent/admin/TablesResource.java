package io.realmgate.agent.admin;

import io.realmgate.agent.reload.Generation;
import io.realmgate.agent.reload.Reloader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/tables}: the tables in force. */
final class TablesResource {
    private final Reloader reloader;

    TablesResource(Reloader reloader) {
        this.reloader = reloader;
    }

    void mount(Router router) {
        router.get("/v1/tables").handler(this::all);
    }

    private void all(RoutingContext context) {
        Generation generation = reloader.current();
        JsonArray tables = new JsonArray();
        generation
                .tables()
                .forEach(table -> tables.add(new JsonObject()
                        .put("table", table.name())
                        .put("columns", table.columns())
                        .put("rows", table.rows())
                        .put("values", table.values())
                        .put("octets", table.octets())
                        .put("heapOctets", table.heap())
                        .put("sha256", table.sha256())));
        HealthResource.json(
                context,
                200,
                new JsonObject().put("generation", generation.number()).put("tables", tables));
    }
}
