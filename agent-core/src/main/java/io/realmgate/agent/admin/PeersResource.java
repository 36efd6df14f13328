package io.realmgate.agent.admin;

import io.realmgate.agent.peer.PeerSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /v1/peers} and {@code /v1/peers/{identity}}. */
final class PeersResource {
    private final AgentView agent;

    PeersResource(AgentView agent) {
        this.agent = agent;
    }

    void mount(Router router) {
        router.get("/v1/peers").handler(this::all);
        router.get("/v1/peers/:identity").handler(this::one);
    }

    private void all(RoutingContext context) {
        JsonArray peers = new JsonArray();
        agent.peers().forEach(peer -> peers.add(toJson(peer)));
        HealthResource.json(context, 200, new JsonObject().put("peers", peers));
    }

    private void one(RoutingContext context) {
        String identity = context.pathParam("identity").toLowerCase(Locale.ROOT);
        agent.peers().stream()
                .filter(peer -> peer.identity().equals(identity))
                .findFirst()
                .ifPresentOrElse(
                        peer -> HealthResource.json(context, 200, toJson(peer)),
                        () -> Problem.send(context, 404, "no peer \"" + identity + "\" is known", new JsonObject()));
    }

    private static @Nullable JsonObject tls(PeerSnapshot.@Nullable Tls tls) {
        if (tls == null) {
            return null;
        }
        return new JsonObject()
                .put("name", tls.profile())
                .put("version", tls.protocol())
                .put("cipher", tls.cipher())
                .put("subject", tls.subject())
                .put("certificateNames", new JsonArray(tls.names()))
                .put("expires", tls.expires() == null ? null : tls.expires().toString());
    }

    private static JsonObject toJson(PeerSnapshot peer) {
        return new JsonObject()
                .put("identity", peer.identity())
                .put("realm", peer.realm())
                .put("state", peer.state())
                .put("suspended", peer.suspended())
                .put("direction", peer.direction())
                .put(
                        "transport",
                        peer.transport() == null ? null : peer.transport().word())
                .put("address", peer.address())
                .put("applications", new JsonArray(peer.applications()))
                .put("groups", new JsonArray(List.copyOf(peer.groups())))
                .put("pending", peer.pending())
                .put("tls", tls(peer.tls()))
                .put("lastEvent", peer.lastEvent());
    }
}
