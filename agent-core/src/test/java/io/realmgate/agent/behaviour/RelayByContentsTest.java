package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestAvp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Rules that look at what a request says, on whatever loop it arrives.
 *
 * <pre>
 *                                       /-- hss1.home.example
 *  client.visited.example --[ agent ]--+
 *                                       \-- hss2.home.example
 * </pre>
 */
class RelayByContentsTest extends Behaviour {
    private static final int GY = 4;

    private static Ask ulr(String imsi) {
        return Ask.realm("home.example").with(TestAvp.text(1, imsi));
    }

    private static TestAvp subscription(int type, String data) {
        return TestAvp.group(443, TestAvp.u32(450, type), TestAvp.text(444, data));
    }

    /** Whoever answered. */
    private static String answeredBy(RawPeer client, Ask ask) {
        client.send(ask);
        return client.next().avp(264).text();
    }

    @Test
    void bySubscriber() {
        start(new TestConfig()
                .agent("event-loops = 2")
                .peers(CLIENT, HSS1, HSS2)
                .rules(
                        "{ name = a, match { imsi = \"00101*\" }, action = relay, to = " + HSS1 + " }",
                        "{ name = b, match { msisdn = \"49*\" }, action = relay, to = " + HSS1 + " }",
                        "{ name = rest, action = relay, to = " + HSS2 + " }"));
        RawPeer client = connect(CLIENT, S6A, GY);
        serving(HSS1);
        serving(HSS2);
        assertThat(answeredBy(client, ulr("001010000000001"))).isEqualTo(HSS1);
        assertThat(answeredBy(client, ulr("001020000000001"))).isEqualTo(HSS2);
        assertThat(answeredBy(client, Ask.realm("home.example"))).isEqualTo(HSS2);
        Ask ccr = Ask.realm("home.example").application(GY).command(272);
        ccr.with(subscription(1, "001020000000001"), subscription(0, "491701234567"));
        assertThat(answeredBy(client, ccr)).isEqualTo(HSS1);
    }

    @Test
    void byAnyAvpWhereverItStands() {
        start(new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .rules(
                        "{ name = a, match { avp { path = \"1400[1032=5].1401\", prefix = \"x\" } }, action = relay, to = "
                                + HSS1 + " }",
                        "{ name = rest, action = relay, to = " + HSS2 + " }"));
        RawPeer client = connect(CLIENT, S6A);
        serving(HSS1);
        serving(HSS2);
        TestAvp x = TestAvp.text(1401, "xyz");
        assertThat(answeredBy(client, Ask.realm("home.example").with(TestAvp.group(1400, TestAvp.u32(1032, 5), x))))
                .isEqualTo(HSS1);
        assertThat(answeredBy(client, Ask.realm("home.example").with(TestAvp.group(1400, x, TestAvp.u32(1032, 4)))))
                .isEqualTo(HSS2);
        assertThat(answeredBy(client, Ask.realm("home.example").with(x))).isEqualTo(HSS2);
    }

    /** A message may be as large as the limit and consist of nothing but what a rule asks for. */
    @Test
    void aHundredThousandOfThemCostNoMoreThanReadingThem() {
        start(new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .rules(
                        "{ name = a, match { avp { path = \"99999\", equals = needle } }, action = relay, to = " + HSS1
                                + " }",
                        "{ name = rest, action = relay, to = " + HSS2 + " }"));
        RawPeer client = connect(CLIENT, S6A);
        serving(HSS1);
        serving(HSS2);
        List<TestAvp> hay = IntStream.range(0, 100_000)
                .mapToObj(i -> TestAvp.of(99999, "hay".getBytes(StandardCharsets.US_ASCII)))
                .toList();
        Ask ask = Ask.realm("home.example").with(hay.toArray(TestAvp[]::new));
        assertThat(answeredBy(client, ask)).isEqualTo(HSS2);
        ask = Ask.realm("home.example").with(hay.toArray(TestAvp[]::new)).with(TestAvp.text(99999, "needle"));
        assertThat(answeredBy(client, ask)).isEqualTo(HSS1);
    }

    @Test
    void whetherAGroupIsUp() {
        TestAgent agent = start(new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .peersFile("groups { main { members = [ " + HSS1 + " ] } }")
                .rules(
                        "{ name = a, match { group-up = main }, action = relay, to = main }",
                        "{ name = rest, action = relay, to = " + HSS2 + " }"));
        RawPeer client = connect(CLIENT, S6A);
        serving(HSS2);
        assertThat(answeredBy(client, Ask.realm("home.example"))).isEqualTo(HSS2);
        RawPeer main = serving(HSS1);
        assertThat(answeredBy(client, Ask.realm("home.example"))).isEqualTo(HSS1);
        main.close();
        agent.awaitDown(HSS1);
        assertThat(answeredBy(client, Ask.realm("home.example"))).isEqualTo(HSS2);
    }

    private RawPeer serving(String identity) {
        RawPeer server = connect(identity, S6A, GY);
        server.connection().respond(request -> RawMessages.success(request, identity));
        return server;
    }
}
