package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a reload would say and change, without changing anything.
 *
 * <pre>
 *  client.visited.example ---- [ agent ] --+-- hss1.home.example
 *                                  |       \-- hss2.home.example
 *                        POST /v1/rules/check
 * </pre>
 */
class DryRunTest extends Behaviour {
    private static final String RULE = "rules/50-test.conf";

    private TestAgent agent() {
        return start(new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .rules("{ name = a, match { application = S6a }, action = relay, to = " + HSS1 + " }\n"
                        + "{ name = b, match { application = Sh }, action = relay, to = " + HSS2 + " }"));
    }

    private static JsonObject check(TestAgent agent, String body) {
        HttpResponse<String> response = agent.http("POST", "/v1/rules/check", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(new JsonObject(agent.get("/v1/generations").body()).getInteger("current"))
                .isEqualTo(1);
        return new JsonObject(response.body());
    }

    private static String files(String name, @Nullable String text) {
        return new JsonObject().put("files", new JsonObject().put(name, text)).encode();
    }

    @Test
    void nothingChangesWhenNothingWasEdited() {
        JsonObject checked = check(agent(), "");
        assertThat(checked.getBoolean("ok")).isTrue();
        JsonObject changes = checked.getJsonObject("changes");
        assertThat(changes.getJsonArray("files")).isEmpty();
        assertThat(changes.getJsonObject("rules").encode())
                .isEqualTo("{\"added\":[],\"removed\":[],\"changed\":[],\"reordered\":false}");
        assertThat(changes.getJsonObject("peers").encode()).isEqualTo("{\"added\":[],\"removed\":[],\"changed\":[]}");
    }

    @Test
    void aRuleThatOnlyObservesIsAnotherOne() {
        JsonObject changes = check(
                        agent(),
                        files(
                                RULE,
                                "rules = [ { name = a, match { application = S6a }, action = relay, to = " + HSS1
                                        + ", mode = observe }\n{ name = b, match { application = Sh }, action = relay, to = "
                                        + HSS2 + " } ]"))
                .getJsonObject("changes");
        assertThat(changes.getJsonObject("rules").getJsonArray("changed")).containsExactly("a");
    }

    @Test
    void theDiskIsComparedWithWhatIsInForce() {
        TestAgent agent = agent();
        agent.config()
                .withoutPeer(CLIENT)
                .rules(
                        "{ name = b, match { application = Sh }, action = relay, to = " + HSS2 + " }",
                        "{ name = c, match { application = Gx }, action = relay, to = " + HSS2 + " }",
                        "{ name = a, match { application = S6a }, action = relay, to = " + HSS2 + " }")
                .write(agent.directory());
        JsonObject changes = check(agent, "").getJsonObject("changes");
        assertThat(changes.getJsonArray("files"))
                .extracting(f -> ((JsonObject) f).getString("file"))
                .containsExactly("peers.conf", RULE);
        assertThat(changes.getJsonArray("files").getJsonObject(1).getString("diff"))
                .contains("+{ name = c");
        assertThat(changes.getJsonObject("rules").encode())
                .isEqualTo("{\"added\":[\"c\"],\"removed\":[],\"changed\":[\"a\"],\"reordered\":true}");
        assertThat(changes.getJsonObject("peers").getJsonArray("removed")).containsExactly(CLIENT);
    }

    @Test
    void theBodyStandsForFilesOnTheDisk() {
        TestAgent agent = agent();
        JsonObject changes = check(agent, files(RULE, null)).getJsonObject("changes");
        assertThat(changes.getJsonObject("rules").getJsonArray("removed")).containsExactly("a", "b");
        assertThat(changes.getJsonArray("files").getJsonObject(0).getString("change"))
                .isEqualTo("REMOVED");
        String more = "rules = [ { name = d, action = reject, result = 3002 } ]";
        JsonObject added = check(agent, files("rules/60-new.conf", more)).getJsonObject("changes");
        assertThat(added.getJsonObject("rules").getJsonArray("added")).containsExactly("d");
        assertThat(agent.directory().resolve("rules/60-new.conf")).doesNotExist();
        assertThat(agent.directory().resolve(RULE)).exists();
    }

    @Test
    void mistakesAreToldByPlace() {
        JsonObject checked =
                check(agent(), files("rules/60-new.conf", "\nrules = [ { name = d, action = relay, to = hss9 } ]"));
        assertThat(checked.getBoolean("ok")).isFalse();
        JsonArray diagnostics = checked.getJsonArray("diagnostics");
        assertThat(diagnostics).hasSize(1);
        JsonObject one = diagnostics.getJsonObject(0);
        assertThat(one.getString("severity")).isEqualTo("ERROR");
        assertThat(one.getString("file")).endsWith("rules/60-new.conf");
        assertThat(one.getInteger("line")).isEqualTo(2);
        assertThat(one.getString("message")).contains("hss9");
        assertThat(checked.getJsonObject("changes").containsKey("rules")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "{}",
                "{\"files\": 1}",
                "{\"files\": {}, \"more\": 1}",
                "{\"files\": {\"agent.conf\": \"\"}}",
                "{\"files\": {\"rules/../x.conf\": \"\"}}",
                "{\"files\": {\"rules/a.conf\": 1}}"
            })
    void aBodyThatSaysSomethingElseIsRefused(String body) {
        HttpResponse<String> response = agent().http("POST", "/v1/rules/check", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("title")).isNotEmpty();
    }
}
