package io.realmgate.agent.cli.admin;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the agent's admin HTTP server, as curl would. Blocks. */
public final class AdminClient {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String base;

    public AdminClient(InetSocketAddress address) {
        String host = address.getHostString();
        this.base = "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ':' + address.getPort();
    }

    /** An answer with its status. */
    public record Reply(int status, JsonObject body) {}

    public String base() {
        return base;
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    public Reply post(String path) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create(base + path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Reply put(String path, JsonObject body) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create(base + path))
                .PUT(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private Reply ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), new JsonObject(response.body()));
    }
}
