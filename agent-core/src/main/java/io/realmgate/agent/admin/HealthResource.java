package io.realmgate.agent.admin;

import io.realmgate.agent.peer.PeerSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /live}: the process answers. {@code /ready}: it may be sent traffic, or why not; peers that are down are named. */
final class HealthResource {
    private final AgentView agent;

    HealthResource(AgentView agent) {
        this.agent = agent;
    }

    void mount(Router router) {
        router.get("/live").handler(context -> json(context, 200, new JsonObject().put("status", "live")));
        router.get("/ready").handler(this::ready);
    }

    private void ready(RoutingContext context) {
        List<String> reasons = agent.notReady();
        JsonArray down = new JsonArray();
        for (PeerSnapshot peer : agent.peers()) {
            if (!peer.isOpen()) {
                down.add(new JsonObject().put("identity", peer.identity()).put("lastEvent", peer.lastEvent()));
            }
        }
        json(
                context,
                reasons.isEmpty() ? 200 : 503,
                new JsonObject()
                        .put("ready", reasons.isEmpty())
                        .put("reasons", new JsonArray(reasons))
                        .put("warnings", new JsonArray(agent.tls().warnings()))
                        .put("peersDown", down));
    }

    static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encodePrettily() + "\n");
    }
}
