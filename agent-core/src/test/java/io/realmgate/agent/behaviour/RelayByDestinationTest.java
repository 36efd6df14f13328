package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that no rule decides go by Destination-Host, else by Destination-Realm, else by the default route (RFC 6733
 * 6.1.5, 6.1.6, 2.7).
 *
 * <pre>
 *                                              /-- hss1.home.example
 *  client.visited.example ----- [ agent ] -----+-- hss2.home.example
 *                                              +-- agent1.home.example  (a relay)
 *                                              \-- hub.ipx.example      (the default route)
 * </pre>
 */
class RelayByDestinationTest extends Behaviour {
    private static final String OTHER_AGENT = "agent1.home.example";
    private static final String HUB = "hub.ipx.example";

    /** Asks, and has {@code server} answer; the answer must reach the client. */
    private static RawMessage relayed(RawPeer client, Ask ask, RawPeer server) {
        RawMessage sent = ask.message();
        client.send(ask);
        RawMessage request = server.serve();
        assertThat(request.endToEnd()).isEqualTo(sent.endToEnd());
        RawMessage answer = client.next();
        assertThat(answer.hopByHop()).isEqualTo(sent.hopByHop());
        assertThat(answer.endToEnd()).isEqualTo(sent.endToEnd());
        assertThat(answer.resultCode()).isEqualTo(2001);
        assertThat(answer.avp(264).text()).isEqualTo(server.identity());
        return request;
    }

    @ParameterizedTest
    @ValueSource(strings = {"home.example", "HOME.Example"})
    @Conforms({"6733:2.7/realm-key", "6733:6.1.6/realm", "6733:6.1.9/hop-by-hop", "6733:6.2.2/hop-by-hop"})
    void goesToThePeerOfTheRealm(String realm) {
        start(new TestConfig().peers(CLIENT, HSS1));
        relayed(connect(CLIENT, S6A), Ask.realm(realm), connect(HSS1, S6A));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void itDoesNotMatterWhoConnected(boolean agentToClient, boolean agentToServer) {
        RawListener clientSide = listen();
        RawListener serverSide = listen();
        start(new TestConfig()
                .peer(CLIENT, agentToClient ? clientSide : null)
                .peer(HSS1, agentToServer ? serverSide : null));
        RawPeer client = agentToClient ? accept(clientSide, CLIENT, S6A) : connect(CLIENT, S6A);
        RawPeer server = agentToServer ? accept(serverSide, HSS1, S6A) : connect(HSS1, S6A);
        relayed(client, Ask.realm("home.example"), server);
    }

    @ParameterizedTest
    @ValueSource(strings = {HSS2, "HSS2.Home.EXAMPLE"})
    @Conforms("6733:6.1.5/peer-host")
    void destinationHostOfAPeerDecides(String host) {
        start(new TestConfig().peers(CLIENT, HSS1, HSS2));
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        for (int i = 0; i < 20; i++) {
            RawMessage request = relayed(client, Ask.realm("home.example").host(host), second);
            assertThat(request.avp(293).text()).isEqualTo(host);
        }
    }

    @Test
    void aHostThatIsNoPeerGoesByItsRealm() {
        start(new TestConfig().peers(CLIENT, HSS1));
        RawMessage request =
                relayed(connect(CLIENT, S6A), Ask.realm("home.example").host("hss9.home.example"), connect(HSS1, S6A));
        assertThat(request.avp(293).text()).isEqualTo("hss9.home.example");
    }

    @Test
    @Conforms("6733:2.7/default-route")
    void aRealmWithoutPeersGoesByTheDefaultRoute() {
        start(new TestConfig().peers(CLIENT, HSS1, HUB).peersFile("default-route = " + HUB));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer hub = connect(HUB, RELAY);
        RawPeer server = connect(HSS1, S6A);
        relayed(client, Ask.realm("elsewhere.example"), hub);
        relayed(client, Ask.realm("elsewhere.example").host("hss1.elsewhere.example"), hub);
        relayed(client, Ask.realm("home.example"), server);
    }

    @Test
    void theDefaultRouteMayBeAGroup() {
        start(new TestConfig()
                .peers(CLIENT, HUB, "hub2.ipx.example")
                .peersFile("groups { ipx { members = [ " + HUB + ", hub2.ipx.example ] } }")
                .peersFile("default-route = ipx"));
        RawPeer client = connect(CLIENT, S6A);
        // Only one of its members is up.
        RawPeer hub = connect("hub2.ipx.example", RELAY);
        for (int i = 0; i < 10; i++) {
            relayed(client, Ask.realm("elsewhere.example"), hub);
        }
    }

    @Test
    void peersOfARealmShareItsRequests() {
        start(new TestConfig().peers(CLIENT, HSS1, HSS2));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A).echo();
        RawPeer second = connect(HSS2, S6A).echo();
        int firsts = 0;
        for (int i = 0; i < 300; i++) {
            client.send(Ask.realm("home.example"));
        }
        for (RawMessage answer : client.next(300)) {
            firsts += answer.avp(264).text().equals(first.identity()) ? 1 : 0;
        }
        // Ten standard deviations on either side of the half.
        assertThat(firsts).isBetween(64, 236);
        assertThat(second.connection().waiting()).isZero();
    }

    @Test
    @Conforms({"6733:2.7/realm-key", "6733:2.7/advertised", "6733:5.3/applications-kept"})
    void aPeerThatDidNotAdvertiseTheApplicationIsPassedOver() {
        start(new TestConfig().peers(CLIENT, HSS1, HSS2));
        RawPeer client = connect(CLIENT, RELAY);
        RawPeer s6a = connect(HSS1, S6A);
        RawPeer cx = connect(HSS2, 16777216);
        for (int i = 0; i < 10; i++) {
            relayed(client, Ask.realm("home.example"), s6a);
            relayed(client, Ask.realm("home.example").application(16777216).command(300), cx);
        }
        // The common application needs no advertisement (RFC 6733 2.4): either may take it.
        s6a.echo();
        cx.echo();
        client.send(Ask.realm("home.example").application(0).command(271));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    @Conforms("6733:5.3/vendor-ignored")
    void applicationsInsideAVendorSpecificGroupCount() {
        TestAgent agent = start(new TestConfig().peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        RawConnection connection = dial();
        List<TestAvp> offer = RawMessages.capabilities(HSS1);
        offer.add(TestAvp.group(260, TestAvp.u32(266, 10415), TestAvp.u32(258, S6A)));
        offer.add(TestAvp.group(260, TestAvp.u32(266, 10415), TestAvp.u32(259, 4242)));
        connection.send(RawMessages.cer(offer));
        assertThat(connection.next().resultCode()).isEqualTo(2001);
        assertThat(agent.peer(HSS1).applications()).containsExactly("4242", Integer.toString(S6A));
        connection.respond(request -> RawMessages.success(request, HSS1));
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        client.send(Ask.realm("home.example").application(4242));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    @Conforms({"6733:2/all-applications", "6733:2.4/peer-relay", "6733:5.3/relay-common"})
    void aRelayTakesEveryApplication() {
        start(new TestConfig().peers(CLIENT, OTHER_AGENT));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer other = connect(OTHER_AGENT, RELAY);
        relayed(client, Ask.realm("home.example"), other);
        relayed(client, Ask.realm("home.example").application(0x7fffffff).command(0xfffffe), other);
    }

    @Test
    void aPeerThatIsDownIsPassedOver() {
        TestAgent agent = start(new TestConfig().peers(CLIENT, HSS1, HSS2));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        first.close();
        agent.awaitDown(HSS1);
        for (int i = 0; i < 10; i++) {
            relayed(client, Ask.realm("home.example"), second);
        }
    }

    @Test
    void aHostThatIsDownIsReachedThroughAnAgentButNeverReplaced() {
        start(new TestConfig().peers(CLIENT, HSS1, HSS2, OTHER_AGENT));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer second = connect(HSS2, S6A);
        RawPeer other = connect(OTHER_AGENT, RELAY);
        for (int i = 0; i < 10; i++) {
            RawMessage request = relayed(client, Ask.realm("home.example").host(HSS1), other);
            assertThat(request.avp(293).text()).isEqualTo(HSS1);
        }
        assertThat(second.connection().waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {3001, 4002, 5012, 6001, 9999})
    @Conforms({"6733:6.2.2/result-kept", "6733:7.1/unknown-class"})
    void answersWithAnErrorPassLikeOthers(int code) {
        start(new TestConfig().peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        Ask ask = Ask.realm("home.example");
        client.send(ask);
        RawMessage request = server.next();
        byte[] sent = TestMessage.of(
                Ask.P | Ask.E,
                316,
                S6A,
                request.hopByHop(),
                request.endToEnd(),
                List.of(TestAvp.text(264, HSS1), TestAvp.text(296, "home.example"), TestAvp.u32(268, code)));
        server.send(sent);
        assertThat(client.next().bytes())
                .isEqualTo(Relayed.answer(sent, ask.message().hopByHop()));
    }
}
