package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.routing.check.Diagnostic;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rules that use names of the network's own.
 *
 * <pre>
 *                                       /-- hss1.home.example
 *  client.visited.example --[ agent ]--+
 *                               |       \-- hss2.home.example
 *                       dictionary/x9.conf
 * </pre>
 */
class OwnNamesTest extends Behaviour {
    private static final int X9 = 16777999;
    private static final int DO_SOMETHING = 8388999;
    private static final String FILE = "dictionary/x9.conf";

    private static final String NAMES = """
            applications = [ { name = X9, id = 16777999, also = [ X9-prime ] } ]
            commands = [ { name = Do-Something, code = 8388999, application = X9, request = XSR, answer = XSA } ]
            avps = [ { name = My-Avp, code = 1, vendor = 99999, type = UTF8String } ]
            """;
    private static final String BY_NAME = "{ name = own, match { application = X9-prime, command = XSR"
            + ", avp { path = My-Avp, equals = gold } }, action = relay, to = " + HSS2 + " }";
    private static final String REST = "{ name = rest, action = relay, to = " + HSS1 + " }";

    private static Ask ask(int command, String value) {
        return Ask.realm("home.example")
                .application(X9)
                .command(command)
                .with(TestAvp.raw(1, 0x80, 99999, value.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String answeredBy(RawPeer client, Ask ask) {
        client.send(ask);
        return client.next().avp(264).text();
    }

    private static JsonObject http(TestAgent agent, String method, String path, int status, String body) {
        HttpResponse<String> response = agent.http(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return new JsonObject(response.body());
    }

    private static JsonObject reload(TestAgent agent, int status) {
        agent.writeFiles();
        return http(agent, "POST", "/v1/rules/reload", status, "");
    }

    /** {@code peers.conf} uses them as well. */
    @Test
    void peersSupportAndAreToldApplicationsByTheirNames() {
        start(new TestConfig()
                .file(FILE, NAMES)
                .peers(CLIENT)
                .peer(HSS1, null, "supports = [ X9 ]")
                .peer(HSS2, null, "advertise = [ { application = X9-prime, vendor = 99999 } ]")
                .rules(REST));
        RawPeer client = connect(CLIENT, X9);
        // What peers.conf says of it counts, not what it says itself.
        connect(HSS1, S6A).echo();
        assertThat(answeredBy(client, ask(DO_SOMETHING, "gold"))).isEqualTo(HSS1);
        RawConnection told = dial();
        told.send(RawMessages.cer(HSS2, X9));
        assertThat(told.next().avp(260).inner())
                .extracting(RawAvp::code, RawAvp::number)
                .containsExactlyInAnyOrder(tuple(266, 99999), tuple(258, X9));
    }

    @Test
    void agentConfSaysThatItDoesNotKnowThem() {
        List<Diagnostic> said = new ArrayList<>();
        AgentSettingsReader.read(
                "agent.conf",
                "agent { identity = a.example, realm = example, listen = [ { transport = tcp, host = \"127.0.0.1\", port = 1 } ]\n"
                        + "realm-redirect = [ X9 ] }",
                said);
        assertThat(said)
                .singleElement()
                .asString()
                .contains("unknown application \"X9\"")
                .contains("dictionary/*.conf");
    }

    @Test
    void aReloadAddsNamesAndRulesThatUseThem() {
        TestAgent agent = start(new TestConfig().peers(CLIENT, HSS1, HSS2).rules(REST));
        RawPeer client = connect(CLIENT, X9);
        connect(HSS1, X9).echo();
        connect(HSS2, X9).echo();
        assertThat(answeredBy(client, ask(DO_SOMETHING, "gold"))).isEqualTo(HSS1);

        agent.config().rules(BY_NAME, REST);
        assertThat(reload(agent, 422).encode()).contains("unknown application \\\"X9-prime\\\"");
        agent.config().file(FILE, NAMES);
        assertThat(reload(agent, 200).encode()).contains("{\"file\":\"dictionary/x9.conf\",\"change\":\"ADDED\"}");
        assertThat(answeredBy(client, ask(DO_SOMETHING, "gold"))).isEqualTo(HSS2);
        assertThat(answeredBy(client, ask(DO_SOMETHING, "silver"))).isEqualTo(HSS1);
        assertThat(answeredBy(client, ask(DO_SOMETHING + 1, "gold"))).isEqualTo(HSS1);
        JsonObject question = new JsonObject()
                .put("from", CLIENT)
                .put("application", "X9")
                .put("command", "XSR")
                .put("destination-realm", "home.example");
        assertThat(http(agent, "POST", "/v1/explain", 200, question.encode()).encode())
                .contains(HSS1);

        // A mistake in the names refuses the set, and is all that is said.
        agent.config().file(FILE, NAMES.replace("name = X9,", "name = S6a,"));
        assertThat(reload(agent, 422).getJsonArray("diagnostics").encode())
                .contains("dictionary/x9.conf:1: application \\\"S6a\\\": \\\"S6a\\\" is application 16777251 already")
                .doesNotContain("50-test.conf");
        assertThat(answeredBy(client, ask(DO_SOMETHING, "gold"))).isEqualTo(HSS2);
    }

    @Test
    void aRestoreBringsTheNamesBack() {
        TestAgent agent = start(
                new TestConfig().peers(CLIENT, HSS1, HSS2).file(FILE, NAMES).rules(BY_NAME, REST));
        RawPeer client = connect(CLIENT, X9);
        connect(HSS1, X9).echo();
        connect(HSS2, X9).echo();
        agent.config().file(FILE, "").rules(REST);
        reload(agent, 200);
        assertThat(answeredBy(client, ask(DO_SOMETHING, "gold"))).isEqualTo(HSS1);
        http(agent, "POST", "/v1/generations/1/restore", 200, "");
        assertThat(answeredBy(client, ask(DO_SOMETHING, "gold"))).isEqualTo(HSS2);
    }
}
