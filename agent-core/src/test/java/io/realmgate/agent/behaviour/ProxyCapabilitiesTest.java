package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What an agent whose rules change messages says of itself (RFC 6733 2.8.2, 5.3).
 *
 * <pre>
 *  client.visited.example  -- CER --&gt;
 *  hss1.home.example       -- CER --&gt;  [ agent: S6a from the client to hss1 is edited ]
 *  hss2.home.example       -- CER --&gt;
 * </pre>
 */
class ProxyCapabilitiesTest extends Behaviour {
    private static final int GY = 4;
    private static final String EDITED = "action = proxy, to = " + HSS1 + ", request = [ { remove = Class } ] }";
    private static final String FROM_CLIENT =
            "{ name = r, match { application = S6a, from = " + CLIENT + " }, " + EDITED;

    private List<String> told(String identity) {
        RawConnection connection = dial();
        connection.send(RawMessages.cer(identity, S6A, GY));
        RawMessage cea = connection.next();
        connection.close();
        return cea.avps().stream()
                .filter(avp -> List.of(258, 259, 260, 265).contains(avp.code()))
                .map(ProxyCapabilitiesTest::text)
                .toList();
    }

    private static String text(RawAvp avp) {
        return avp.code() == 260
                ? avp.inner().get(0).number() + ":" + avp.inner().get(1).number()
                : avp.code() + " " + avp.number();
    }

    @Test
    @Conforms("6733:2.8.2/proxy-applications")
    void thePeersOfARuleThatEditsAreToldTheApplication() {
        start(new TestConfig().peers(CLIENT, HSS1, HSS2).rules(FROM_CLIENT));
        String[] proxy = {"265 10415", "258 -1", "259 -1", "10415:16777251"};
        assertThat(told(CLIENT)).containsExactly(proxy);
        assertThat(told(HSS1)).containsExactly(proxy);
        assertThat(told(HSS2)).containsExactly("258 -1", "259 -1");
    }

    @Test
    void aRuleForAnyPeerConcernsAllAndOneForAnyApplicationNamesNone() {
        start(new TestConfig()
                .peers(CLIENT, HSS1, HSS2)
                .rules("{ name = a, match { application = [Gy, Rf] }, " + EDITED, "{ name = b, " + EDITED));
        assertThat(told(HSS2)).containsExactly("258 -1", "258 4", "259 -1", "259 3");
    }

    /** Rules come and go: it is the next connection that hears of them. */
    @Test
    void anOpenConnectionStaysAsItWasAgreedOn() {
        TestAgent agent = start(
                new TestConfig().peers(CLIENT, HSS1, HSS2).rules("{ name = r, action = relay, to = " + HSS1 + " }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        agent.config().rules(FROM_CLIENT);
        agent.reload();
        client.send(Ask.realm("home.example"));
        server.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
        server.close();
        agent.awaitDown(HSS1);
        assertThat(told(HSS1)).contains("10415:16777251");
    }

    @Test
    void whatPeersConfSaysCounts() {
        start(new TestConfig()
                .peers(CLIENT)
                .peer(HSS1, null, "advertise = [ Relay ]")
                .rules(FROM_CLIENT));
        assertThat(told(HSS1)).containsExactly("258 -1", "259 -1");
    }
}
