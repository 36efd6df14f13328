package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.forward.RoutingView;
import io.realmgate.agent.reload.Precondition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The numbered history of rule sets, and the way back.
 *
 * <pre>
 *  client.visited.example ---- [ agent ] --+-- hss1.home.example
 *                                          \-- hss2.home.example
 * </pre>
 */
class GenerationsTest extends Behaviour {
    private static TestConfig config() {
        return new TestConfig().peers(CLIENT, HSS1, HSS2).rules(to(HSS1));
    }

    private static String to(String peer) {
        return "{ name = r, action = relay, to = " + peer + " }";
    }

    private static JsonObject json(TestAgent agent, String path) {
        return new JsonObject(agent.get(path).body());
    }

    private static void relayed(RawPeer client, RawPeer server) {
        client.send(Ask.realm("home.example"));
        server.serve();
        assertThat(client.next().avp(264).text()).isEqualTo(server.identity());
    }

    @Test
    void everySetIsNumberedWithWhoWhenAndWhatChanged() {
        TestAgent agent = start(config());
        agent.config().rules(to(HSS2)).ruleFile("60-more.conf", "rules = []");
        assertThat(agent.reload().accepted()).isTrue();
        assertThat(agent.http("POST", "/v1/rules/reload").statusCode()).isEqualTo(200);
        JsonObject all = json(agent, "/v1/generations");
        JsonArray generations = all.getJsonArray("generations");
        assertThat(all.getInteger("current")).isEqualTo(3);
        assertThat(generations)
                .extracting(g -> ((JsonObject) g).getInteger("generation"))
                .containsExactly(3, 2, 1);
        assertThat(generations)
                .extracting(g -> ((JsonObject) g).getString("by"))
                .containsExactly("admin from 127.0.0.1", "test", "start");
        assertThat(generations.getJsonObject(0).getJsonArray("files")).isEmpty();
        assertThat(generations.getJsonObject(0).getInstant("at")).isNotNull();
        assertThat(generations.getJsonObject(1).getJsonArray("files").encode())
                .isEqualTo("[{\"file\":\"rules/50-test.conf\",\"change\":\"CHANGED\"},"
                        + "{\"file\":\"rules/60-more.conf\",\"change\":\"ADDED\"}]");
        JsonObject second = json(agent, "/v1/generations/2");
        assertThat(second.getJsonArray("files").getJsonObject(0).getString("diff"))
                .isEqualTo("--- rules/50-test.conf\n+++ rules/50-test.conf\n@@ -1,3 +1,3 @@\n rules = [\n-" + to(HSS1)
                        + "\n+" + to(HSS2) + "\n ]\n");
        assertThat(second.getJsonObject("texts").getString("rules/60-more.conf"))
                .isEqualTo("rules = []");
    }

    @Test
    void anEarlierSetIsRestoredOnDiskAndInForce() throws IOException {
        TestAgent agent = start(config());
        Path file = agent.directory().resolve("rules/50-test.conf");
        Path more = agent.directory().resolve("rules/60-more.conf");
        String first = Files.readString(file);
        agent.config().rules(to(HSS2)).ruleFile("60-more.conf", "rules = []");
        agent.reload();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer one = connect(HSS1, S6A);
        RawPeer two = connect(HSS2, S6A);
        relayed(client, two);

        assertThat(agent.http("POST", "/v1/generations/1/restore").statusCode()).isEqualTo(200);

        relayed(client, one);
        assertThat(Files.readString(file)).isEqualTo(first);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(more).doesNotExist();
        JsonObject newest =
                json(agent, "/v1/generations").getJsonArray("generations").getJsonObject(0);
        assertThat(newest.getInteger("generation")).isEqualTo(3);
        assertThat(newest.getString("by")).endsWith("restored 1");

        agent.http("POST", "/v1/generations/2/restore");
        relayed(client, two);
        assertThat(more).hasContent("rules = []");
        try (var left = Files.list(more.getParent())) {
            assertThat(left.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("50-test.conf", "60-more.conf");
        }
    }

    /** A crash came when all was written beside the files and decided, and only peers.conf had its new name. */
    @Test
    void aRestoreThatWasInterruptedIsFinished() throws IOException {
        TestAgent agent = start(config());
        Path directory = agent.directory();
        Path file = directory.resolve("rules/50-test.conf");
        Path more = directory.resolve("rules/60-more.conf");
        String old = Files.readString(file);
        String text = old.replace(HSS1, HSS2);
        String peers = Files.readString(directory.resolve("peers.conf"));
        Files.writeString(more, "rules = []");
        String tag = Precondition.tagOf(text);
        Path beside = directory.resolve("rules/.50-test.conf." + tag.replace("\"", "") + ".new");
        Files.writeString(beside, text);
        Path journal = directory.resolve(".realmgate.change");
        Files.writeString(
                journal,
                "# Files that are being changed together. The agent finishes this when it starts or reloads.\n"
                        + "\"0123\" " + Precondition.tagOf(peers) + " peers.conf\n"
                        + Precondition.tagOf(old) + " " + tag + " rules/50-test.conf\n"
                        + Precondition.tagOf("rules = []") + " - rules/60-more.conf\n");
        // Whoever looks sees the whole set before it is finished on the disk.
        assertThat(agent.get("/v1/rules/50-test.conf").body()).isEqualTo(text);
        assertThat(agent.get("/v1/rules/60-more.conf").statusCode()).isEqualTo(404);
        assertThat(Files.readString(file)).isEqualTo(old);

        assertThat(agent.http("POST", "/v1/rules/reload").statusCode()).isEqualTo(200);

        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(more).doesNotExist();
        assertThat(beside).doesNotExist();
        assertThat(journal).doesNotExist();
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A);
        relayed(client, connect(HSS2, S6A));
    }

    @Test
    void aGenerationThatIsNotThereIsNotFound() {
        TestAgent agent = start(config());
        for (String number : new String[] {"0", "2", "-1", "x", "99999999999999999999"}) {
            assertThat(agent.get("/v1/generations/" + number).statusCode()).isEqualTo(404);
            assertThat(agent.http("POST", "/v1/generations/" + number + "/restore")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void whatIsRefusedIsNoGeneration() {
        TestAgent agent = start(config());
        agent.config().rules(to("nobody.example"));
        assertThat(agent.reload().accepted()).isFalse();
        JsonObject all = json(agent, "/v1/generations");
        assertThat(all.getInteger("current")).isEqualTo(1);
        assertThat(all.getJsonArray("generations")).hasSize(1);
        JsonObject problem =
                new JsonObject(agent.http("POST", "/v1/rules/reload").body());
        JsonObject diagnostic = problem.getJsonArray("diagnostics").getJsonObject(0);
        assertThat(diagnostic.getString("severity")).isEqualTo("ERROR");
        assertThat(diagnostic.getString("file")).endsWith("rules/50-test.conf");
        assertThat(diagnostic.getInteger("line")).isEqualTo(2);
        assertThat(diagnostic.getString("message")).contains("nobody.example");
    }

    @Test
    void metricsTellTheLastSuccessAndTheFailures() {
        TestAgent agent = start(config());
        double started = agent.metrics().getOrDefault("realmgate_rules_since_timestamp_seconds", 0.0);
        assertThat(Instant.ofEpochSecond((long) started))
                .isBetween(Instant.now().minusSeconds(120), Instant.now());
        assertThat(agent.metrics())
                .containsEntry("realmgate_reload_failures_total", 0.0)
                .containsEntry("realmgate_reload_accepted", 1.0);
        agent.config().rules(to("nobody.example"));
        agent.reload();
        assertThat(agent.metrics())
                .containsEntry("realmgate_reload_failures_total", 1.0)
                .containsEntry("realmgate_rules_since_timestamp_seconds", started)
                .containsEntry("realmgate_reload_accepted", 0.0)
                .containsEntry("realmgate_reload_seconds", 0.0)
                .containsEntry("realmgate_rules_generation", 1.0);
        agent.config().rules(to(HSS2));
        agent.reload();
        assertThat(agent.metrics())
                .containsEntry("realmgate_reload_failures_total", 1.0)
                .containsEntry("realmgate_reload_accepted", 1.0)
                .containsEntry("realmgate_rules_generation", 2.0)
                .hasEntrySatisfying(
                        "realmgate_reload_seconds",
                        took -> assertThat(took).isPositive().isLessThan(60));
    }

    /** With two loops the server's has no client: what it knows of routes is of requests that it was handed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void setsThatAreOverAreLetGoOfOnEachLoop(int loops) {
        TestAgent agent = start(config().agent("event-loops = " + loops));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        relayed(client, server);
        int before = LiveObjects.of(RoutingView.class);
        assertThat(before).isPositive();

        for (int i = 0; i < 20; i++) {
            agent.config().rules(to(HSS1).replace("name = r", "name = r" + i));
            assertThat(agent.reload().accepted()).isTrue();
            relayed(client, server);
        }

        assertThat(LiveObjects.of(RoutingView.class)).isLessThan(before + 5);
    }
}
