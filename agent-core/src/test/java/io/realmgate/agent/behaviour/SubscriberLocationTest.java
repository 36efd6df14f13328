package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestAvp;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A table says which server has a subscriber: the agent relays to it, or tells the asker to (3GPP TS 29.228 5.3: Dx).
 *
 * <pre>
 *                                       /-- hss1.home.example
 *  client.visited.example --[ agent ]--+
 *                               |       \-- hss2.home.example
 *                          tables/hss.csv
 * </pre>
 */
class SubscriberLocationTest extends Behaviour {
    private static final int CX = 16777216;
    private static final int LIR = 302;

    private static final String ROWS = "digits,to\n00101*," + HSS1 + "\n001010000000000-001010000099999,second\n";
    private static final String UNKNOWN = "{ name = unknown, action = reject, result = 5001 }";

    private static TestConfig config(String... rules) {
        return new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .peersFile("groups { second { members = [ " + HSS2 + " ] } }")
                .file("tables/hss.csv", ROWS)
                .file("tables/users.csv", "text,to\nsip:alice@home.example," + HSS1 + "\n*@home.example,second\n")
                .rules(rules);
    }

    private static Ask ulr(String imsi) {
        return Ask.realm("home.example").with(TestAvp.text(1, imsi));
    }

    private static Ask lir(String identity) {
        return Ask.realm("home.example")
                .application(CX)
                .command(LIR)
                .with(TestAvp.raw(601, 0xc0, 10415, identity.getBytes(StandardCharsets.US_ASCII)));
    }

    private static RawMessage answer(RawPeer client, Ask ask) {
        client.send(ask);
        return client.next();
    }

    private static String answeredBy(RawPeer client, Ask ask) {
        return answer(client, ask).avp(264).text();
    }

    private RawPeer serving(String identity) {
        RawPeer server = connect(identity, S6A, CX);
        server.connection().respond(request -> RawMessages.success(request, identity));
        return server;
    }

    private static JsonObject http(TestAgent agent, String method, String path, int status) {
        HttpResponse<String> response = agent.http(method, path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return new JsonObject(response.body());
    }

    @Test
    void relaysToWhomTheTableNames() {
        TestAgent agent = start(config(
                "{ name = s6a, match { application = S6a }, action = relay, to = { table = hss, key = imsi } }",
                "{ name = cx, action = relay, to = { table = users, key = public-identity } }",
                UNKNOWN));
        RawPeer client = connect(CLIENT, S6A, CX);
        serving(HSS1);
        serving(HSS2);
        assertThat(answeredBy(client, ulr("001010000100000"))).isEqualTo(HSS1);
        assertThat(answeredBy(client, ulr("001010000099999"))).isEqualTo(HSS2);
        assertThat(answer(client, ulr("262010000099999")).resultCode()).isEqualTo(5001);
        assertThat(answer(client, Ask.realm("home.example")).resultCode()).isEqualTo(5001);
        assertThat(answeredBy(client, lir("sip:Alice@home.example"))).isEqualTo(HSS1);
        assertThat(answeredBy(client, lir("sip:bob@home.example"))).isEqualTo(HSS2);
        assertThat(agent.total("realmgate_table_rows", "table", "hss")).isEqualTo(2);
    }

    @Test
    void redirectsToWhomTheTableNames() {
        start(config("{ name = slf, action = redirect, to = { table = users, key = public-identity } }", UNKNOWN));
        RawPeer client = connect(CLIENT, S6A, CX);
        RawMessage alice = answer(client, lir("sip:alice@home.example"));
        assertThat(alice.resultCode()).isEqualTo(3006);
        assertThat(alice.all(292).stream().map(RawAvp::text)).containsExactly("aaa://" + HSS1);
        assertThat(alice.all(261))
                .as("what one subscriber is told is not remembered")
                .isEmpty();
        RawMessage bob = answer(client, lir("sip:bob@home.example"));
        assertThat(bob.all(292).stream().map(RawAvp::text)).containsExactly("aaa://" + HSS2);
        assertThat(answer(client, lir("sip:bob@elsewhere.example")).resultCode())
                .isEqualTo(5001);
    }

    @Test
    void anotherTableDecidesFromThenOn() {
        String rule = "{ name = s6a, action = relay, to = { table = hss, key = imsi } }";
        TestAgent agent = start(config(rule, UNKNOWN));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = serving(HSS1);
        serving(HSS2);
        assertThat(answeredBy(client, ulr("001010000100000"))).isEqualTo(HSS1);
        agent.config().file("tables/hss.csv", "digits,to\n00101*,second\n");
        agent.writeFiles();
        JsonObject preview = http(agent, "POST", "/v1/rules/check", 200).getJsonObject("changes");
        assertThat(preview.getJsonArray("files").encode()).contains("tables/hss.csv", "2 rows", "1 rows");
        JsonObject reloaded = http(agent, "POST", "/v1/rules/reload", 200);
        assertThat(reloaded.getJsonArray("files").encode())
                .isEqualTo("[{\"file\":\"tables/hss.csv\",\"change\":\"CHANGED\"}]");
        assertThat(answeredBy(client, ulr("001010000100000"))).isEqualTo(HSS2);
        assertThat(first.connection().isClosed()).as("no peer changed").isFalse();
        assertThat(http(agent, "GET", "/v1/tables", 200).encode())
                .contains("\"generation\":2", "\"table\":\"hss\"", "\"columns\":\"digits,to\"", "\"rows\":1");
        // A table with a mistake keeps all as it was.
        agent.config().file("tables/hss.csv", "digits,to\n00101*,secnd\n");
        agent.writeFiles();
        assertThat(http(agent, "POST", "/v1/rules/reload", 422).encode())
                .contains("hss.csv:2: unknown group \\\"secnd\\\" (did you mean \\\"second\\\"?)");
        assertThat(answeredBy(client, ulr("001010000100000"))).isEqualTo(HSS2);
        assertThat(agent.total("realmgate_table_rows", "table", "hss")).isEqualTo(1);
    }

    @Test
    void aRestoreSaysThatTablesStay() {
        TestAgent agent = start(config("{ name = a, action = relay, to = { table = hss, key = imsi } }"));
        agent.config().file("tables/hss.csv", "digits,to\n00101*,second\n").rules(UNKNOWN);
        agent.writeFiles();
        http(agent, "POST", "/v1/rules/reload", 200);
        assertThat(http(agent, "GET", "/v1/generations/1", 200).encode())
                .contains("\"otherTables\":[\"tables/hss.csv\"]", "\"rows\":");
        assertThat(http(agent, "GET", "/v1/generations/2", 200).encode()).contains("\"otherTables\":[]");
        JsonObject restored = http(agent, "POST", "/v1/generations/1/restore", 200);
        assertThat(restored.encode()).contains("tables/hss.csv: warning: is not restored", "generation 1");
        assertThat(agent.total("realmgate_table_rows", "table", "hss")).isEqualTo(1);
    }

    /** Every request is answered by one table or the other, and none is lost. */
    @Test
    void underTraffic() {
        TestAgent agent = start(config("{ name = s6a, action = relay, to = { table = hss, key = imsi } }", UNKNOWN));
        RawPeer client = connect(CLIENT, S6A);
        serving(HSS1);
        serving(HSS2);
        Set<String> servers = new HashSet<>();
        for (int round = 0; round < 10; round++) {
            String server = round % 2 == 0 ? HSS2 : HSS1;
            agent.config().file("tables/hss.csv", "digits,to\n00101*," + server + "\n");
            agent.writeFiles();
            List<Ask> asks = IntStream.range(0, 50)
                    .mapToObj(i -> ulr(String.format(Locale.ROOT, "0010100000%05d", i)))
                    .toList();
            asks.forEach(client::send);
            http(agent, "POST", "/v1/rules/reload", 200);
            for (int i = 0; i < asks.size(); i++) {
                servers.add(client.next().avp(264).text());
            }
            assertThat(answeredBy(client, ulr("001010000000001"))).isEqualTo(server);
        }
        assertThat(servers).isSubsetOf(HSS1, HSS2);
    }
}
