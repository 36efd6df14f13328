package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request never goes back to where it has been (RFC 6733 6.1.3, 6.1.7).
 *
 * <pre>
 *  client.visited.example ----- [ agent ] -----+-- hss1.home.example
 *                                              \-- hss2.home.example
 * </pre>
 */
class LoopAvoidanceTest extends Behaviour {
    private RawPeer client(TestConfig config) {
        start(config.peers(CLIENT, HSS1, HSS2));
        return connect(CLIENT, S6A);
    }

    @Test
    void neverToThePeerItCameFrom() {
        RawPeer client = client(new TestConfig());
        connect(HSS1, S6A);
        client.send(Ask.realm("visited.example"));
        assertThat(client.next().resultCode()).isEqualTo(3002);
        client.send(Ask.realm("visited.example").host(CLIENT));
        assertThat(client.next().resultCode()).isEqualTo(3002);
    }

    @Test
    void neverToThePeerItCameFromByARuleEither() {
        RawPeer client = client(new TestConfig()
                .peersFile("groups { all { members = [ " + CLIENT + ", " + HSS1 + " ] } }")
                .rules("{ name = r, action = relay, to = all }"));
        RawPeer server = connect(HSS1, S6A).echo();
        for (int i = 0; i < 40; i++) {
            client.send(Ask.realm("home.example"));
        }
        client.next(40).forEach(a -> assertThat(a.avp(264).text()).isEqualTo(server.identity()));
        server.send(Ask.realm("home.example").from(HSS1));
        RawMessage request = client.next();
        client.send(RawMessages.success(request, CLIENT));
        assertThat(server.next().isRequest()).isFalse();
    }

    /** Among 100 Route-Records too, and after every other AVP: the whole message is looked at. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    @Conforms("6733:6.1.7/visited")
    void neverToAPeerInTheRouteRecord(int others) {
        RawPeer client = client(new TestConfig());
        connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A).echo();
        for (int i = 0; i < 20; i++) {
            Ask ask = Ask.realm("home.example");
            for (int k = 0; k < others; k++) {
                ask.routeRecord("agent" + k + ".far.example");
            }
            client.send(ask.routeRecord("HSS1.home.Example"));
            assertThat(client.next().avp(264).text()).isEqualTo(second.identity());
        }
    }

    @Test
    void nobodyIsLeft() {
        RawPeer client = client(new TestConfig());
        connect(HSS1, S6A);
        connect(HSS2, S6A);
        client.send(Ask.realm("home.example").routeRecord(HSS2, HSS1));
        assertThat(client.next().resultCode()).isEqualTo(3002);
        client.send(Ask.realm("home.example").host(HSS1).routeRecord(HSS1));
        assertThat(client.next().resultCode()).isEqualTo(3002);
    }

    @Test
    void aNameThatOnlyBeginsAlikeIsAnotherPeer() {
        RawPeer client = client(new TestConfig());
        connect(HSS1, S6A).echo();
        client.send(Ask.realm("home.example")
                .routeRecord("hss1.home.example.org", "hss1.home.exampl", "agent.transit.exampl"));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @ParameterizedTest
    @ValueSource(strings = {TestAgent.IDENTITY, "AGENT.Transit.Example"})
    @Conforms({"6733:6.1.3/loop", "6733:7.1.3/3005"})
    void ourOwnIdentityIsALoop(String identity) {
        RawPeer client = client(new TestConfig());
        connect(HSS1, S6A);
        client.send(Ask.realm("home.example").routeRecord("a.example", identity, "b.example"));
        assertThat(client.next().resultCode()).isEqualTo(3005);
    }
}
