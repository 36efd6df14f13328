package io.realmgate.agent.admin;

import io.realmgate.agent.decode.AnswerText;
import io.realmgate.agent.decode.Asked;
import io.realmgate.agent.decode.MalformedInputException;
import io.realmgate.routing.explain.Question;
import io.realmgate.routing.explain.Way;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /v1/explain}: what would become of a request now, and why. It is given by fields, as {@code hex},
 * as a captured packet in {@code frame}, or as a packet of a capture file in {@code pcap}. An answer is given by fields.
 */
final class ExplainResource {
    private final AgentView agent;

    ExplainResource(AgentView agent) {
        this.agent = agent;
    }

    void mount(Router router) {
        router.post("/v1/explain").handler(this::explain);
    }

    private void explain(RoutingContext context) {
        try {
            JsonObject body = new JsonObject(RequestBody.text(context));
            if (body.containsKey("hex")) {
                Asked asked = Asked.ofHex(way(body, "hex"), text(body, "hex"));
                send(context, agent.explain(asked.inquiry()).map(a -> new JsonObject(real().fields(a))));
            } else if (body.containsKey("pcap") || body.containsKey("frame")) {
                send(context, all(captured(body)));
            } else {
                Question question = Question.read(
                        fields(body), agent.dictionary(), agent.ownSide().listeners());
                AnswerText text = new AnswerText(agent.dictionary(), false);
                send(
                        context,
                        agent.explain(Asked.of(question, new byte[0]).inquiry())
                                .map(a -> new JsonObject(text.fields(a))));
            }
        } catch (Question.UnclearException | MalformedInputException e) {
            Problem.send(context, 400, String.valueOf(e.getMessage()), new JsonObject());
        } catch (DecodeException | ClassCastException | IOException e) {
            String fields = String.join(", ", Question.FIELDS);
            String title = "the body is a JSON object of fields: " + fields + "; or of " + String.join(", ", Way.FIELDS)
                    + " and hex, frame or pcap";
            Problem.send(context, 400, title, new JsonObject());
        }
    }

    private AnswerText real() {
        return new AnswerText(agent.dictionary(), true);
    }

    private List<Asked> captured(JsonObject body)
            throws IOException, MalformedInputException, Question.UnclearException {
        Way way = way(body, "pcap", "frame");
        if (!body.containsKey("pcap")) {
            return Asked.ofPacket(way, text(body, "frame"), agent.ownSide());
        }
        Object frame = body.getValue("frame", 0);
        if (!(frame instanceof Integer number) || number < 0) {
            throw new MalformedInputException("beside \"pcap\", \"frame\" is the number of a packet, from 1");
        }
        byte[] file = Asked.base64(text(body, "pcap"));
        return Asked.ofCapture(way, new ByteArrayInputStream(file), number, agent.ownSide());
    }

    /** One answer after the other: each question has the loop for itself. */
    private Future<JsonObject> all(List<Asked> questions) {
        JsonArray explanations = new JsonArray();
        Future<?> chain = Future.succeededFuture();
        for (Asked asked : questions) {
            chain = chain.compose(before -> agent.explain(asked.inquiry()))
                    .map(answer -> explanations.add(new JsonObject()
                            .put("packet", asked.packet())
                            .mergeIn(new JsonObject(real().fields(answer)))));
        }
        return chain.map(done -> new JsonObject().put("explanations", explanations));
    }

    private static void send(RoutingContext context, Future<JsonObject> answer) {
        // The answer is complete on a loop of the peers; the response belongs to ours.
        Context own = context.vertx().getOrCreateContext();
        answer.onSuccess(json -> own.runOnContext(v -> HealthResource.json(context, 200, json)))
                .onFailure(e -> own.runOnContext(v -> Wire.failed(context, e)));
    }

    /** What the body says of the way that the message came, beside the message itself. */
    private Way way(JsonObject body, String... message) throws MalformedInputException, Question.UnclearException {
        List<String> known = new ArrayList<>(Way.FIELDS);
        known.addAll(List.of(message));
        Map<String, String> said = new HashMap<>();
        for (String field : body.fieldNames()) {
            if (!known.contains(field)) {
                throw new MalformedInputException(
                        "unknown field \"" + field + "\" (one of " + String.join(", ", known) + ")");
            }
            if (Way.FIELDS.contains(field)) {
                said.put(field, text(body, field));
            }
        }
        return Way.read(said, agent.ownSide().listeners());
    }

    private static String text(JsonObject body, String field) {
        if (!(body.getValue(field) instanceof String text)) {
            throw new ClassCastException(field);
        }
        return text;
    }

    /** Strings, and numbers as they are written. */
    private static Map<String, String> fields(JsonObject body) {
        Map<String, String> fields = new HashMap<>();
        for (Map.Entry<String, Object> field : body) {
            Object value = field.getValue();
            if (!(value instanceof String) && !(value instanceof Integer) && !(value instanceof Long)) {
                throw new ClassCastException(field.getKey());
            }
            fields.put(field.getKey(), value.toString());
        }
        return fields;
    }
}
