package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;

import io.realmgate.agent.DiameterAgent;
import io.realmgate.agent.ThisMachine;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.peer.PeerSnapshot;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.agent.reload.Reloader;
import io.realmgate.agent.reload.SetReader;
import io.realmgate.routing.check.Diagnostic;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A whole agent in this process, from the text of its files, on free ports of loopback. */
final class TestAgent implements AutoCloseable {
    static final String IDENTITY = "agent.transit.example";
    static final String REALM = "transit.example";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final TestConfig config;
    private final Path directory;
    private final DiameterAgent agent;
    private boolean stopped;

    private TestAgent(TestConfig config, Path directory, DiameterAgent agent) {
        this.config = config;
        this.directory = directory;
        this.agent = agent;
    }

    static TestAgent start(TestConfig config) {
        return start(config, InstantSource.system());
    }

    /** @param clock by which generations begin and certificates expire */
    static TestAgent start(TestConfig config, InstantSource clock) {
        try {
            Path directory = Files.createTempDirectory("realmgate-test");
            config.write(directory);
            ThisMachine machine = new ThisMachine();
            List<Diagnostic> diagnostics = new ArrayList<>();
            Path file = directory.resolve("agent.conf");
            AgentSettings settings =
                    AgentSettingsReader.read(file.toString(), Files.readString(file), machine, diagnostics);
            SetReader reader = new SetReader(directory, machine, settings);
            SetReader.Outcome outcome = reader.read();
            CheckedSet set = outcome.set();
            if (settings == null || set == null) {
                throw new AssertionError("the test's files are wrong: " + diagnostics + outcome.diagnostics());
            }
            DiameterAgent agent = new DiameterAgent(settings, reader, machine.eventLoops(), clock);
            TestAgent started = new TestAgent(config, directory, agent);
            get(agent.start(set));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code future} completes with, soon. */
    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Where its files lie. */
    Path directory() {
        return directory;
    }

    DiameterAgent agent() {
        return agent;
    }

    int port() {
        return agent.ports().get(0);
    }

    /** What its files say; change it and {@link #reload()}. */
    TestConfig config() {
        return config;
    }

    /** Writes the files as they are now, and does nothing else. */
    void writeFiles() {
        config.write(directory);
    }

    Reloader.Result reload() {
        writeFiles();
        return agent.reload("test");
    }

    // Seen through the admin port ---------------------------------------------------------------------------------

    HttpResponse<String> get(String path) {
        return http("GET", path);
    }

    HttpResponse<String> http(String method, String path) {
        return http(method, path, "");
    }

    /** @param headers names and values in turn */
    HttpResponse<String> http(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.adminPort() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .timeout(Patience.LIMIT);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    /** All samples of one scrape by name and labels as they are written. */
    Map<String, Double> metrics() {
        Map<String, Double> samples = new HashMap<>();
        get("/metrics").body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        });
        return samples;
    }

    /** How often connections came to nothing for this reason, by the metric. */
    long tlsRefusals(String reason) {
        return Objects.requireNonNull(metrics().get("realmgate_tls_refused_total{reason=\"" + reason + "\",}"))
                .longValue();
    }

    void awaitTlsRefusals(String reason, int count) {
        await().until(() -> tlsRefusals(reason), n -> n == count);
    }

    /** One counter or gauge of a peer, the sum over labels that are not given; 0 when it was never counted. */
    long metric(String name, String peer, String... labels) {
        List<String> wanted = new ArrayList<>(List.of("peer=\"" + peer + "\""));
        for (int i = 0; i < labels.length; i += 2) {
            wanted.add(labels[i] + "=\"" + labels[i + 1] + "\"");
        }
        return metrics().entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(name + "{"))
                .filter(sample -> wanted.stream().allMatch(sample.getKey()::contains))
                .mapToLong(sample -> sample.getValue().longValue())
                .sum();
    }

    /** One counter or gauge that is of no single peer. */
    long total(String name, String label, String value) {
        Double count = metrics().get(name + "{" + label + "=\"" + value + "\",}");
        return count == null ? 0 : count.longValue();
    }

    // Seen from inside --------------------------------------------------------------------------------------------

    PeerSnapshot peer(String identity) {
        return agent.peers().stream()
                .filter(p -> p.identity().equals(identity))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no peer " + identity));
    }

    TestAgent awaitOpen(String... identities) {
        for (String identity : identities) {
            await().until(() -> peer(identity).isOpen());
        }
        return this;
    }

    TestAgent awaitDown(String identity) {
        await().until(() -> peer(identity).state().equals("DOWN"));
        return this;
    }

    /** Requests that wait for an answer, on all loops. */
    int pending() {
        return get(agent.sample()).peers().stream().mapToInt(p -> p.pending()).sum();
    }

    void awaitPending(int count) {
        await().until(this::pending, n -> n == count);
    }

    /** No request waits for an answer. */
    void assertNothingPending() {
        if (!stopped) {
            awaitPending(0);
        }
    }

    Future<Void> stop() {
        stopped = true;
        return agent.stop();
    }

    @Override
    public void close() {
        if (!stopped) {
            get(stop());
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
