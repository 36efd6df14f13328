package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestMessage;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which Result-Code tells whom of what (RFC 6733 7.1): one client has codes of its own, the other those of the RFC.
 *
 * <pre>
 *  client.visited.example  (errors { … }) --\
 *                                            &gt;-- [ agent ] -- hss1.home.example
 *  client2.visited.example ----------------/
 * </pre>
 */
class ErrorCodesTest extends Behaviour {
    private static final String CLIENT2 = "client2.visited.example";
    private static final String CODES = """
            errors { loop = 3002, realm-not-served = DIAMETER_UNABLE_TO_DELIVER, no-route = 5012, too-busy = 5012
                     timeout = 3004, peer-lost = DIAMETER_TOO_BUSY, broken-answer = 5012, draining = 3004 }""";

    private TestAgent agent = start("");
    private RawPeer client = connect(CLIENT, S6A);
    private RawPeer client2 = connect(CLIENT2, S6A);

    private TestAgent start(String more) {
        return start(new TestConfig()
                .agent("timers.request = 60s")
                .agent(more)
                .peers(CLIENT2, HSS1)
                .peer(CLIENT, null, CODES));
    }

    /** Starts over with other settings. */
    private void with(String more) {
        agent = start(more);
        client = connect(agent, CLIENT, S6A);
        client2 = connect(agent, CLIENT2, S6A);
    }

    private static Ask home() {
        return ErrorShape.full(Ask.realm("home.example"));
    }

    /** Sends {@code ask} from both. */
    private void ask(Ask ask) {
        client.send(ask);
        client2.send(ask);
    }

    /** Both are told of {@code cause}, each with its code. */
    private void told(Ask ask, String cause, int own, int usual) {
        RawMessage first = client.next();
        ErrorShape.check(first, ask.bytes(), own);
        ErrorShape.checkCopies(first, ask.bytes());
        ErrorShape.check(client2.next(), ask.bytes(), usual);
        assertThat(count(CLIENT, own, cause)).isOne();
        assertThat(count(CLIENT2, usual, cause)).isOne();
    }

    private long count(String peer, int code, String cause) {
        return agent.metric(
                "realmgate_error_answers_total", peer, "result_code", Integer.toString(code), "cause", cause);
    }

    @Test
    void ofALoop() {
        Ask ask = home().routeRecord(TestAgent.IDENTITY);
        ask(ask);
        told(ask, "loop", 3002, 3005);
    }

    @Test
    void ofARealmThatNobodyServes() {
        Ask ask = ErrorShape.full(Ask.realm("unknown.example"));
        ask(ask);
        told(ask, "realm-not-served", 3002, 3003);
    }

    @Test
    void ofNoRoute() {
        Ask ask = home();
        ask(ask);
        told(ask, "no-route", 5012, 3002);
    }

    /** With a host, RFC 6733 has TOO_BUSY; without one, nobody of the realm can take it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofAServerThatDoesNotKeepUp(boolean host) {
        with("limits.pending-per-peer = 1");
        RawPeer server = connect(agent, HSS1, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage pending = server.next();
        Ask ask = host ? home().host(HSS1) : home();
        ask(ask);
        told(ask, "too-busy", 5012, host ? 3004 : 3002);
        server.send(RawMessages.success(pending, HSS1));
        client.next();
    }

    @Test
    void ofATimeout() {
        with("timers.request = 100ms");
        RawPeer server = connect(agent, HSS1, S6A);
        Ask ask = home();
        ask(ask);
        server.next(2);
        told(ask, "timeout", 3004, 3002);
    }

    @Test
    void ofAServerThatIsLost() {
        RawPeer server = connect(HSS1, S6A);
        Ask ask = home();
        ask(ask);
        server.next(2);
        server.close();
        told(ask, "peer-lost", 3004, 3002);
    }

    @Test
    void ofAnAnswerThatCannotBePassedOn() {
        RawPeer server = connect(HSS1, S6A);
        Ask ask = home();
        ask(ask);
        for (RawMessage request : server.next(2)) {
            byte[] answer = RawMessages.success(request, HSS1);
            answer[0] = 2;
            server.send(answer);
        }
        told(ask, "broken-answer", 5012, 3002);
    }

    @Test
    void ofADrain() {
        RawPeer server = connect(HSS1, S6A);
        client.send(Ask.realm("home.example").session("pending"));
        RawMessage pending = server.next();
        server.echo();
        Future<Void> stopped = agent.stop();
        isRefusedAtLast(client, 3004);
        isRefusedAtLast(client2, 3002);
        server.send(RawMessages.success(pending, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        List.of(client, client2, server).forEach(peer -> peer.connection().nextDisconnect());
        TestAgent.get(stopped);
    }

    /** The order to stop reaches each loop in its own time: until then requests are sent on. */
    private static void isRefusedAtLast(RawPeer asker, int code) {
        Patience.await().until(() -> {
            Ask ask = home();
            asker.send(ask);
            RawMessage answer = asker.next();
            boolean refused = answer.resultCode() != 2001;
            if (refused) {
                ErrorShape.check(answer, ask.bytes(), code);
            }
            return refused;
        });
    }

    /** What is wrong with a request itself is always told in the RFC's way. */
    @Test
    void ofTheRequestItself() {
        Ask wrongBits = home().flags(Ask.R | Ask.P | Ask.E);
        ask(wrongBits);
        told(wrongBits, "header-bits", 3008, 3008);
        Ask local = ErrorShape.full(Ask.realm("home.example").host(TestAgent.IDENTITY));
        ask(local);
        told(local, "not-served", 3007, 3007);
        Ask notProxiable = home().flags(Ask.R);
        ask(notProxiable);
        told(notProxiable, "not-proxiable", 3002, 3002);
        byte[] anotherVersion = home().bytes();
        anotherVersion[0] = 2;
        client.send(anotherVersion);
        assertThat(client.next().resultCode()).isEqualTo(5011);
        assertThat(count(CLIENT, 5011, "version")).isOne();
        client.send(home().host(HSS1)
                .with(io.realmgate.agent.testkit.TestAvp.text(293, HSS1))
                .bytes());
        assertThat(client.next().resultCode()).isEqualTo(5009);
        assertThat(count(CLIENT, 5009, "avp")).isOne();
    }

    @Test
    void ofAMessageThatIsTooLong() {
        with("limits.message-size = 2048");
        client.send(TestMessage.ofLength(4096, 0x80));
        assertThat(client.next().resultCode()).isEqualTo(5015);
        assertThat(count(CLIENT, 5015, "message-length")).isOne();
    }

    @Test
    void ofARule() {
        agent.config().rules("{ name = r, action = reject, result = 5003 }");
        assertThat(agent.reload().accepted()).isTrue();
        Ask ask = home();
        ask(ask);
        told(ask, "rule", 5003, 5003);
    }
}
