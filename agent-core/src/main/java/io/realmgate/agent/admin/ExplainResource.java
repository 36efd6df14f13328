package io.realmgate.agent.admin;

import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.explain.Question;
import io.vertx.core.Context;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;

/** {@code POST /v1/explain}: where a request with these fields would go now, or what would become of an answer, and why. */
final class ExplainResource {
    private final AgentView agent;

    ExplainResource(AgentView agent) {
        this.agent = agent;
    }

    void mount(Router router) {
        router.post("/v1/explain").handler(this::explain);
    }

    private void explain(RoutingContext context) {
        Question question;
        try {
            question = Question.read(fields(RequestBody.text(context)), Dictionary.standard());
        } catch (Question.UnclearException e) {
            Problem.send(context, 400, String.valueOf(e.getMessage()), new JsonObject());
            return;
        } catch (DecodeException | CharacterCodingException | ClassCastException e) {
            Problem.send(
                    context,
                    400,
                    "the body is a JSON object of fields: " + String.join(", ", Question.FIELDS),
                    new JsonObject());
            return;
        }
        // The answer is complete on a loop of the peers; the response belongs to ours.
        Context own = context.vertx().getOrCreateContext();
        agent.explain(question)
                .onSuccess(answer -> own.runOnContext(v -> HealthResource.json(context, 200, json(answer))))
                .onFailure(e -> own.runOnContext(v -> Wire.failed(context, e)));
    }

    /** Strings, and numbers as they are written. */
    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new HashMap<>();
        for (Map.Entry<String, Object> field : new JsonObject(body)) {
            Object value = field.getValue();
            if (!(value instanceof String) && !(value instanceof Integer) && !(value instanceof Long)) {
                throw new ClassCastException(field.getKey());
            }
            fields.put(field.getKey(), value.toString());
        }
        return fields;
    }

    private static JsonObject json(Answer answer) {
        JsonArray candidates = new JsonArray();
        for (Answer.CandidateState one : answer.candidates()) {
            candidates.add(new JsonObject()
                    .put("peer", one.identity())
                    .put("usable", one.usable())
                    .put("why", one.why()));
        }
        JsonObject json = new JsonObject(ExplanationFields.of(answer.rules())).put("candidates", candidates);
        if (answer.notLetIn() != null) {
            json.put("notLetIn", answer.notLetIn());
        }
        return answer.next() == null ? json.put("result", answer.resultCode()) : json.put("next", answer.next());
    }
}
