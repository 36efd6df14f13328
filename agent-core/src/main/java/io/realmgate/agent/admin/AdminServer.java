package io.realmgate.agent.admin;

import io.realmgate.agent.reload.Reloader;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.InetSocketAddress;

/** The admin HTTP server as a verticle of its own. */
public final class AdminServer extends VerticleBase {
    private final InetSocketAddress address;
    private final AgentView agent;
    private final Reloader reloader;
    private int port;

    public AdminServer(InetSocketAddress address, AgentView agent, Reloader reloader) {
        this.address = address;
        this.agent = agent;
        this.reloader = reloader;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        router.route().handler(new RequestBody());
        new HealthResource(agent).mount(router);
        new MetricsResource(agent).mount(router);
        new PeersResource(agent).mount(router);
        new RulesResource(agent, reloader).mount(router);
        new RuleFileResource(reloader).mount(router);
        new CheckResource(reloader).mount(router);
        new ExplainResource(agent).mount(router);
        new RedirectsResource(agent).mount(router);
        new GenerationsResource(reloader).mount(router);
        new TablesResource(reloader).mount(router);
        new TlsResource(agent).mount(router);
        router.errorHandler(404, c -> Problem.send(c, 404, "nothing here", new JsonObject()));
        router.errorHandler(405, c -> Problem.send(c, 405, "not with this method", new JsonObject()));
        router.errorHandler(
                413,
                c -> Problem.send(
                        c, 413, "a body may have " + RequestBody.LARGEST + " octets at most", new JsonObject()));
        router.errorHandler(500, c -> Problem.send(c, 500, "internal error, see the log", new JsonObject()));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(address.getPort(), address.getHostString())
                .map(server -> {
                    port = server.actualPort();
                    return server;
                })
                .map((HttpServer server) -> null);
    }

    /** The port that is listened on, once started. */
    public int port() {
        return port;
    }
}
