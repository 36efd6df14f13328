package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * With {@code proxy-info = add} each request carries our own Proxy-Info, and no answer does (RFC 6733 6.1.9, 6.2.2,
 * 6.7.2).
 *
 * <pre>
 *  client.visited.example ----- [ agent ] --- Proxy-Info: agent, state --- hss1.home.example
 * </pre>
 */
class ProxyInfoTest extends Behaviour {
    private static final TestAvp OTHERS =
            TestAvp.group(284, TestAvp.text(280, "proxy.visited.example"), TestAvp.text(33, "theirs"));

    private final TestAgent agent =
            start(new TestConfig().agent("proxy-info = add").peers(CLIENT, HSS1));
    private final RawPeer client = connect(CLIENT, S6A);
    private final RawPeer server = connect(HSS1, S6A);

    private long invalid() {
        return agent.metric("realmgate_discarded_total", HSS1, "cause", "proxy_state_invalid");
    }

    /** The answer with these Proxy-Infos, in this order. */
    private static byte[] answer(RawMessage request, List<TestAvp> proxyInfos) {
        List<TestAvp> avps = new ArrayList<>(List.of(TestAvp.u32(268, 2001)));
        avps.addAll(proxyInfos);
        avps.add(TestAvp.text(264, HSS1));
        return TestMessage.of(Ask.P, 316, S6A, request.hopByHop(), request.endToEnd(), avps);
    }

    private RawMessage ask(TestAvp... more) {
        client.send(Ask.realm("home.example").with(more));
        return server.next();
    }

    private static TestAvp ours(RawMessage request) {
        List<RawAvp> infos = request.all(284);
        return TestAvp.of(284, infos.get(infos.size() - 1).data());
    }

    @Test
    @Conforms("6733:6.1.9/proxy-info")
    void isAddedBehindThoseOfOthers() {
        RawMessage request = ask(OTHERS);
        List<RawAvp> infos = request.all(284);
        assertThat(infos).hasSize(2);
        assertThat(infos.get(0).inner().get(0).text()).isEqualTo("proxy.visited.example");
        List<RawAvp> ours = infos.get(1).inner();
        assertThat(infos.get(1).flags()).isEqualTo(0x40);
        assertThat(ours.stream().map(RawAvp::code).toList()).containsExactly(280, 33);
        assertThat(ours.get(0).text()).isEqualTo(TestAgent.IDENTITY);
        assertThat(ours.get(1).data()).hasSizeGreaterThan(15);
        List<RawAvp> all = request.avps();
        assertThat(all.get(all.size() - 1).text())
                .as("the Route-Record stays last")
                .isEqualTo(CLIENT);
        server.send(RawMessages.success(request, HSS1));
        client.next();
    }

    @Test
    @Conforms("6733:6.2.2/proxy-info")
    void isTakenOffTheAnswerWhereverItStands() {
        for (boolean oursFirst : new boolean[] {true, false}) {
            RawMessage request = ask(OTHERS);
            TestAvp ours = ours(request);
            server.send(answer(request, oursFirst ? List.of(ours, OTHERS) : List.of(OTHERS, ours)));
            RawMessage answer = client.next();
            byte[] expected = answer(request, List.of(OTHERS));
            assertThat(answer.bytes()).isEqualTo(Relayed.answer(expected, answer.hopByHop()));
        }
        assertThat(invalid()).isZero();
    }

    @Test
    void everyRequestHasAStateOfItsOwn() {
        RawMessage one = ask();
        RawMessage two = ask();
        assertThat(one.avp(284).data()).isNotEqualTo(two.avp(284).data());
        // The state of another request is as good as none.
        server.send(answer(one, List.of(ours(two))), answer(two, List.of(ours(one))));
        assertThat(client.next(2)).allSatisfy(a -> assertThat(a.all(284)).isEmpty());
        assertThat(invalid()).isEqualTo(2);
    }

    @Test
    void aTamperedOneIsCountedAndTheAnswerPasses() {
        RawMessage request = ask(OTHERS);
        byte[] data = ours(request).data();
        data[data.length - 1] ^= 1;
        server.send(answer(request, List.of(OTHERS, TestAvp.of(284, data))));
        assertThat(client.next().all(284)).hasSize(1);
        assertThat(invalid()).isOne();
    }

    @Test
    void aMissingOneIsCountedAndTheAnswerPasses() {
        RawMessage request = ask(OTHERS);
        server.send(answer(request, List.of(OTHERS)));
        assertThat(client.next().all(284)).hasSize(1);
        assertThat(invalid()).isOne();
    }

    @Test
    @Conforms("6733:6.2/proxy-info")
    void anErrorAnswerOfOursCarriesOnlyThoseOfOthers() {
        ask(OTHERS);
        server.close();
        RawMessage answer = client.next();
        assertThat(answer.resultCode()).isEqualTo(3002);
        assertThat(answer.all(284)).hasSize(1);
        assertThat(answer.avp(284).inner().get(0).text()).isEqualTo("proxy.visited.example");
    }
}
