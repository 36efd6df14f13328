package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.reload.Precondition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule files read and changed over HTTP.
 *
 * <pre>
 *  client.visited.example ---- [ agent ] --+-- hss1.home.example
 *                                  |       \-- hss2.home.example
 *                      GET, PUT, DELETE /v1/rules/50-test.conf
 * </pre>
 */
class RuleFilesTest extends Behaviour {
    private static final String FILE = "/v1/rules/50-test.conf";
    private static final String NEW = "/v1/rules/60-new.conf";

    private static TestConfig config() {
        return new TestConfig().peers(CLIENT, HSS1, HSS2).rules("{ name = r, action = relay, to = " + HSS1 + " }");
    }

    private static String to(String peer) {
        return "rules = [ { name = r, action = relay, to = " + peer + " } ]";
    }

    private static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new JsonObject(response.body()).getInteger("status")).isEqualTo(status);
    }

    private static int generation(TestAgent agent) {
        return new JsonObject(agent.get("/v1/generations").body()).getInteger("current");
    }

    private static void relayed(RawPeer client, RawPeer server) {
        client.send(Ask.realm("home.example"));
        server.serve();
        assertThat(client.next().avp(264).text()).isEqualTo(server.identity());
    }

    @Test
    void aFileIsChangedByWhoeverKnowsItsVersion() throws IOException {
        TestAgent agent = start(config());
        RawPeer client = connect(CLIENT, S6A);
        RawPeer one = connect(HSS1, S6A);
        RawPeer two = connect(HSS2, S6A);
        relayed(client, one);
        Path file = agent.directory().resolve("rules/50-test.conf");
        HttpResponse<String> before = agent.get(FILE);
        assertThat(before.statusCode()).isEqualTo(200);
        assertThat(before.body()).isEqualTo(Files.readString(file));
        JsonObject listed = new JsonObject(agent.get("/v1/rules").body())
                .getJsonArray("files")
                .getJsonObject(0);
        assertThat(listed.getString("file")).isEqualTo("50-test.conf");
        assertThat(listed.getString("etag")).isEqualTo(etag(before));
        assertThat(listed.getInteger("size")).isEqualTo((int) Files.size(file));

        HttpResponse<String> put = agent.http("PUT", FILE, to(HSS2), "If-Match", etag(before));

        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        assertThat(new JsonObject(put.body()).getInteger("generation")).isEqualTo(2);
        assertThat(file).hasContent(to(HSS2));
        assertThat(etag(agent.get(FILE))).isEqualTo(etag(put)).isNotEqualTo(etag(before));
        relayed(client, two);

        HttpResponse<String> stale = agent.http("PUT", FILE, to(HSS1), "If-Match", etag(before));
        assertProblem(stale, 412);
        assertThat(etag(stale)).isEqualTo(etag(put));
        assertThat(file).hasContent(to(HSS2));
        assertThat(generation(agent)).isEqualTo(2);
    }

    @Test
    void withoutAPreconditionNothingIsChanged() {
        TestAgent agent = start(config());
        assertProblem(agent.http("PUT", FILE, to(HSS2)), 428);
        assertProblem(agent.http("DELETE", FILE), 428);
        assertProblem(agent.http("DELETE", FILE, "", "If-None-Match", "*"), 428);
        assertThat(generation(agent)).isEqualTo(1);
    }

    @Test
    void aNewFileIsOnlyCreated() {
        TestAgent agent = start(config());
        assertProblem(agent.get(NEW), 404);
        assertProblem(agent.http("PUT", NEW, "rules = []", "If-Match", "*"), 412);
        assertProblem(agent.http("PUT", FILE, "rules = []", "If-None-Match", "*"), 412);
        assertThat(agent.http("PUT", NEW, "rules = []", "If-None-Match", "*").statusCode())
                .isEqualTo(200);
        assertThat(agent.get(NEW).body()).isEqualTo("rules = []");
        assertProblem(agent.http("PUT", NEW, "rules = []", "If-None-Match", "*"), 412);
        assertThat(generation(agent)).isEqualTo(2);
    }

    @Test
    void aRemovedFileDecidesNothing() {
        TestAgent agent = start(config());
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A);
        assertProblem(agent.http("DELETE", NEW, "", "If-Match", "*"), 404);
        assertProblem(agent.http("DELETE", FILE, "", "If-Match", "\"old\""), 412);
        HttpResponse<String> deleted = agent.http("DELETE", FILE, "", "If-Match", etag(agent.get(FILE)));
        assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(200);
        assertThat(agent.directory().resolve("rules/50-test.conf")).doesNotExist();
        assertProblem(agent.get(FILE), 404);
        client.send(Ask.realm("nowhere.example"));
        assertThat(client.next().resultCode()).isEqualTo(3003);
    }

    @Test
    void aSetWithAnErrorIsNeverWritten() throws IOException {
        TestAgent agent = start(config());
        Path file = agent.directory().resolve("rules/50-test.conf");
        String before = Files.readString(file);
        HttpResponse<String> refused = agent.http("PUT", FILE, to("hss1.home.exmaple"), "If-Match", "*");
        assertProblem(refused, 422);
        JsonArray diagnostics = new JsonObject(refused.body()).getJsonArray("diagnostics");
        assertThat(diagnostics.getJsonObject(0).getString("file")).endsWith("50-test.conf");
        assertThat(diagnostics.getJsonObject(0).getInteger("line")).isEqualTo(1);
        assertThat(diagnostics.getJsonObject(0).getString("hint")).contains(HSS1);
        assertThat(file).hasContent(before);
        // The name of a rule must be new in the whole set, not in its file.
        assertProblem(agent.http("PUT", NEW, to(HSS2), "If-None-Match", "*"), 422);
        assertThat(agent.directory().resolve("rules/60-new.conf")).doesNotExist();
        assertThat(generation(agent)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"../peers.conf\"",
                "include file(\"/etc/passwd\")",
                "include url(\"http://127.0.0.1/\")",
                "include classpath(\"reference.conf\")",
                "rules = [ { name = ${HOME}, action = reject, result = 3002 } ]",
                "rules = [ { name = ${?user.home}, action = reject, result = 3002 } ]"
            })
    void whatComesOverHttpIncludesNothing(String text) {
        TestAgent agent = start(config());
        HttpResponse<String> refused = agent.http("PUT", NEW, text, "If-None-Match", "*");
        assertProblem(refused, 422);
        assertThat(refused.body()).doesNotContain("root:", System.getProperty("user.home"));
        assertThat(agent.directory().resolve("rules/60-new.conf")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2Fpeers.conf",
                "..%2F..%2Fx.conf",
                "%2E%2E%2Fpeers.conf",
                ".hidden.conf",
                "a%00.conf",
                "a%5C..%5Cb.conf",
                "a.txt",
                "conf",
                ".conf",
                "-a.conf",
                "a%20b.conf",
                "a.conf%0A"
            })
    void noOtherNameIsTaken(String name) throws IOException {
        TestAgent agent = start(config());
        String peers = Files.readString(agent.directory().resolve("peers.conf"));
        assertThat(agent.http("PUT", "/v1/rules/" + name, "rules = []", "If-None-Match", "*")
                        .statusCode())
                .isIn(400, 404);
        assertThat(agent.http("PUT", "/v1/rules/" + name, "rules = []", "If-Match", "*")
                        .statusCode())
                .isIn(400, 404);
        assertThat(agent.http("DELETE", "/v1/rules/" + name, "", "If-Match", "*")
                        .statusCode())
                .isIn(400, 404);
        assertThat(agent.get("/v1/rules/" + name).statusCode()).isIn(400, 404);
        assertThat(agent.directory().resolve("peers.conf")).hasContent(peers);
        try (var files = Files.list(agent.directory().resolve("rules"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aBodyIsBounded() {
        TestAgent agent = start(config());
        assertProblem(agent.http("PUT", NEW, "#".repeat((4 << 20) + 1), "If-None-Match", "*"), 413);
        String large = "rules = [] " + "#".repeat((4 << 20) - 11);
        assertThat(agent.http("PUT", NEW, large, "If-None-Match", "*").statusCode())
                .isEqualTo(200);
    }

    /** What curl says of every body unless it is told otherwise. */
    @Test
    void aBodyThatIsCalledAFormIsTakenAsItIs() {
        TestAgent agent = start(config());
        String text = "rules = [] # a=b&c=%zz+" + "x".repeat(20_000);
        String[] headers = {"If-None-Match", "*", "Content-Type", "application/x-www-form-urlencoded"};
        HttpResponse<String> put = agent.http("PUT", NEW, text, headers);
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        assertThat(agent.get(NEW).body()).isEqualTo(text);
    }

    /** Where a new text of the only rule file is written before it is renamed. */
    private static Path beside(TestAgent agent, String text) {
        String tag = Precondition.tagOf(text).replace("\"", "");
        return agent.directory().resolve("rules/.50-test.conf." + tag + ".new");
    }

    @Test
    void whatACrashLeftBetweenWritingAndRenamingIsNoRuleFile() throws IOException {
        TestAgent agent = start(config());
        Path left = beside(agent, "half of a file");
        Files.writeString(left, "rules = [ half of a fi");
        assertThat(agent.reload().accepted()).isTrue();
        assertThat(agent.http("PUT", FILE, to(HSS2), "If-Match", "*").statusCode())
                .isEqualTo(200);
        assertThat(left).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeWrittenLeavesTheSetInForce() throws IOException {
        TestAgent agent = start(config());
        // Where the new text would be written first, something is in the way that cannot be removed.
        Path inTheWay = beside(agent, to(HSS2));
        Files.createDirectories(inTheWay.resolve("full"));
        HttpResponse<String> failed = agent.http("PUT", FILE, to(HSS2), "If-Match", "*");
        assertProblem(failed, 500);
        assertThat(failed.body()).contains("50-test.conf cannot be written");
        assertThat(generation(agent)).isEqualTo(1);
        assertThat(agent.get(FILE).body()).contains(HSS1);
    }
}
