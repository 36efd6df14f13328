package io.realmgate.agent.admin;

import io.realmgate.agent.reload.Generation;
import io.realmgate.agent.reload.Reloader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** {@code /v1/generations}: the sets since the start, and the way back to one of them. */
final class GenerationsResource {
    private final Reloader reloader;

    GenerationsResource(Reloader reloader) {
        this.reloader = reloader;
    }

    void mount(Router router) {
        router.get("/v1/generations").handler(this::all);
        router.get("/v1/generations/:number").handler(this::one);
        router.post("/v1/generations/:number/restore").handler(this::restore);
    }

    private void all(RoutingContext context) {
        JsonArray array = new JsonArray();
        List<Generation> oldestFirst = reloader.generations();
        Generation now = reloader.current();
        for (int i = oldestFirst.size() - 1; i >= 0; i--) {
            array.add(Wire.generation(oldestFirst.get(i), now, false));
        }
        HealthResource.json(
                context, 200, new JsonObject().put("current", now.number()).put("generations", array));
    }

    private void one(RoutingContext context) {
        int number = number(context);
        reloader.generations().stream()
                .filter(g -> g.number() == number)
                .findFirst()
                .ifPresentOrElse(
                        found -> HealthResource.json(
                                context,
                                200,
                                Wire.generation(found, reloader.current(), true)
                                        .put("tables", Wire.tables(found))
                                        .put("texts", texts(found))),
                        () -> unknown(context));
    }

    private static JsonObject texts(Generation generation) {
        JsonObject texts = new JsonObject();
        generation.files().texts().forEach(texts::put);
        return texts;
    }

    private void restore(RoutingContext context) {
        int number = number(context);
        String caller = Wire.caller(context) + ", restored " + number;
        context.vertx()
                .executeBlocking(() -> reloader.restore(number, caller))
                .onSuccess(result -> answer(context, result))
                .onFailure(e -> Wire.failed(context, e));
    }

    private static void answer(RoutingContext context, Optional<Reloader.Result> result) {
        result.ifPresentOrElse(done -> Wire.answer(context, done), () -> unknown(context));
    }

    /** The number in the path; 0, which no generation has, when it is none. */
    private static int number(RoutingContext context) {
        String written = context.pathParam("number");
        return written.matches("[0-9]{1,9}") ? Integer.parseInt(written) : 0;
    }

    private static void unknown(RoutingContext context) {
        Problem.send(
                context,
                404,
                "no generation \"" + context.pathParam("number") + "\" is remembered: see /v1/generations",
                new JsonObject());
    }
}
