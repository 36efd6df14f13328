package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that a proxy rule changes on their way, and their answers (RFC 6733 2.8.2). What no edit is about passes bit for
 * bit.
 *
 * <pre>
 *                                                          /-- hss1.home.example
 *  client.visited.example -- request --&gt; [ agent ] edited --+
 *                         &lt;- edited ---            answer   \-- hss2.home.example
 * </pre>
 */
class ProxyEditsTest extends Behaviour {
    private static final int USER_NAME = 1;
    private static final int CLASS = 25;
    private static final int DESTINATION_REALM = 283;
    private static final int DESTINATION_HOST = 293;
    private static final String GROUP = "groups { hss { members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = "
            + HSS2 + ", priority = 2 } ] } }";

    private TestAgent proxy(String edits) {
        return proxy(1, edits);
    }

    private TestAgent proxy(int loops, String edits) {
        return start(new TestConfig()
                .agent("timers.request = 60s\nevent-loops = " + loops)
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules("{ name = r, action = proxy, to = hss, " + edits + " }"));
    }

    /** The same message with other AVPs. */
    private static byte[] with(byte[] message, UnaryOperator<Stream<TestAvp>> change) {
        RawMessage before = new RawMessage(message);
        List<TestAvp> avps =
                change.apply(before.avps().stream().map(ProxyEditsTest::copy)).toList();
        return TestMessage.of(
                before.flags(), before.command(), before.application(), before.hopByHop(), before.endToEnd(), avps);
    }

    private static TestAvp copy(RawAvp avp) {
        return TestAvp.raw(avp.code(), avp.flags(), avp.vendor(), avp.data());
    }

    private static UnaryOperator<Stream<TestAvp>> text(int code, String value) {
        return avps -> avps.map(avp -> avp.code() == code ? TestAvp.text(code, value) : avp);
    }

    private static void isFor(RawMessage relayed, byte[] expected) {
        assertThat(relayed.bytes()).isEqualTo(Relayed.request(expected, relayed.hopByHop(), CLIENT));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theRequestIsEditedAndSoIsItsAnswerAndNothingElse(int loops) {
        proxy(
                loops,
                "request = [ { replace = Destination-Realm, regex = \"^home\", with = \"at.home\" },"
                        + " { set = \"443[450=1].444\", value = \"{imsi}\" }, { add = Class, value = \"by {from}\" } ],"
                        + " answer = [ { remove = User-Name }, { set = Class, value = \"{from}\" } ]");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        TestAvp noise = TestAvp.raw(1407, TestAvp.V | TestAvp.M, 10415, (byte) 0, (byte) 0xf1, (byte) 0x10);
        for (int i = 0; i < 20; i++) {
            Ask ask = Ask.realm("home.example").with(noise, TestAvp.text(USER_NAME, "00101000000000" + i % 10), noise);
            client.send(ask);
            RawMessage relayed = server.next();
            TestAvp imsi = TestAvp.group(443, TestAvp.u32(450, 1), TestAvp.text(444, "00101000000000" + i % 10));
            byte[] expected = with(ask.bytes(), text(DESTINATION_REALM, "at.home.example"));
            expected =
                    with(expected, avps -> Stream.concat(avps, Stream.of(imsi, TestAvp.text(CLASS, "by " + CLIENT))));
            isFor(relayed, expected);
            byte[] answer = with(
                    RawMessages.success(relayed, HSS1),
                    avps -> Stream.concat(avps, Stream.of(TestAvp.text(USER_NAME, "secret"), noise)));
            server.send(answer);
            byte[] back = with(
                    answer,
                    avps -> Stream.concat(
                            avps.filter(avp -> avp.code() != USER_NAME), Stream.of(TestAvp.text(CLASS, HSS1))));
            assertThat(client.next().bytes())
                    .isEqualTo(Relayed.answer(back, ask.message().hopByHop()));
        }
    }

    @Test
    void anErrorOfTheProtocolAndOurOwnAnswersPassAsTheyAre() {
        proxy("answer = [ { add = Class, value = x } ]");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage request = server.next();
        byte[] error = RawMessages.answer(request, Ask.E, 3007, HSS1);
        server.send(error);
        RawMessage answer = client.next();
        assertThat(answer.bytes()).isEqualTo(Relayed.answer(error, answer.hopByHop()));
        // A failure that is no protocol error is edited, and stays the failure that it is.
        client.send(Ask.realm("home.example"));
        server.send(RawMessages.answer(server.next(), 0, 5001, HSS1));
        answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(5001);
        assertThat(answer.avp(CLASS).text()).isEqualTo("x");
        client.send(Ask.realm("home.example"));
        server.next();
        server.close();
        answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(3002);
        assertThat(answer.all(CLASS)).isEmpty();
    }

    /** The rules are not asked again about what they have changed: it would be nobody's any more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatIsSentAgainIsWhatWasSentBefore(int loops) {
        start(new TestConfig()
                .agent("timers.request = 60s\nevent-loops = " + loops)
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules(
                        "{ name = r, match { destination-realm = home.example }, action = proxy, to = hss,"
                                + " request = [ { set = Destination-Realm, value = other.example }, { add = Class, value = x } ],"
                                + " answer = [ { add = Class, value = y } ] }",
                        "{ name = no, action = reject, result = 3003 }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        List<Ask> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(Ask.realm("home.example").session("s;" + i));
            client.send(asked.get(i));
        }
        List<RawMessage> before = first.next(50);
        first.close();
        List<RawMessage> after = second.next(50);
        for (int i = 0; i < 50; i++) {
            RawMessage again = after.get(i);
            byte[] expected = with(asked.get(i).bytes(), text(DESTINATION_REALM, "other.example"));
            expected = with(expected, avps -> Stream.concat(avps, Stream.of(TestAvp.text(CLASS, "x"))));
            isFor(before.get(i), expected);
            expected[4] |= Ask.T;
            isFor(again, expected);
            second.send(RawMessages.success(again, HSS2));
        }
        for (RawMessage answer : client.next(50)) {
            assertThat(answer.resultCode()).isEqualTo(2001);
            assertThat(answer.avp(CLASS).text()).isEqualTo("y");
        }
    }

    /** The next hop is that of the request as it leaves. */
    @Test
    void theHostThatTheEditsNameIsAsked() {
        proxy("request = [ { set = Destination-Host, value = " + HSS2 + " } ]");
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example").host(HSS1));
        assertThat(second.serve().avp(DESTINATION_HOST).text()).isEqualTo(HSS2);
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    void withoutAHostTheGroupChooses() {
        proxy("request = [ { remove = Destination-Host } ]");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        connect(HSS2, S6A);
        client.send(Ask.realm("home.example").host(HSS2));
        assertThat(first.serve().all(DESTINATION_HOST)).isEmpty();
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    void ourProxyInfoStandsBehindTheEditsAndGoesBeforeTheAnswerIsSent() {
        start(new TestConfig()
                .agent("proxy-info = add")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules("{ name = r, action = proxy, to = hss, request = [ { set = User-Name, value = x } ],"
                        + " answer = [ { set = Class, value = y } ] }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage request = server.serve();
        assertThat(request.avp(USER_NAME).text()).isEqualTo("x");
        assertThat(request.all(284)).hasSize(1);
        RawMessage answer = client.next();
        assertThat(answer.all(284)).isEmpty();
        assertThat(answer.avp(CLASS).text()).isEqualTo("y");
    }

    @Test
    void whatWouldBecomeTooLongIsNotSent() {
        start(new TestConfig()
                .agent("limits.message-size = 4KiB")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules("{ name = r, action = proxy, to = hss, request = [ { add = Class, value = \"" + "x".repeat(2000)
                        + "\" } ], answer = [ { add = Class, value = \"" + "y".repeat(2000) + "\" } ] }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        TestAvp large = TestAvp.of(99999, new byte[2100]);
        client.send(Ask.realm("home.example").with(large));
        assertThat(client.next().resultCode()).isEqualTo(3002);
        client.send(Ask.realm("home.example"));
        RawMessage request = server.next();
        server.send(with(RawMessages.success(request, HSS1), avps -> Stream.concat(avps, Stream.of(large))));
        assertThat(client.next().resultCode()).isEqualTo(3002);
        client.send(Ask.realm("home.example"));
        server.serve();
        assertThat(client.next().avp(CLASS).data()).hasSize(2000).containsOnly('y');
    }

    @Test
    void rulesThatContinueEditBeforeTheOneThatDecides() {
        start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules(
                        "{ name = a, match { destination-realm = home.example }, action = continue,"
                                + " request = [ { add = Class, value = a } ], answer = [ { add = Class, value = a } ] }",
                        "{ name = b, action = continue, mode = observe, request = [ { add = Class, value = b } ] }",
                        "{ name = c, match { command = ULR, application = S6a }, action = continue,"
                                + " request = [ { add = Class, value = c } ] }",
                        "{ name = d, match { command = ULR, application = S6a }, action = proxy, to = hss,"
                                + " request = [ { replace = Class, regex = \"^\", with = \"d\" } ] }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        for (int i = 0; i < 3; i++) {
            client.send(Ask.realm("home.example"));
            assertThat(classes(first.serve())).containsExactly("da", "dc");
            assertThat(classes(client.next())).containsExactly("a");
        }
        // No rule decides: it goes by its realm, changed by those that continue.
        client.send(Ask.realm("home.example").host(HSS2).command(321));
        RawMessage request = second.serve();
        assertThat(classes(request)).containsExactly("a");
        assertThat(classes(client.next())).containsExactly("a");
        client.send(Ask.realm("home.example"));
        first.next();
        first.close();
        assertThat(classes(second.serve())).containsExactly("da", "dc");
        assertThat(classes(client.next())).containsExactly("a");
    }

    private static List<String> classes(RawMessage message) {
        return message.all(CLASS).stream().map(RawAvp::text).toList();
    }

    /** A group whose members contradict its length is nobody's to repair. */
    @Test
    void aMalformedGroupPassesAsItCame() {
        proxy("request = [ { remove = \"443.450\" } ]");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        byte[] torn = Arrays.copyOf(TestAvp.encode(List.of(TestAvp.u32(450, 1), TestAvp.text(444, "x"))), 15);
        Ask ask = Ask.realm("home.example").with(TestAvp.of(443, torn));
        client.send(ask);
        isFor(server.serve(), ask.bytes());
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }
}
