package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.testkit.Captures;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the agent says about the octets of an answer is what it does with them.
 *
 * <pre>
 *  client.visited.example ---- [ agent ] ---- hss1.home.example
 *                           rules | about answers
 *                            POST /v1/explain
 * </pre>
 */
class ExplainedAnswersTest extends Behaviour {
    private static final TestConfig CONFIG = new TestConfig()
            .agent("proxy-info = add\nlimits.message-size = 4096")
            .peer(CLIENT, null, "errors { broken-answer = 5012 }")
            .peers(HSS1)
            .rules(
                    "{ name = sent, action = proxy, to = " + HSS1
                            + ", answer = [ { add = Class, value = one } ], retry { on = [ 5030 ] } }",
                    "{ name = secret, match { phase = answer, asked-by = " + CLIENT
                            + ", avp { path = User-Name, exists = true } }, action = reject, result = 5012 }",
                    "{ name = cut, match { phase = answer, result = 2001 }, action = proxy, tag = t"
                            + ", answer = [ { set = Session-Timeout, value = 60 } ] }");

    private static final int WHOLE = 0x40;
    private static final int ERROR = 0x60;

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("edited", WHOLE, List.of(TestAvp.u32(268, 2001), TestAvp.u32(27, 3600))),
                Arguments.of("rejected", WHOLE, List.of(TestAvp.u32(268, 2001), TestAvp.text(1, "99970"))),
                Arguments.of("a failure, edited by the rule of its request", WHOLE, List.of(TestAvp.u32(268, 5005))),
                Arguments.of("a protocol error", ERROR, List.of(TestAvp.u32(268, 3002))),
                Arguments.of("nobody is left to try again", WHOLE, List.of(TestAvp.u32(268, 5030))),
                Arguments.of("broken", WHOLE, List.of()),
                Arguments.of("too long", WHOLE, List.of(TestAvp.u32(268, 2001), TestAvp.of(25, new byte[3930]))));
    }

    /** With Session-Id, Origin-Host and our own Proxy-Info, which is to go. */
    private static byte[] answer(RawMessage request, int flags, List<TestAvp> more) {
        List<TestAvp> avps = new ArrayList<>();
        request.all(263).forEach(session -> avps.add(TestAvp.of(263, session.data())));
        avps.addAll(more);
        avps.add(TestAvp.text(264, HSS1));
        request.all(284).forEach(info -> avps.add(TestAvp.of(284, info.data())));
        byte[] octets = TestMessage.of(
                flags, request.command(), request.application(), request.hopByHop(), request.endToEnd(), avps);
        if (more.isEmpty()) {
            // The first AVP claims more than the message has.
            octets[25] = 0x7f;
        }
        return octets;
    }

    private static JsonObject explain(TestAgent agent, JsonObject body) {
        HttpResponse<String> response = agent.http("POST", "/v1/explain", body.encode());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private static ByteBuf packet(int from, int to, byte[] message) {
        return Captures.ipv4(6, Captures.tcp(from, to, 1, 16, message));
    }

    /** The answer and its two requests in a capture; the exchanges of capabilities were before it began. */
    private static JsonObject captured(byte[] came, RawMessage sent, byte[] answer) {
        Captures capture = new Captures(true, 101)
                .packet(packet(4000, 3868, came))
                .packet(packet(5000, 3869, sent.bytes()))
                .packet(Captures.ipv4Back(6, Captures.tcp(3869, 5000, 1, 16, answer)));
        return new JsonObject()
                .put("pcap", Base64.getEncoder().encodeToString(capture.octets()))
                .put("frame", 3)
                .put("from", HSS1)
                .put("asked-by", CLIENT);
    }

    /** Each is explained and then sent; the octets that leave are those that were shown, but for hop-by-hop. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void whatIsSaidIsWhatHappens(String what, int flags, List<TestAvp> avps) {
        TestAgent agent = start(CONFIG);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        byte[] came = Ask.realm("home.example").bytes();
        client.send(came);
        RawMessage sent = server.next();
        byte[] answer = answer(sent, flags, avps);
        JsonObject explained = explain(agent, captured(came, sent, answer))
                .getJsonArray("explanations")
                .getJsonObject(0);
        server.send(answer);
        RawMessage got = client.next();
        if (explained.containsKey("next")) {
            assertThat(explained.getString("next")).isEqualTo(CLIENT);
            byte[] octets = got.bytes();
            Arrays.fill(octets, 12, 16, (byte) 0);
            assertThat(explained.getJsonObject("leaves").getString("hex")).isEqualTo(Captures.hex(octets));
        } else {
            assertThat(explained.getInteger("result")).isEqualTo(got.resultCode());
        }
    }

    @Test
    void rulesTagsEditsAndTheRuleOfTheRequestAreSaid() {
        TestAgent agent = start(CONFIG);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        byte[] came = Ask.realm("home.example").bytes();
        client.send(came);
        RawMessage sent = server.next();
        byte[] answer = answer(sent, WHOLE, List.of(TestAvp.u32(268, 2001)));
        JsonObject explained = explain(agent, captured(came, sent, answer))
                .getJsonArray("explanations")
                .getJsonObject(0);
        assertThat(explained.getJsonObject("decision").getString("rule")).isEqualTo("cut");
        assertThat(explained.getJsonArray("tags").encode()).isEqualTo("[\"t\"]");
        assertThat(explained.getJsonArray("answer").encode()).isEqualTo("[\"set Session-Timeout = 60\"]");
        assertThat(explained.getJsonArray("passed").encode()).contains("User-Name");
        assertThat(explained.getJsonArray("notes").encode())
                .contains("of its request: rule \\\"sent\\\"")
                .contains("in the answer: add Class = one");
        server.send(answer);
        assertThat(client.next().all(25)).hasSize(1);
    }

    /** Of an answer alone nobody knows what its request was. */
    @Test
    void inHexTheRuleOfTheRequestIsNotKnown() {
        TestAgent agent = start(CONFIG);
        byte[] answer = TestMessage.of(
                WHOLE, 316, S6A, 1, 1, List.of(TestAvp.u32(268, 2001), TestAvp.text(264, "Other.home.example")));
        JsonObject body = new JsonObject().put("hex", Captures.hex(answer)).put("asked-by", CLIENT);
        JsonObject explained = explain(agent, body);
        assertThat(explained.getString("from")).isEqualTo("other.home.example");
        assertThat(explained.getString("next")).isEqualTo(CLIENT);
        assertThat(explained.getJsonArray("notes").encode()).contains("its request is not known");
        assertThat(explained.getJsonObject("leaves").getString("text")).contains("Session-Timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | say with \"asked-by\" whom it goes back to",
                "{\"asked-by\": \"a\", \"listener\": \"b\"} | unknown listener \"b\" (no entry of agent.listen has a name)",
                "{\"asked-by\": \"a\", \"application\": \"S6a\"} | unknown field \"application\"",
                "{\"asked-by\": 1} | JSON object of fields"
            })
    void whatIsNotSaidRightIsAProblem(String fields, String text) {
        byte[] answer = TestMessage.of(WHOLE, 316, S6A, 1, 1, List.of(TestAvp.text(264, HSS1)));
        JsonObject body = new JsonObject(fields).put("hex", Captures.hex(answer));
        HttpResponse<String> response = start(CONFIG).http("POST", "/v1/explain", body.encode());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("title")).contains(text);
    }
}
