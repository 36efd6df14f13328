package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.testkit.Captures;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the agent says about the octets of a request is what it does with them.
 *
 * <pre>
 *  client.visited.example ---- [ agent ] ---- hss1.home.example
 *                                  |
 *                            POST /v1/explain
 * </pre>
 */
class ExplainedMessagesTest extends Behaviour {
    private static final TestConfig CONFIG = new TestConfig()
            .agent("proxy-info = add\nlimits.message-size = 4096")
            .peer(CLIENT, null, "errors { loop = 3002 }")
            .peers(HSS1)
            .rules("{ name = mine, match { avp { path = User-Name, prefix = \"999\" } }, action = relay, to = " + HSS1
                    + " }");

    private static JsonObject explain(TestAgent agent, JsonObject body) {
        HttpResponse<String> response = agent.http("POST", "/v1/explain", body.encode());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private static JsonObject hex(byte[] message) {
        return new JsonObject().put("from", CLIENT).put("hex", Captures.hex(message));
    }

    private static byte[] changed(byte[] message, int at, int value) {
        byte[] copy = message.clone();
        copy[at] = (byte) value;
        return copy;
    }

    static Stream<Arguments> messages() {
        Ask ask = Ask.realm("home.example");
        byte[] whole = Ask.realm("home.example").with(TestAvp.text(1, "99970")).bytes();
        return Stream.of(
                Arguments.of("by a rule about an AVP", whole),
                Arguments.of("by its realm", ask.bytes()),
                Arguments.of(
                        "with much that nobody knows",
                        Ask.realm("home.example")
                                .with(
                                        TestAvp.raw(77, 0x20, 99, new byte[3]),
                                        TestAvp.group(284, TestAvp.text(280, "a")))
                                .bytes()),
                Arguments.of(
                        "sent again",
                        Ask.realm("home.example").flags(Ask.R | Ask.P | Ask.T).bytes()),
                Arguments.of(
                        "P bit clear", Ask.realm("home.example").flags(Ask.R).bytes()),
                Arguments.of(
                        "E bit",
                        Ask.realm("home.example").flags(Ask.R | Ask.P | Ask.E).bytes()),
                Arguments.of("version", changed(ask.bytes(), 0, 2)),
                Arguments.of("AVP length", changed(ask.bytes(), 27, 200)),
                Arguments.of(
                        "two realms",
                        Ask.realm("home.example")
                                .with(TestAvp.text(283, "other.example"))
                                .bytes()),
                Arguments.of(
                        "loop",
                        Ask.realm("home.example")
                                .routeRecord(TestAgent.IDENTITY)
                                .bytes()),
                Arguments.of(
                        "server in its Route-Record",
                        Ask.realm("home.example").routeRecord(HSS1).bytes()),
                Arguments.of("too long", TestMessage.ofLength(5000, 0)),
                Arguments.of("nowhere", Ask.realm("nowhere.example").bytes()));
    }

    /** Each is explained and then sent; the octets that leave are those that were shown, but for hop-by-hop. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void whatIsSaidIsWhatHappens(String what, byte[] message) {
        TestAgent agent = start(CONFIG);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        JsonObject explained = explain(agent, hex(message));
        client.send(message);
        if (explained.containsKey("next")) {
            assertThat(explained.getString("next")).isEqualTo(HSS1);
            byte[] sent = server.serve().bytes();
            Arrays.fill(sent, 12, 16, (byte) 0);
            assertThat(Captures.hex(sent))
                    .isEqualTo(explained.getJsonObject("leaves").getString("hex"));
            assertThat(explained.getJsonObject("leaves").getString("text")).contains("hop-by-hop set when sent");
            assertThat(client.next().resultCode()).isEqualTo(2001);
        } else {
            assertThat(explained.getInteger("result")).isEqualTo(client.next().resultCode());
        }
    }

    @Test
    void whatIsNoRequestToRouteIsSaid() {
        TestAgent agent = start(CONFIG);
        byte[] watchdog = Ask.realm(null).application(0).command(280).bytes();
        assertThat(explain(agent, hex(watchdog)).getString("notRouted")).contains("between neighbours");
        byte[] answered = Ask.realm(null).application(0).command(280).flags(0).bytes();
        assertThat(explain(agent, hex(answered).put("asked-by", HSS1)).getString("notRouted"))
                .contains("between neighbours");
        JsonObject stranger =
                explain(agent, hex(Ask.realm("home.example").bytes()).put("from", "x.example"));
        assertThat(stranger.getJsonArray("notes").encode()).contains("x.example is no peer of ours");
    }

    /** The request of a capture is that of its octets, and who sent it is known by the CER. */
    @Test
    void aPacketIsAskedAboutByItselfOrOfAFile() {
        TestAgent agent = start(CONFIG);
        connect(HSS1, S6A);
        byte[] request = Ask.realm("home.example").from("mme.visited.example").bytes();
        Captures capture = new Captures(true, 1);
        capture.packet(Captures.ethernet(
                0x0800, Captures.ipv4(6, Captures.tcp(4000, 3868, 1, 16, RawMessages.cer(CLIENT, S6A)))));
        byte[] both = Unpooled.wrappedBuffer(request, request).copy().array();
        var packet = Captures.ethernet(
                0x0800, Captures.ipv4(6, Captures.tcp(4000, 3868, 1 + RawMessages.cer(CLIENT, S6A).length, 16, both)));
        byte[] octets = new byte[packet.readableBytes()];
        packet.getBytes(0, octets);
        capture.packet(packet);
        String file = Base64.getEncoder().encodeToString(capture.octets());
        JsonObject expected = explain(agent, hex(request));
        expected.remove("leaves");
        for (JsonObject body : new JsonObject[] {
            new JsonObject().put("pcap", file).put("frame", 2),
            new JsonObject().put("pcap", file),
            new JsonObject().put("from", CLIENT).put("frame", Captures.hex(octets))
        }) {
            JsonArray explanations = explain(agent, body).getJsonArray("explanations");
            assertThat(explanations).hasSize(2);
            JsonObject first = explanations.getJsonObject(0);
            assertThat(first.remove("packet")).isEqualTo(body.containsKey("pcap") ? 2 : 1);
            assertThat(first.remove("leaves")).isNotNull();
            assertThat(first).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"hex\": \"01\"} | a header has 20",
                "{\"hex\": \"xy\"} | not a hexadecimal digit",
                "{\"hex\": \"0100001480000000000000000000000000000000\"} | has no Origin-Host",
                "{\"hex\": 1} | JSON object of fields",
                "{\"hex\": \"00\", \"application\": \"S6a\"} | unknown field \"application\"",
                "{\"frame\": \"00\"} | holds no whole message",
                "{\"frame\": \"?!\"} | neither hex nor base64",
                "{\"pcap\": \"AAAA\", \"frame\": \"1\"} | number of a packet",
                "{\"pcap\": \"AAAA\"} | begins with 24 octets"
            })
    void aMessageThatCannotBeReadIsAProblem(String body, String text) {
        HttpResponse<String> response = start(CONFIG).http("POST", "/v1/explain", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("title")).contains(text);
    }
}
