package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mated agent is asked when no server can take a request, and what comes from it never goes back.
 *
 * <pre>
 *  client.visited.example --- [ agent ] ---+--- hss1.home.example
 *                                  |        \-- hss2.home.example
 *                          mate.transit.example
 * </pre>
 */
class LastResortTest extends Behaviour {
    private static final String MATE = "mate.transit.example";
    private static final String MATE2 = "mate2.transit.example";
    private static final String OTHER = "agent2.transit.example";

    private static TestConfig config(String group, String rule) {
        return new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, HSS1, HSS2, MATE, MATE2)
                .peersFile("groups { hss { members = [ " + HSS1 + ", " + HSS2 + " ]" + group
                        + " }, mates { members = [ " + MATE + ", " + MATE2 + " ] } }")
                .rules("{ name = r, match { destination-realm = home.example }, action = relay, to = hss" + rule
                        + " }");
    }

    static Stream<Arguments> whereItIsSaid() {
        return Stream.of(
                Arguments.of(", last-resort = " + MATE, ""),
                Arguments.of("", ", last-resort = " + MATE),
                Arguments.of("", ", last-resort = mates"),
                Arguments.of(", last-resort = " + HSS2, ", last-resort = mates"));
    }

    @ParameterizedTest
    @MethodSource("whereItIsSaid")
    void isAskedWhenNoServerCanTakeTheRequest(String group, String rule) {
        TestAgent agent = start(config(group, rule));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer mate = connect(MATE, RELAY).echo();
        client.send(Ask.realm("home.example"));
        assertThat(client.next().avp(264).text()).isEqualTo(MATE);
        RawPeer server = connect(HSS1, S6A).echo();
        for (int i = 0; i < 10; i++) {
            client.send(Ask.realm("home.example"));
            assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
        }
        server.close();
        agent.awaitDown(HSS1);
        client.send(Ask.realm("home.example"));
        assertThat(client.next().avp(264).text()).isEqualTo(MATE);
        assertThat(mate.connection().isClosed()).isFalse();
    }

    @Test
    void whatAServerHadWhenItWasLostGoesToTheMate() {
        start(config(", last-resort = mates", ""));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        connect(MATE, RELAY).echo();
        client.send(Ask.realm("home.example"));
        server.next();
        server.close();
        assertThat(client.next().avp(264).text()).isEqualTo(MATE);
    }

    /** Not to another mate either: the one it came from knows them too. */
    @Test
    void whatAMateSentDoesNotBounce() {
        start(config(", last-resort = mates", ""));
        RawPeer mate = connect(MATE, RELAY);
        connect(MATE2, RELAY);
        mate.send(Ask.realm("home.example"));
        assertThat(mate.next().resultCode()).isEqualTo(3002);
        connect(HSS1, S6A).echo();
        mate.send(Ask.realm("home.example"));
        assertThat(mate.next().avp(264).text()).isEqualTo(HSS1);
    }

    @Test
    void whatHasPassedAMateDoesNotGoBackToIt() {
        start(config(", last-resort = mates", ""));
        RawPeer client = connect(CLIENT, RELAY);
        connect(MATE, RELAY);
        connect(MATE2, RELAY);
        client.send(Ask.realm("home.example").routeRecord(MATE));
        assertThat(client.next().resultCode()).isEqualTo(3002);
    }

    /** RFC 6733 5.5.4: another agent may reach a host of ours that we do not, with Destination-Host as it stands. */
    @Test
    void aHostThatIsDownIsReachedThroughTheMateOnly() {
        start(config(", last-resort = " + MATE, ""));
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS2, S6A);
        RawPeer mate = connect(MATE, RELAY);
        client.send(Ask.realm("home.example").host(HSS1));
        RawMessage request = mate.next();
        assertThat(request.avp(293).text()).isEqualTo(HSS1);
        mate.send(RawMessages.success(request, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    void aMateThatIsNoAgentCannotReachTheHostEither() {
        start(config(", last-resort = " + MATE, ""));
        RawPeer client = connect(CLIENT, S6A);
        connect(MATE, S6A);
        client.send(Ask.realm("home.example").host(HSS1));
        assertThat(client.next().resultCode()).isEqualTo(3002);
    }

    /** Two real agents that are each other's last resort: one answer, and nothing goes round. */
    @Test
    void twoMatesWithoutAServerAnswerOnce() {
        String rule = "{ name = r, action = relay, to = hss, last-resort = ";
        TestAgent one = start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, HSS1)
                .peerWithRealm(OTHER, TestAgent.REALM, "")
                .peersFile("groups { hss { members = [ " + HSS1 + " ] } }")
                .rules(rule + OTHER + " }"));
        TestAgent other = start(new TestConfig()
                .identity(OTHER)
                .agent("timers { request = 60s, reconnect = 50ms }")
                .peers(HSS1)
                .peerWithRealm(
                        TestAgent.IDENTITY, TestAgent.REALM, ", connect = \"tcp://127.0.0.1:" + one.port() + "\"")
                .peersFile("groups { hss { members = [ " + HSS1 + " ] } }")
                .rules(rule + TestAgent.IDENTITY + " }"));
        one.awaitOpen(OTHER);
        await().until(() -> other.peer(TestAgent.IDENTITY).isOpen());
        RawPeer client = connect(one, CLIENT, S6A);
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(3002);
        assertThat(other.metric("realmgate_error_answers_total", TestAgent.IDENTITY, "result_code", "3002"))
                .isEqualTo(1);
        connect(other, HSS1, S6A).echo();
        client.send(Ask.realm("home.example"));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
    }
}
