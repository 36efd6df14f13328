package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an operator may ask over HTTP.
 *
 * <pre>
 *  operator -- GET --&gt; [ agent ] &lt;-- client.visited.example
 *                                 --&gt; hss1.home.example (listens)      hss2.home.example (never comes)
 * </pre>
 */
class AdminTest extends Behaviour {
    private final RawListener listener = listen();
    private final TestAgent agent = start(new TestConfig()
            .peers(CLIENT, HSS2)
            .peer(HSS1, listener)
            .peersFile("groups { servers { members = [ " + HSS1 + ", " + HSS2 + " ] } }")
            .rules("{ name = r, match { destination-realm = home.example }, action = relay, to = servers }"));
    private final RawPeer client = connect(CLIENT, S6A, 4);
    private final RawPeer server = accept(listener, HSS1, RELAY);

    private JsonObject json(String path, int status) {
        HttpResponse<String> response = agent.get(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue(status < 400 || path.equals("/ready") ? "application/json" : "application/problem+json");
        return new JsonObject(response.body());
    }

    @Test
    void live() {
        assertThat(json("/live", 200).getString("status")).isEqualTo("live");
    }

    @Test
    void readyNamesThePeersThatAreDown() {
        JsonObject ready = json("/ready", 200);
        assertThat(ready.getBoolean("ready")).isTrue();
        assertThat(ready.getJsonArray("reasons")).isEmpty();
        assertThat(ready.getJsonArray("peersDown")).hasSize(1);
        JsonObject down = ready.getJsonArray("peersDown").getJsonObject(0);
        assertThat(down.getString("identity")).isEqualTo(HSS2);
        assertThat(down.getString("lastEvent")).isEqualTo("never connected");
    }

    @Test
    @Conforms("6733:2.6/states")
    void peersWithTheirState() {
        client.send(Ask.realm("home.example"));
        RawMessage request = server.next();
        List<JsonObject> peers = json("/v1/peers", 200).getJsonArray("peers").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertThat(peers.stream().map(p -> p.getString("identity")).toList())
                .containsExactlyInAnyOrder(CLIENT, HSS1, HSS2);

        JsonObject up = json("/v1/peers/" + HSS1, 200);
        assertThat(up.getString("realm")).isEqualTo("home.example");
        assertThat(up.getString("state")).isEqualTo("OPEN");
        assertThat(up.getString("direction")).isEqualTo("we connect");
        assertThat(up.getString("address")).isEqualTo("127.0.0.1:" + listener.port());
        assertThat(up.getJsonArray("applications")).containsExactly("4294967295");
        assertThat(up.getJsonArray("groups")).containsExactly("servers");
        assertThat(up.getInteger("pending")).isOne();
        assertThat(up.getString("lastEvent")).startsWith("connected to ");

        JsonObject accepted = json("/v1/peers/CLIENT.Visited.example", 200);
        assertThat(accepted.getString("direction")).isEqualTo("connects to us");
        assertThat(accepted.getString("address"))
                .isEqualTo("127.0.0.1:" + client.connection().localPort());
        assertThat(accepted.getJsonArray("applications")).containsExactly("4", Integer.toString(S6A));
        assertThat(accepted.getJsonArray("groups")).isEmpty();

        JsonObject down = json("/v1/peers/" + HSS2, 200);
        assertThat(down.getString("state")).isEqualTo("DOWN");
        assertThat(down.getValue("direction")).isNull();

        server.send(RawMessages.success(request, HSS1));
        client.next();
    }

    @ParameterizedTest
    @CsvSource({"/v1/peers/nobody.example", "/v1/nothing", "/"})
    void whatIsNotThereIsAProblem(String path) {
        JsonObject problem = json(path, 404);
        assertThat(problem.getInteger("status")).isEqualTo(404);
        assertThat(problem.getString("title")).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/rules/reload", "POST, /metrics", "DELETE, /v1/peers"})
    void theWrongMethodIsAProblem(String method, String path) {
        HttpResponse<String> response = agent.http(method, path);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new JsonObject(response.body()).getInteger("status")).isEqualTo(405);
    }

    // Metrics -----------------------------------------------------------------------------------------------------

    /** Known traffic, and every counter that it moves. */
    @Test
    void metricsCountWhatHappened() {
        server.connection()
                .respond(request ->
                        RawMessages.answer(request, 0, request.avp(283).text().startsWith("HOME") ? 5030 : 2001, HSS1));
        for (int i = 0; i < 5; i++) {
            client.send(Ask.realm("home.example"));
            client.next();
        }
        client.send(Ask.realm("HOME.example"));
        client.send(Ask.realm("home.example").application(4).command(272));
        client.send(Ask.realm("home.example").application(0x00abcdef));
        client.send(Ask.realm("unknown.example"));
        client.send(Ask.realm("home.example").routeRecord(TestAgent.IDENTITY));
        client.next(5);
        server.send(RawMessages.success(Ask.realm("x").message(), HSS1));
        server.connection().ping();

        HttpResponse<String> response = agent.get("/metrics");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        Map<String, Double> samples = PrometheusText.parse(response.body());
        String fromClient = "{peer=\"" + CLIENT + "\",";
        String fromServer = "{peer=\"" + HSS1 + "\",";
        assertThat(samples)
                .containsEntry("realmgate_requests_total" + fromClient + "application=\"S6a\"}", 8.0)
                .containsEntry("realmgate_requests_total" + fromClient + "application=\"11259375\"}", 1.0)
                .containsEntry("realmgate_answers_total" + fromServer + "class=\"2xxx\"}", 7.0)
                .containsEntry("realmgate_answers_total" + fromServer + "class=\"5xxx\"}", 1.0)
                .containsEntry("realmgate_answers_total" + fromServer + "class=\"3xxx\"}", 0.0)
                .containsEntry("realmgate_answer_results_total" + fromServer + "result=\"2001\"}", 7.0)
                .containsEntry("realmgate_answer_results_total" + fromServer + "result=\"5030\"}", 1.0)
                .containsEntry(
                        "realmgate_error_answers_total" + fromClient
                                + "result_code=\"3003\",cause=\"realm-not-served\"}",
                        1.0)
                .containsEntry(
                        "realmgate_error_answers_total" + fromClient + "result_code=\"3005\",cause=\"loop\"}", 1.0)
                .containsEntry("realmgate_discarded_total" + fromServer + "cause=\"unknown_hop_by_hop\"}", 1.0)
                .containsEntry("realmgate_unanswered_total" + fromServer + "cause=\"timeout\"}", 0.0)
                .containsEntry("realmgate_unanswered_total" + fromServer + "cause=\"connection_lost\"}", 0.0)
                .containsEntry("realmgate_answer_seconds_count{peer=\"" + HSS1 + "\"}", 8.0)
                .containsEntry("realmgate_pending_requests{peer=\"" + HSS1 + "\"}", 0.0)
                .containsEntry("realmgate_peer_open{peer=\"" + CLIENT + "\"}", 1.0)
                .containsEntry("realmgate_peer_open{peer=\"" + HSS2 + "\"}", 0.0)
                .containsEntry("realmgate_rules_generation", 1.0)
                .containsEntry("realmgate_rules", 1.0)
                .containsKey("jvm_threads_current");
        assertThat(samples.get("realmgate_answer_seconds_sum{peer=\"" + HSS1 + "\"}"))
                .isPositive();
        // One of Credit-Control, by whichever name the dictionary has for it.
        assertThat(samples.entrySet().stream()
                        .filter(e -> e.getKey().startsWith("realmgate_requests_total"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum())
                .isEqualTo(10);
    }

    @Test
    void pendingRequestsAreShown() {
        for (int i = 0; i < 3; i++) {
            client.send(Ask.realm("home.example"));
        }
        List<RawMessage> requests = server.next(3);
        assertThat(PrometheusText.parse(agent.get("/metrics").body()))
                .containsEntry("realmgate_pending_requests{peer=\"" + HSS1 + "\"}", 3.0);
        requests.forEach(request -> server.send(RawMessages.success(request, HSS1)));
        client.next(3);
    }

    @Test
    void whatPeersCallThemselvesCannotBreakTheText() {
        // An application of every bit and a result that is no code at all.
        server.connection().respond(request -> RawMessages.answer(request, 0, -1, HSS1));
        client.send(Ask.realm("home.example").application(-2));
        client.next();
        Map<String, Double> samples = PrometheusText.parse(agent.get("/metrics").body());
        assertThat(samples)
                .containsEntry("realmgate_requests_total{peer=\"" + CLIENT + "\",application=\"4294967294\"}", 1.0)
                .containsEntry("realmgate_answers_total{peer=\"" + HSS1 + "\",class=\"other\"}", 1.0);
    }

    @Test
    void applicationsBeyondTheBoundAreCountedTogether() {
        server.echo();
        for (int i = 0; i < 100; i++) {
            client.send(Ask.realm("home.example").application(1_000_000 + i));
        }
        client.next(100);
        Map<String, Double> samples = PrometheusText.parse(agent.get("/metrics").body());
        List<String> names = samples.keySet().stream()
                .filter(n -> n.startsWith("realmgate_requests_total"))
                .toList();
        assertThat(names).hasSize(33);
        assertThat(samples)
                .containsEntry("realmgate_requests_total{peer=\"" + CLIENT + "\",application=\"others\"}", 68.0);
    }
}
