package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Answers whose result is a vendor's (RFC 6733 7.6).
 *
 * <pre>
 *                                          /-- hss1.home.example (priority 1: says no in a vendor's way)
 *  client.visited.example --- [ agent ] --&lt;
 *                                          \-- hss2.home.example (priority 2)
 * </pre>
 */
class ExperimentalResultTest extends Behaviour {
    private static final int VENDOR_3GPP = 10415;
    private static final String RESULTS = "realmgate_answer_results_total";
    private static final String GROUP = "groups { hss { members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = "
            + HSS2 + ", priority = 2 } ] } }";

    private TestAgent start(String retry) {
        return start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules("{ name = r, action = relay, to = hss" + retry + " }"));
    }

    private static byte[] answer(RawMessage request, TestAvp... result) {
        List<TestAvp> avps = new java.util.ArrayList<>(List.of(
                TestAvp.text(263, "client.visited.example;1;2"),
                TestAvp.text(264, HSS1),
                TestAvp.text(296, "home.example")));
        avps.addAll(List.of(result));
        return TestMessage.of(
                0x40, request.command(), request.application(), request.hopByHop(), request.endToEnd(), avps);
    }

    private static TestAvp experimental(int vendor, int code) {
        return TestAvp.group(297, TestAvp.u32(266, vendor), TestAvp.u32(298, code));
    }

    @Test
    @Conforms("6733:7.6/experimental-result")
    void isCountedWithItsVendor() {
        TestAgent agent = start("");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        List<byte[]> answers = new java.util.ArrayList<>();
        for (int i = 0; i < 5; i++) {
            client.send(Ask.realm("home.example"));
        }
        List<RawMessage> requests = server.next(5);
        answers.add(answer(requests.get(0), experimental(VENDOR_3GPP, 5001)));
        answers.add(answer(requests.get(1), experimental(VENDOR_3GPP, 2001)));
        answers.add(answer(requests.get(2), TestAvp.u32(268, 5001)));
        // Without its vendor it says nothing, and nor does one that is cut off.
        answers.add(answer(requests.get(3), TestAvp.group(297, TestAvp.u32(298, 5001))));
        answers.add(answer(requests.get(4), TestAvp.of(297, (byte) 1, (byte) 2)));
        answers.forEach(server::send);
        client.next(5);
        assertThat(agent.metric(RESULTS, HSS1, "result", "10415:5001")).isOne();
        assertThat(agent.metric(RESULTS, HSS1, "result", "10415:2001")).isOne();
        assertThat(agent.metric(RESULTS, HSS1, "result", "5001")).isOne();
        assertThat(agent.metric(RESULTS, HSS1, "result", "none")).isEqualTo(2);
        assertThat(agent.metric("realmgate_answers_total", HSS1, "class", "5xxx"))
                .isEqualTo(2);
        assertThat(agent.metric("realmgate_answers_total", HSS1, "class", "2xxx"))
                .isOne();
    }

    @Test
    void theCountersAreBounded() {
        TestAgent agent = start("");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        for (int i = 0; i < 200; i++) {
            client.send(Ask.realm("home.example"));
        }
        int code = 5000;
        for (RawMessage request : server.next(200)) {
            server.send(answer(request, experimental(VENDOR_3GPP, code++)));
        }
        client.next(200);
        Map<String, Double> samples = agent.metrics();
        assertThat(samples.keySet().stream().filter(name -> name.startsWith(RESULTS)))
                .hasSizeLessThan(80);
        assertThat(agent.metric(RESULTS, HSS1)).isEqualTo(200);
        assertThat(agent.metric(RESULTS, HSS1, "result", "others")).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "10415:5001, 10415, 5001, true",
        "10415:5001, 10415, 5002, false",
        "10415:5001, 13019, 5001, false",
        "10415:5001, 0, 5001, false",
        "DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION, 10415, 5420, true",
        // The number of a Result-Code means nothing as a vendor's.
        "3004, 10415, 3004, false",
        "3004, 0, 3004, true"
    })
    @Conforms("6733:7.6/experimental-result")
    void isTriedElsewhereIfTheRuleSaysSo(String on, int vendor, int code, boolean again) {
        TestAgent agent = start(", retry { on = [ \"" + on + "\" ] }");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        client.send(Ask.realm("home.example"));
        TestAvp result = vendor == 0 ? TestAvp.u32(268, code) : experimental(vendor, code);
        RawMessage request = first.next();
        first.send(answer(request, result));
        if (again) {
            assertThat(second.serve().endToEnd()).isEqualTo(request.endToEnd());
        }
        RawMessage answer = client.next();
        assertThat(answer.all(again ? 268 : result.code())).hasSize(1);
        assertThat(answer.avp(264).text()).isEqualTo(again ? HSS2 : HSS1);
        assertThat(agent.metric("realmgate_failovers_total", HSS1)).isEqualTo(again ? 1 : 0);
    }
}
