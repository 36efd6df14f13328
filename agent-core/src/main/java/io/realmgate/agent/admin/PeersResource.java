package io.realmgate.agent.admin;

import io.realmgate.agent.peer.AdminState;
import io.realmgate.agent.peer.PeerSnapshot;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
        router.put("/v1/peers/:identity/admin-state").handler(this::setAdminState);
    }

    private void all(RoutingContext context) {
        JsonArray peers = new JsonArray();
        known().forEach(peer -> peers.add(toJson(peer)));
        HealthResource.json(context, 200, new JsonObject().put("peers", peers));
    }

    /** Those that leave stand behind: who asks for a name means the entry that is in force, if there is one. */
    private Stream<PeerSnapshot> known() {
        return Stream.concat(agent.peers().stream(), agent.leavingPeers().stream());
    }

    /** The body is {@code {"state": "drain"}}. */
    private void setAdminState(RoutingContext context) {
        AdminState wanted = AdminState.of(wordOf(context)).orElse(null);
        if (wanted == null) {
            Problem.send(
                    context,
                    400,
                    "the body must be {\"state\": \"ready\"}, with ready, drain or disabled",
                    new JsonObject());
        } else if (agent.setAdminState(context.pathParam("identity"), wanted)) {
            one(context);
        } else {
            unknown(context);
        }
    }

    private static String wordOf(RoutingContext context) {
        try {
            return new JsonObject(RequestBody.text(context)).getString("state", "");
        } catch (CharacterCodingException | DecodeException | ClassCastException e) {
            return "";
        }
    }

    private static void unknown(RoutingContext context) {
        Problem.send(context, 404, "no peer \"" + context.pathParam("identity") + "\" is known", new JsonObject());
    }

    private void one(RoutingContext context) {
        String identity = context.pathParam("identity").toLowerCase(Locale.ROOT);
        known().filter(peer -> peer.identity().equals(identity))
                .findFirst()
                .ifPresentOrElse(peer -> HealthResource.json(context, 200, toJson(peer)), () -> unknown(context));
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
                .put("adminState", peer.adminState().text())
                .put("suspended", peer.suspended())
                .put("ejected", peer.ejected())
                .put("latencyMillis", peer.latencyMillis())
                .put("direction", peer.direction())
                .put(
                        "transport",
                        peer.transport() == null ? null : peer.transport().word())
                .put("address", peer.address())
                .put("applications", new JsonArray(peer.applications()))
                .put("groups", new JsonArray(List.copyOf(peer.groups())))
                .put("pending", peer.pending())
                .put("tls", tls(peer.tls()))
                .put("originStateId", Integer.toUnsignedLong(peer.originStateId()))
                .put("restarts", peer.restarts())
                .put("lastEvent", peer.lastEvent())
                .put("leaving", peer.leaving())
                .put("secondsLeft", peer.secondsLeft());
    }
}
