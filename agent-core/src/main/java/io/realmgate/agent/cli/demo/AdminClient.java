package io.realmgate.agent.cli.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the agent's admin HTTP server, as curl would. Blocks. */
final class AdminClient {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String base;

    AdminClient(InetSocketAddress address) {
        this.base = "http://" + address.getHostString() + ':' + address.getPort();
    }

    /** An answer with its status. */
    record Reply(int status, JsonObject body) {}

    String base() {
        return base;
    }

    Reply get(String path) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    Reply post(String path) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create(base + path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private Reply ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), new JsonObject(response.body()));
    }
}
