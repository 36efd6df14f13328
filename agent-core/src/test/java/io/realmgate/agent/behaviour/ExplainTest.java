package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the agent says about a request is what it does with it.
 *
 * <pre>
 *  client.visited.example ---- [ agent ] --+-- hss1.home.example  \ group "hss"
 *                                  |       \-- hss2.home.example  /
 *                            POST /v1/explain
 * </pre>
 */
class ExplainTest extends Behaviour {
    private TestAgent agent() {
        return start(
                new TestConfig()
                        .peers(CLIENT, HSS1, HSS2)
                        .peersFile("groups { hss { members = [ " + HSS1 + ", " + HSS2 + " ] } }")
                        .ruleFile(
                                "50-test.conf",
                                "rules = [\n{ name = sh, match { application = Sh }, action = reject, result = 5012 }\n"
                                        + "{ name = home, match { destination-realm = home.example }, action = relay, to = hss }\n]"));
    }

    private static JsonObject fields() {
        return new JsonObject()
                .put("from", CLIENT)
                .put("application", "S6a")
                .put("command", "ULR")
                .put("destination-realm", "home.example");
    }

    private static JsonObject explain(TestAgent agent, JsonObject fields) {
        HttpResponse<String> response = agent.http("POST", "/v1/explain", fields.encode());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    @Test
    void theRuleThoseBeforeItAndEachCandidate() {
        TestAgent agent = agent();
        connect(CLIENT, S6A);
        connect(HSS2, S6A);
        JsonObject explained = explain(agent, fields());
        JsonObject decision = explained.getJsonObject("decision");
        assertThat(decision.getString("rule")).isEqualTo("home");
        assertThat(decision.getString("place")).endsWith("rules/50-test.conf:3");
        assertThat(decision.getString("to")).isEqualTo("hss");
        assertThat(explained.getJsonArray("passed")).hasSize(1);
        JsonObject passed = explained.getJsonArray("passed").getJsonObject(0);
        assertThat(passed.getString("rule")).isEqualTo("sh");
        assertThat(passed.getString("why")).isEqualTo("application: S6a (16777251), wanted Sh");
        assertThat(explained.getJsonArray("candidates").encode())
                .isEqualTo("[{\"peer\":\"hss1.home.example\",\"usable\":false,\"why\":\"not connected\"},"
                        + "{\"peer\":\"hss2.home.example\",\"usable\":true,\"why\":\"chosen: by chance, weight 1\"}]");
        assertThat(explained.getString("next")).isEqualTo(HSS2);
    }

    @Test
    void whatRulesChangeOnTheWayAndTheNextHopOfWhatLeaves() {
        TestAgent agent = start(new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .rules(
                        "{ name = a, action = continue, tag = x, answer = [ { remove = Class } ] }",
                        "{ name = b, action = proxy, to = " + HSS1 + ", request = [ { set = Destination-Host, value = "
                                + HSS2 + " } ] }"));
        connect(CLIENT, S6A);
        connect(HSS1, S6A);
        connect(HSS2, S6A);
        JsonObject explained = explain(agent, fields().put("destination-host", HSS1));
        assertThat(explained.getJsonObject("decision").getString("action")).isEqualTo("proxy");
        assertThat(explained.getJsonArray("request").encode())
                .isEqualTo("[\"set Destination-Host = hss2.home.example\"]");
        assertThat(explained.getJsonArray("answer").encode()).isEqualTo("[\"remove Class\"]");
        assertThat(explained.getString("next")).isEqualTo(HSS2);
    }

    /** A request that is explained and then sent. */
    @ParameterizedTest
    @CsvSource({
        "S6a, 316, home.example, , ",
        "S6a, 316, home.example, hss2.home.example, ",
        "S6a, 316, home.example, hss1.home.example, 3002",
        "S6a, 316, visited.example, , 3002",
        "S6a, 316, nowhere.example, , 3003",
        "S6a, 316, nowhere.example, agent.transit.example, 3007",
        "S6a, 316, , , 3007",
        "0, 999, , , 3001",
        "16777217, 306, home.example, , 5012"
    })
    void whatIsSaidIsWhatHappens(String application, int command, String realm, String host, Integer result) {
        TestAgent agent = agent();
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS2, S6A);
        JsonObject fields = new JsonObject().put("from", CLIENT).put("application", application);
        fields.put("command", command);
        if (realm != null) {
            fields.put("destination-realm", realm);
        }
        if (host != null) {
            fields.put("destination-host", host);
        }
        JsonObject explained = explain(agent, fields);
        int number = switch (application) {
            case "S6a" -> S6A;
            default -> Integer.parseInt(application);
        };
        Ask ask = Ask.realm(realm).application(number).command(command);
        client.send(host == null ? ask : ask.host(host));
        if (result == null) {
            assertThat(explained.getString("next")).isEqualTo(HSS2);
            server.serve();
            assertThat(client.next().avp(264).text()).isEqualTo(HSS2);
        } else {
            assertThat(explained.getInteger("result")).isEqualTo(result);
            assertThat(client.next().resultCode()).isEqualTo(result);
        }
    }

    @Test
    void rulesOnAnyAvpCanBeAsked() {
        TestAgent agent = start(
                new TestConfig()
                        .peers(CLIENT, HSS1)
                        .rules(
                                "{ name = a, action = reject, result = 5012, match { apn = corp, avp { path = RAT-Type, range = \"1-4\" } } }"));
        JsonArray avps = new JsonArray()
                .add(new JsonObject().put("path", "Service-Selection").put("value", "corp"))
                .add(new JsonObject().put("path", "10415:1032").put("value", 4));
        assertThat(explain(agent, fields().put("avps", avps)).getInteger("result"))
                .isEqualTo(5012);
        avps.remove(1);
        assertThat(explain(agent, fields().put("avps", avps)).getInteger("result"))
                .isEqualTo(3002);
    }

    @Test
    void whyNobodyCanTakeIt() {
        TestAgent agent = agent();
        connect(HSS1, 16777216);
        connect(HSS2, S6A);
        JsonObject explained = explain(agent, fields().put("from", HSS2));
        assertThat(explained.getInteger("result")).isEqualTo(3002);
        assertThat(explained.getJsonArray("candidates"))
                .extracting(c -> ((JsonObject) c).getString("why"))
                .containsExactly("it did not advertise the application", "the request came from it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"from\": \"a\", \"application\": \"S6b7\", \"command\": 1} | unknown application",
                "{\"from\": \"a\", \"application\": \"S6a\", \"command\": \"ULX\"} | did you mean",
                "{\"from\": \"a\", \"application\": 4294967296, \"command\": 1} | larger than",
                "{\"from\": \"a\", \"application\": 1, \"command\": 16777216} | larger than",
                "{\"from\": \"a\", \"application\": 1, \"comand\": 1} | did you mean \"command\"",
                "{\"from\": \"a\", \"application\": 1} | missing",
                "{\"application\": 1, \"command\": 1} | missing",
                "{\"from\": \"\", \"application\": 1, \"command\": 1} | missing",
                "{\"avps\": [ { \"path\": \"RAT-Tipe\", \"value\": 1 } ], \"from\": \"a\", \"application\": 1, \"command\": 1} | did you mean \"RAT-Type\"",
                "{\"avps\": {}, \"from\": \"a\", \"application\": 1, \"command\": 1} | list of objects",
                "{\"avps\": [ null ], \"from\": \"a\", \"application\": 1, \"command\": 1} | an AVP must be an object",
                "{\"from\": null, \"application\": 1, \"command\": 1} | JSON object of fields",
                "{\"from\": [], \"application\": 1, \"command\": 1} | JSON object of fields",
                "nonsense | JSON object of fields",
                "[] | JSON object of fields"
            })
    void aQuestionThatIsUnclearIsAProblem(String body, String text) {
        HttpResponse<String> response = agent().http("POST", "/v1/explain", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new JsonObject(response.body()).getString("title")).contains(text);
    }
}
