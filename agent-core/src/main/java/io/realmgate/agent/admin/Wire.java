package io.realmgate.agent.admin;

import io.realmgate.agent.reload.FileChange;
import io.realmgate.agent.reload.Generation;
import io.realmgate.agent.reload.Reloader;
import io.realmgate.routing.check.Diagnostic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** How sets, their history and what is wrong with them look in JSON. */
final class Wire {
    private Wire() {}

    /** Who changes something, for the history. */
    static String caller(RoutingContext context) {
        return "admin from " + context.request().remoteAddress().hostAddress();
    }

    /** The answer to whoever wanted another set in force. */
    static void answer(RoutingContext context, Reloader.Result result) {
        JsonObject body = new JsonObject()
                .put("generation", result.generation().number())
                .put("diagnostics", diagnostics(result.diagnostics()));
        if (result.accepted()) {
            body.put("rules", result.generation().rules())
                    .put("peers", result.generation().peers())
                    .put("files", files(result.generation().changes(), false));
            HealthResource.json(context, 200, body);
        } else {
            Problem.send(context, 422, "the files have errors; the set in force was not changed", body);
        }
    }

    static void failed(RoutingContext context, Throwable e) {
        Problem.send(context, 500, String.valueOf(e.getMessage()), new JsonObject());
    }

    static JsonArray diagnostics(List<Diagnostic> diagnostics) {
        JsonArray array = new JsonArray();
        diagnostics.forEach(d -> array.add(new JsonObject(d.fields())));
        return array;
    }

    static JsonArray files(List<FileChange> changes, boolean withDiff) {
        JsonArray array = new JsonArray();
        for (FileChange change : changes) {
            JsonObject one = new JsonObject()
                    .put("file", change.file())
                    .put("change", change.kind().name());
            array.add(withDiff ? one.put("diff", change.diff()) : one);
        }
        return array;
    }

    /** @param now what is in force */
    static JsonObject generation(Generation generation, Generation now, boolean withDiff) {
        JsonArray others = new JsonArray();
        generation.tablesSince(now).forEach(table -> others.add(table.file()));
        return new JsonObject()
                .put("generation", generation.number())
                .put("at", generation.at().toString())
                .put("by", generation.by())
                .put("rules", generation.rules())
                .put("peers", generation.peers())
                .put("files", files(generation.changes(), withDiff))
                .put("otherTables", others);
    }

    static JsonArray tables(Generation generation) {
        JsonArray tables = new JsonArray();
        generation
                .tables()
                .forEach(table -> tables.add(new JsonObject()
                        .put("table", table.name())
                        .put("rows", table.rows())
                        .put("sha256", table.sha256())));
        return tables;
    }
}
