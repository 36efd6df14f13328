package io.realmgate.agent.admin;

import io.realmgate.agent.reload.FileSet;
import io.realmgate.agent.reload.Precondition;
import io.realmgate.agent.reload.Reloader;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/rules} and {@code /v1/rules/{file}}: the rule files as they lie on the disk, each with an entity tag. A
 * change is checked together with all other files before anything is written.
 */
final class RuleFileResource {
    /** No separator, no leading dot: such a name stays inside of {@code rules/}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}\\.conf");

    private static final String ETAG = "ETag";

    private final Reloader reloader;

    RuleFileResource(Reloader reloader) {
        this.reloader = reloader;
    }

    void mount(Router router) {
        router.get("/v1/rules").handler(this::list);
        // These two are no files: POST only.
        for (String action : List.of("/v1/rules/reload", "/v1/rules/check")) {
            router.get(action).handler(context -> context.fail(405));
            router.put(action).handler(context -> context.fail(405));
            router.delete(action).handler(context -> context.fail(405));
        }
        router.get("/v1/rules/:file").handler(this::get);
        router.put("/v1/rules/:file").handler(this::put);
        router.delete("/v1/rules/:file").handler(context -> change(context, null));
    }

    private void list(RoutingContext context) {
        context.vertx()
                .executeBlocking(reloader::onDisk)
                .onSuccess(files -> HealthResource.json(context, 200, list(files)))
                .onFailure(e -> Wire.failed(context, e));
    }

    private static JsonObject list(FileSet files) {
        JsonArray array = new JsonArray();
        files.texts().forEach((name, text) -> {
            if (name.startsWith(FileSet.RULES)) {
                array.add(new JsonObject()
                        .put("file", name.substring(FileSet.RULES.length()))
                        .put("etag", Precondition.tagOf(text))
                        .put("size", text.getBytes(StandardCharsets.UTF_8).length));
            }
        });
        return new JsonObject().put("files", array);
    }

    private void get(RoutingContext context) {
        String file = context.pathParam("file");
        context.vertx()
                .executeBlocking(reloader::onDisk)
                .onSuccess(files -> {
                    String text = isName(file) ? files.text(FileSet.RULES + file) : null;
                    if (text == null) {
                        notFound(context);
                    } else {
                        context.response()
                                .putHeader("Content-Type", "text/plain; charset=utf-8")
                                .putHeader(ETAG, Precondition.tagOf(text))
                                .end(text);
                    }
                })
                .onFailure(e -> Wire.failed(context, e));
    }

    private void put(RoutingContext context) {
        try {
            change(context, RequestBody.text(context));
        } catch (CharacterCodingException e) {
            Problem.send(context, 400, "the body is not UTF-8 text", new JsonObject());
        }
    }

    private void change(RoutingContext context, @Nullable String text) {
        String file = context.pathParam("file");
        if (!isName(file)) {
            if (text == null) {
                notFound(context);
            } else {
                Problem.send(
                        context,
                        400,
                        "a rule file is named with letters, digits, \".\", \"_\" and \"-\", and ends in \".conf\"",
                        new JsonObject());
            }
            return;
        }
        Precondition precondition = precondition(context, text != null);
        if (precondition == null) {
            Problem.send(
                    context,
                    428,
                    "say which version is to be changed: If-Match with the ETag that GET gave"
                            + (text == null ? "" : ", or If-None-Match: * for a new file"),
                    new JsonObject());
            return;
        }
        String caller = Wire.caller(context);
        context.vertx()
                .executeBlocking(() -> reloader.save(FileSet.RULES + file, text, precondition, caller))
                .onSuccess(saved -> answer(context, saved, text))
                .onFailure(e -> Wire.failed(context, e));
    }

    private static void answer(RoutingContext context, Reloader.Saved saved, @Nullable String text) {
        Reloader.Result result = saved.result();
        if (result == null) {
            if (text == null && saved.tag() == null) {
                notFound(context);
                return;
            }
            JsonObject more = new JsonObject();
            if (saved.tag() != null) {
                context.response().putHeader(ETAG, saved.tag());
                more.put("etag", saved.tag());
            }
            String now = saved.tag() == null ? "there is no such file" : "the file has changed, or exists already";
            Problem.send(context, 412, now + ": GET it and try again", more);
            return;
        }
        if (result.accepted() && text != null) {
            context.response().putHeader(ETAG, Precondition.tagOf(text));
        }
        Wire.answer(context, result);
    }

    /** What the headers ask for, or null when they ask for nothing. */
    private static @Nullable Precondition precondition(RoutingContext context, boolean mayBeNew) {
        String match = context.request().getHeader(HttpHeaders.IF_MATCH);
        if (match != null) {
            Set<String> tags =
                    Arrays.stream(match.split(",", -1)).map(String::strip).collect(Collectors.toSet());
            return new Precondition(false, tags.contains("*") ? Set.of() : tags);
        }
        String none = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        return mayBeNew && none != null && none.strip().equals("*") ? new Precondition(true, Set.of()) : null;
    }

    static boolean isName(String file) {
        return NAME.matcher(file).matches();
    }

    private static void notFound(RoutingContext context) {
        Problem.send(
                context, 404, "no rule file \"" + context.pathParam("file") + "\": see /v1/rules", new JsonObject());
    }
}
