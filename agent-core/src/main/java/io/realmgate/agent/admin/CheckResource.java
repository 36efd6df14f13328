package io.realmgate.agent.admin;

import io.realmgate.agent.reload.FileSet;
import io.realmgate.agent.reload.Preview;
import io.realmgate.agent.reload.Reloader;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/rules/check}: what a reload would say and change, without changing anything. */
final class CheckResource {
    private final Reloader reloader;

    CheckResource(Reloader reloader) {
        this.reloader = reloader;
    }

    void mount(Router router) {
        router.post("/v1/rules/check").handler(this::check);
    }

    /** A body that does not say what to check; the message says why. */
    private static final class BadRequestException extends Exception {
        private static final long serialVersionUID = 1L;

        BadRequestException(String message) {
            super(message);
        }
    }

    private void check(RoutingContext context) {
        Map<String, @Nullable String> instead;
        try {
            instead = files(RequestBody.text(context));
        } catch (BadRequestException e) {
            Problem.send(context, 400, String.valueOf(e.getMessage()), new JsonObject());
            return;
        } catch (CharacterCodingException e) {
            Problem.send(context, 400, "the body is not UTF-8 text", new JsonObject());
            return;
        }
        context.vertx()
                .executeBlocking(() -> reloader.preview(instead))
                .onSuccess(preview -> HealthResource.json(context, 200, json(preview)))
                .onFailure(e -> Wire.failed(context, e));
    }

    /** Texts by file name, null for a file that shall be thought away; empty for an empty body. */
    private static Map<String, @Nullable String> files(String body) throws BadRequestException {
        Map<String, @Nullable String> files = new HashMap<>();
        if (body.isBlank()) {
            return files;
        }
        JsonObject json;
        try {
            json = new JsonObject(body);
        } catch (DecodeException e) {
            throw new BadRequestException("the body is no JSON object; or send none, to check the disk");
        }
        if (!json.fieldNames().equals(java.util.Set.of("files")) || !(json.getValue("files") instanceof JsonObject)) {
            throw new BadRequestException("the body is {\"files\": {\"rules/50-home.conf\": \"its text\"}}");
        }
        for (Map.Entry<String, Object> file : json.getJsonObject("files")) {
            String name = file.getKey();
            boolean rule =
                    name.startsWith(FileSet.RULES) && RuleFileResource.isName(name.substring(FileSet.RULES.length()));
            if (!rule && !name.equals(FileSet.PEERS)) {
                throw new BadRequestException("\"" + name + "\" is neither peers.conf nor rules/NAME.conf");
            }
            Object text = file.getValue();
            if (text != null && !(text instanceof String)) {
                throw new BadRequestException("the text of \"" + name + "\" is no string, nor null for no such file");
            }
            files.put(name, (String) text);
        }
        return files;
    }

    private static JsonObject json(Preview preview) {
        Preview.Effect effect = preview.effect();
        JsonObject changes = new JsonObject().put("files", Wire.files(preview.files(), true));
        if (effect != null) {
            changes.put("rules", names(effect.rules()).put("reordered", effect.reordered()));
            changes.put("peers", names(effect.peers()));
        }
        return new JsonObject()
                .put("ok", effect != null)
                .put("diagnostics", Wire.diagnostics(preview.diagnostics()))
                .put("changes", changes);
    }

    private static JsonObject names(Preview.Names names) {
        return new JsonObject()
                .put("added", new JsonArray(names.added()))
                .put("removed", new JsonArray(names.removed()))
                .put("changed", new JsonArray(names.changed()));
    }
}
