package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What changes in a message on its way, and what does not (RFC 6733 6.1.9, 6.2.2).
 *
 * <pre>
 *  client.visited.example  --\                 Route-Record: whom it CAME from
 *                             >-- [ agent ] ------ hss1.home.example
 *  client2.visited.example --/
 * </pre>
 */
class RelayedBytesTest extends Behaviour {
    private static final String CLIENT2 = "client2.visited.example";

    private TestAgent start() {
        return start(new TestConfig().peers(CLIENT, CLIENT2, HSS1));
    }

    /** Sends it through and back, and compares every octet on both ways. */
    private static RawMessage through(RawPeer client, Ask ask, RawPeer server) {
        client.send(ask);
        RawMessage request = server.next();
        assertThat(request.bytes())
                .as("the request that leaves")
                .isEqualTo(Relayed.request(ask.bytes(), request.hopByHop(), client.identity()));
        byte[] answer = RawMessages.success(request, server.identity());
        server.send(answer);
        assertThat(client.next().bytes())
                .as("the answer that arrives")
                .isEqualTo(Relayed.answer(answer, ask.message().hopByHop()));
        return request;
    }

    @Test
    @Conforms({
        "6733:3/end-to-end-kept",
        "6733:2.7/avp-order",
        "6733:6.1.9/route-record",
        "6733:6.1.9/hop-by-hop",
        "6733:6.3/origin"
    })
    void onlyHopByHopLengthAndRouteRecordDiffer() {
        start();
        RawMessage request = through(connect(CLIENT, S6A), Ask.realm("home.example"), connect(HSS1, S6A));
        List<RawAvp> avps = request.avps();
        RawAvp last = avps.get(avps.size() - 1);
        assertThat(last.code()).isEqualTo(282);
        assertThat(last.flags()).isEqualTo(0x40);
        assertThat(last.text()).isEqualTo(CLIENT);
    }

    @Test
    @Conforms({"6733:6.1.9/route-record", "6733:6.7.1/identity"})
    void theRouteRecordNamesThePeerAsItCallsItself() {
        start();
        RawPeer client = connect("CLIENT.Visited.example", S6A);
        through(client, Ask.realm("home.example"), connect(HSS1, S6A));
    }

    @Test
    void earlierRouteRecordsStayInFront() {
        start();
        Ask ask = Ask.realm("home.example").routeRecord("a.visited.example", "b.ipx.example");
        RawMessage request = through(connect(CLIENT, S6A), ask, connect(HSS1, S6A));
        assertThat(request.all(282).stream().map(RawAvp::text).toList())
                .containsExactly("a.visited.example", "b.ipx.example", CLIENT);
    }

    /** P alone, P and T, and reserved bits, which a relay has no business to clear. */
    @ParameterizedTest
    @ValueSource(ints = {0xc0, 0xd0, 0xc1, 0xcf, 0xdf})
    @Conforms({"6733:3/t-bit-kept", "6733:3/reserved-bits"})
    void theFlagsStay(int flags) {
        start();
        RawMessage request =
                through(connect(CLIENT, S6A), Ask.realm("home.example").flags(flags), connect(HSS1, S6A));
        assertThat(request.flags()).isEqualTo(flags);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, 0x12345678})
    @Conforms({"6733:3/hop-by-hop-answer", "6733:3/end-to-end-kept", "6733:6.2.2/hop-by-hop"})
    void anyIdentifiersComeBack(int identifier) {
        start();
        Ask ask = Ask.realm("home.example").hopByHop(identifier).endToEnd(~identifier);
        RawMessage request = through(connect(CLIENT, S6A), ask, connect(HSS1, S6A));
        assertThat(request.endToEnd()).isEqualTo(~identifier);
    }

    @Test
    void sameIdentifiersOfTwoClientsBecomeTwo() {
        start();
        RawPeer client = connect(CLIENT, S6A);
        RawPeer client2 = connect(CLIENT2, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example").hopByHop(7).endToEnd(70).session("one"));
        RawMessage one = server.next();
        client2.send(Ask.realm("home.example").hopByHop(7).endToEnd(71).session("two"));
        RawMessage two = server.next();
        assertThat(one.hopByHop()).isNotEqualTo(two.hopByHop());
        server.send(RawMessages.success(two, HSS1));
        RawMessage second = client2.next();
        assertThat(second.avp(263).text()).isEqualTo("two");
        assertThat(second.hopByHop()).isEqualTo(7);
        server.send(RawMessages.success(one, HSS1));
        RawMessage first = client.next();
        assertThat(first.avp(263).text()).isEqualTo("one");
        assertThat(first.hopByHop()).isEqualTo(7);
    }

    @Test
    void sameIdentifiersOfOneClientAreTwoRequestsToo() {
        start();
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(
                Ask.realm("home.example").hopByHop(7).session("one").bytes(),
                Ask.realm("home.example").hopByHop(7).session("two").bytes());
        List<RawMessage> requests = server.next(2);
        server.send(RawMessages.success(requests.get(1), HSS1), RawMessages.success(requests.get(0), HSS1));
        assertThat(client.next(2).stream().map(a -> a.avp(263).text()).toList()).containsExactly("two", "one");
    }

    @Test
    @Conforms("6733:6.7.4/opaque")
    void proxyInfoOfOthersIsNotTouched() {
        start();
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        Ask ask = Ask.realm("home.example")
                .with(
                        TestAvp.group(284, TestAvp.text(280, "p1.visited.example"), TestAvp.text(33, "state one")),
                        TestAvp.group(284, TestAvp.text(280, "p2.visited.example"), TestAvp.text(33, "")));
        RawMessage request = through(client, ask, server);
        assertThat(request.all(284)).hasSize(2);
    }

    @Test
    void theUnusedOctetsOfPaddingStay() {
        start();
        // "Odd padding" is legal to send and not ours to correct: the three octets behind the value are not zero.
        byte[] odd = Ask.realm("home.example").with(TestAvp.text(1, "12345")).bytes();
        odd[odd.length - 1] = 7;
        odd[odd.length - 2] = 8;
        odd[odd.length - 3] = 9;
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        client.send(odd);
        RawMessage request = server.serve();
        assertThat(request.bytes()).isEqualTo(Relayed.request(odd, request.hopByHop(), CLIENT));
        client.next();
    }

    @Test
    void anAnswerMayBeAlmostEmpty() {
        start();
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        Ask ask = Ask.realm("home.example");
        client.send(ask);
        RawMessage request = server.next();
        byte[] header = java.util.Arrays.copyOf(RawMessages.success(request, HSS1), 20);
        header[2] = 0;
        header[3] = 20;
        server.send(header);
        assertThat(client.next().bytes())
                .isEqualTo(Relayed.answer(header, ask.message().hopByHop()));
    }
}
