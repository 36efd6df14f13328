package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Partners that know the agent by different names.
 *
 * <pre>
 *  client.visited.example -- dra.visited.example [ agent ] agent.transit.example -- hss1.home.example
 *                                                          edge.partner.example --- hss2.partner.example
 * </pre>
 */
class LocalIdentityTest extends Behaviour {
    private static final String TO_CLIENT = "Dra.visited.example";
    private static final String TO_PARTNER = "edge.partner.example";
    private static final String PARTNER = "hss2.partner.example";

    private static String named(String identity) {
        return "local-identity = " + identity + ", local-realm = " + RawMessages.realmOf(identity);
    }

    private static void isFrom(RawMessage message, String identity) {
        assertThat(message.avp(264).text()).isEqualTo(identity);
        assertThat(message.avp(296).text()).isEqualTo(RawMessages.realmOf(identity));
    }

    private TestConfig config() {
        return new TestConfig().peer(CLIENT, null, named(TO_CLIENT)).peers(HSS1);
    }

    /** The CEA shows a name that is chosen after the CER is read. */
    @Test
    void inAllThatWeSayToAPeerThatConnects() {
        start(config().peer(CLIENT, null, named(TO_CLIENT) + ", timers { watchdog = 100ms }"));
        RawConnection connection = dial();
        connection.send(RawMessages.cer(CLIENT, S6A));
        isFrom(connection.next(), TO_CLIENT);
        isFrom(connection.ping(), TO_CLIENT);
        isFrom(connection.nextWatchdog(), TO_CLIENT);
        connection.send(Ask.realm("unknown.example").bytes());
        RawMessage error = connection.next();
        assertThat(error.resultCode()).isEqualTo(3003);
        isFrom(error, TO_CLIENT);
        RawConnection other = dial();
        other.send(RawMessages.cer(HSS1, S6A));
        isFrom(other.next(), TestAgent.IDENTITY);
    }

    @Test
    void inAllThatWeSayToAPeerThatWeConnectTo() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig().peer(PARTNER, listener, named(TO_PARTNER)));
        RawConnection connection = use(listener.accept());
        RawMessage cer = connection.next();
        isFrom(cer, TO_PARTNER);
        connection.send(RawMessages.cea(cer, PARTNER, S6A));
        isFrom(connection.ping(), TO_PARTNER);
        agent.config().withoutPeer(PARTNER);
        assertThat(agent.reload().accepted()).isTrue();
        isFrom(connection.nextDisconnect(), TO_PARTNER);
        connection.awaitClosed();
    }

    @Test
    void inTheRefusalOfAPeerThatIsKnown() {
        start(config());
        RawConnection connection = dial();
        connection.send(RawMessages.cer(CLIENT));
        RawMessage cea = connection.next();
        assertThat(cea.resultCode()).isEqualTo(5010);
        isFrom(cea, TO_CLIENT);
        // Nobody that we know: the name of agent.conf.
        RawConnection stranger = dial();
        stranger.send(RawMessages.cer("stranger.visited.example", S6A));
        RawMessage no = stranger.next();
        assertThat(no.resultCode()).isEqualTo(3010);
        isFrom(no, TestAgent.IDENTITY);
    }

    /** RFC 6733 6.1.3: we have seen it, whatever we were called then. */
    @ParameterizedTest
    @ValueSource(strings = {TestAgent.IDENTITY, TO_CLIENT, "DRA.visited.EXAMPLE"})
    @Conforms("6733:7.1.3/3005")
    void everyNameOfOursInTheRouteRecordIsALoop(String identity) {
        start(config());
        RawPeer server = connect(HSS1, S6A);
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example").routeRecord("a.example", identity));
        assertThat(client.next().resultCode()).isEqualTo(3005);
        client.send(Ask.realm("home.example").routeRecord("dra2.visited.example"));
        server.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    /** RFC 6733 6.1.4, and what rules call {@code self}. */
    @ParameterizedTest
    @ValueSource(strings = {TestAgent.IDENTITY, TO_CLIENT})
    void everyNameOfOursAsDestinationHostIsUs(String identity) {
        TestAgent agent = start(config());
        RawPeer server = connect(HSS1, S6A);
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example").host(identity));
        assertThat(client.next().resultCode()).isEqualTo(3007);
        agent.config().rules("{ name = r, match { destination-host = self }, action = relay, to = " + HSS1 + " }");
        assertThat(agent.reload().accepted()).isTrue();
        client.send(Ask.realm("home.example").host(identity));
        assertThat(server.serve().avp(293).text()).isEqualTo(identity);
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    void nobodyElseMayUseAnyOfThem() {
        start(config().accept("{ identity = \"*.visited.example\", realm = visited.example }"));
        RawConnection connection = dial();
        connection.send(RawMessages.cer("dra.visited.example", S6A));
        assertThat(connection.next().resultCode()).isEqualTo(3010);
        connection.awaitClosed();
    }

    /** RFC 6733 5.6.4: the names that the two know each other by are compared. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Conforms("6733:5.6.4/election")
    void theElectionIsHeldWithTheNameThatThePeerKnows(boolean ours) {
        String name = ours ? "zzz.transit.example" : "aaa.transit.example";
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig().peer(HSS1, listener, named(name)));
        RawConnection initiated = use(listener.accept());
        RawMessage cer = initiated.next();
        RawConnection responding = dial();
        responding.send(RawMessages.cer(HSS1, S6A));
        if (ours) {
            isFrom(responding.next(), name);
            initiated.awaitClosed();
            await().until(() -> agent.peer(HSS1).isOpen());
            assertThat(agent.peer(HSS1).direction()).isEqualTo("connects to us");
        } else {
            initiated.send(RawMessages.cea(cer, HSS1, S6A));
            responding.awaitClosed();
            initiated.ping();
            assertThat(agent.peer(HSS1).direction()).isEqualTo("we connect");
        }
    }

    /** What we add to a request is found again on its answer, whoever we were to the two. */
    @Test
    void ourProxyInfoComesOffAgain() {
        start(config().agent("proxy-info = add"));
        RawPeer server = connect(HSS1, S6A);
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example"));
        RawMessage request = server.serve();
        assertThat(request.avp(284).inner().get(0).text()).isEqualTo(TestAgent.IDENTITY);
        assertThat(client.next().all(284)).isEmpty();
        client.send(Ask.realm("home.example"));
        server.next();
        server.close();
        RawMessage error = client.next();
        assertThat(error.resultCode()).isEqualTo(3002);
        assertThat(error.all(284)).isEmpty();
    }
}
