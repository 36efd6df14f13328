package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sessions that a server authorized and a rule about answers kept from starting: the server is told (RFC 6733 6.2.2, 8.4).
 *
 * <pre>
 *                                      AAR -&gt;   &lt;- success
 *                                    /--- hss1.home.example (priority 1)
 *  client.visited.example --- [ agent ]     STR -&gt;
 *                   &lt;- error      \
 *                                    \--- hss2.home.example (priority 2)
 * </pre>
 */
class SessionEndTest extends Behaviour {
    private static final int NASREQ = 1;
    private static final int AAR = 265;
    private static final int[] APPLICATIONS = {NASREQ, 3, 5, S6A, 16777236, 16777238, 16777265};
    private static final TestAvp SUCCESS = TestAvp.u32(268, 2001);
    private static final String GROUP = "groups { hss { members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = "
            + HSS2 + ", priority = 2 } ] } }";

    private TestAgent agent;
    private RawPeer client;
    private RawPeer server;

    @BeforeEach
    void setUp() {
        agent = start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile(GROUP)
                .rules(
                        "{ name = soon, match { destination-realm = soon.example }, action = relay, to = hss,"
                                + " retry { deadline = 2s } }",
                        "{ name = requests, action = relay, to = hss }",
                        "{ name = screened, match { phase = answer }, action = reject, result = 5003 }"));
        client = connect(CLIENT, APPLICATIONS);
        server = connect(HSS1, APPLICATIONS);
        connect(HSS2, APPLICATIONS);
    }

    private static Ask ask() {
        return ask("home.example");
    }

    private static Ask ask(String realm) {
        return Ask.realm(realm).application(NASREQ).command(AAR).session("nas.visited.example;7;8");
    }

    private static byte[] answer(RawMessage request, TestAvp... more) {
        List<TestAvp> avps = new ArrayList<>();
        request.all(263).forEach(session -> avps.add(TestAvp.of(263, session.data())));
        avps.addAll(List.of(more));
        avps.add(TestAvp.text(264, "aaa.inner.home.example"));
        avps.add(TestAvp.text(296, "inner.home.example"));
        return TestMessage.of(
                0x40, request.command(), request.application(), request.hopByHop(), request.endToEnd(), avps);
    }

    private long terminations(String outcome) {
        return agent.metric("realmgate_session_terminations_total", HSS1, "outcome", outcome);
    }

    private static void isStr(RawMessage str) {
        assertThat(str.command()).isEqualTo(275);
        assertThat(str.application()).isEqualTo(NASREQ);
        assertThat(str.flags()).isEqualTo(0xc0);
        assertThat(str.avp(263).text()).isEqualTo("nas.visited.example;7;8");
    }

    @Test
    @Conforms("6733:6.2.2/str")
    void theServerIsToldThatTheSessionDoesNotStart() {
        client.send(ask().routeRecord("edge.visited.example").with(TestAvp.text(1, "anna@home.example")));
        RawMessage request = server.next();
        server.send(answer(request, SUCCESS, TestAvp.text(25, "one"), TestAvp.text(25, "three")));
        assertThat(client.next().resultCode()).isEqualTo(5003);
        RawMessage str = server.next();
        isStr(str);
        assertThat(str.endToEnd()).isNotEqualTo(request.endToEnd());
        assertThat(str.avps())
                .as("in the order of RFC 6733 8.4.1")
                .extracting(RawAvp::code)
                .containsExactly(263, 264, 296, 283, 293, 258, 295, 1, 25, 25, 282, 282);
        assertThat(str.avp(264).text()).isEqualTo(CLIENT);
        assertThat(str.avp(296).text()).isEqualTo("visited.example");
        assertThat(str.avp(283).text()).isEqualTo("inner.home.example");
        assertThat(str.avp(293).text()).isEqualTo("aaa.inner.home.example");
        assertThat(str.avp(258).number()).isEqualTo(NASREQ);
        assertThat(str.avp(295).number()).as("DIAMETER_ADMINISTRATIVE").isEqualTo(4);
        assertThat(str.avp(1).text()).isEqualTo("anna@home.example");
        assertThat(str.all(25)).extracting(RawAvp::text).containsExactly("one", "three");
        assertThat(str.all(282)).extracting(RawAvp::text).containsExactly("edge.visited.example", CLIENT);
        agent.awaitPending(1);
        server.send(answer(str, SUCCESS));
        agent.awaitPending(0);
        // The STA went nowhere: the client gets what follows.
        client.send(ask());
        server.send(answer(server.next(), TestAvp.u32(268, 4001)));
        assertThat(client.next().resultCode()).isEqualTo(4001);
        assertThat(terminations("sent")).isOne();
        assertThat(terminations("not_sent")).isZero();
        assertThat(agent.metric("realmgate_answers_total", HSS1, "class", "2xxx"))
                .as("of the AAR and the STR")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1, 265", "5, 268", "16777236, 265"})
    void applicationsWhoseSessionsEndSo(int application, int command) {
        client.send(ask().application(application).command(command));
        server.send(answer(server.next(), SUCCESS));
        assertThat(client.next().resultCode()).isEqualTo(5003);
        RawMessage str = server.next();
        assertThat(str.command()).isEqualTo(275);
        assertThat(str.application()).isEqualTo(application);
        assertThat(str.avp(258).number()).isEqualTo(application);
        server.send(answer(str, SUCCESS));
    }

    /** 277 is Auth-Session-State, 1 of it NO_STATE_MAINTAINED. */
    @ParameterizedTest
    @CsvSource({
        "S6a's have no session,        16777251, 316, 2001, 0",
        "SWx' have none either,        16777265, 303, 2001, 0",
        "Gx' end with the last CCR,    16777238, 272, 2001, 0",
        "Accounting has its own,       3,        271, 2001, 0",
        "The end of one is none,       1,        275, 2001, 0",
        "Nor is what a server asks,    1,        258, 2001, 0",
        "Nothing is authorized yet,    1,        265, 1001, 0",
        "The server keeps no state,    1,        265, 2001, 1",
    })
    void whatIsNoSessionToEnd(String why, int application, int command, int result, int state) {
        client.send(ask().application(application).command(command));
        server.send(answer(server.next(), TestAvp.u32(268, result), TestAvp.u32(277, state)));
        assertThat(client.next().resultCode()).isEqualTo(5003);
        server.connection().ping();
        assertThat(terminations("sent") + terminations("not_sent")).as(why).isZero();
    }

    @Test
    void aRequestWithoutSessionHasNoneToEnd() {
        client.send(ask().session(null));
        server.send(answer(server.next(), SUCCESS));
        assertThat(client.next().resultCode()).isEqualTo(5003);
        server.connection().ping();
        assertThat(terminations("sent")).isZero();
    }

    /** The rules cannot read it; the server took it for a success all the same. */
    @Test
    void anAnswerThatDoesNotPassEndsItsSessionToo() {
        client.send(ask());
        byte[] broken = answer(server.next(), SUCCESS);
        // The length of the Origin-Realm reaches beyond the message.
        broken[broken.length - 28 + 7] = 99;
        server.send(broken);
        assertThat(client.next().resultCode()).isEqualTo(3002);
        RawMessage str = server.next();
        isStr(str);
        assertThat(str.avp(295).number()).as("DIAMETER_BAD_ANSWER").isEqualTo(3);
        assertThat(str.avp(283).text()).as("as the request had it").isEqualTo("home.example");
        server.send(answer(str, SUCCESS));
    }

    @Test
    void anStaThatDoesNotComeIsNotWaitedForLongerThanAnAnswer() {
        client.send(ask("soon.example"));
        server.send(answer(server.next(), SUCCESS));
        assertThat(client.next().resultCode()).isEqualTo(5003);
        isStr(server.next());
        await().until(() -> agent.metric("realmgate_unanswered_total", HSS1, "cause", "timeout"), n -> n == 1);
        agent.awaitPending(0);
    }

    @Test
    void anStrIsForItsServerAlone() {
        client.send(ask());
        server.send(answer(server.next(), SUCCESS));
        assertThat(client.next().resultCode()).isEqualTo(5003);
        isStr(server.next());
        server.close();
        agent.awaitPending(0);
        assertThat(agent.metric("realmgate_failovers_total", HSS1)).isZero();
        assertThat(agent.metric("realmgate_unanswered_total", HSS1, "cause", "connection_lost"))
                .isOne();
    }

    @Test
    void aServerThatIsLeavingIsNotAskedAnyMore() {
        client.send(ask());
        RawMessage request = server.next();
        server.send(RawMessages.dpr(HSS1, 0), answer(request, SUCCESS));
        assertThat(client.next().resultCode()).isEqualTo(5003);
        assertThat(server.next().command()).as("DPA").isEqualTo(282);
        await().until(() -> terminations("not_sent"), n -> n == 1);
        assertThat(terminations("sent")).isZero();
    }

    @Test
    void explainSaysSo() {
        JsonObject question = new JsonObject()
                .put("phase", "answer")
                .put("from", HSS1)
                .put("asked-by", CLIENT)
                .put("application", "NASREQ")
                .put("command", "AAA")
                .put("result", 2001);
        JsonObject said = new JsonObject(
                agent.http("POST", "/v1/explain", question.encode()).body());
        assertThat(said.getJsonArray("notes").getString(0)).contains(HSS1).contains("STR");
        question.put("result", 4001);
        assertThat(new JsonObject(agent.http("POST", "/v1/explain", question.encode())
                                .body())
                        .getJsonArray("notes"))
                .isEmpty();
    }
}
