package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.realmgate.agent.conformance.Conforms;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * Addresses of both ends: several of one peer, a local one, and IPv6.
 *
 * <pre>
 *                        /--x  (first address: closed)
 *  [ agent ] 127.0.0.2 -&lt;
 *                        \---  hss1.home.example (second address)
 *
 *  client.visited.example --- ::1 [ agent ] ::1 --- hss1.home.example
 * </pre>
 */
class AddressesTest extends Behaviour {
    private static final byte[] LOOPBACK_6 = {0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private static String peerAt(String more, RawListener... listeners) {
        StringBuilder uris = new StringBuilder();
        for (RawListener listener : listeners) {
            uris.append('"').append(listener.uri()).append("\" ");
        }
        return ", connect = [ " + uris.toString().trim().replace(" ", ", ") + " ]" + more;
    }

    @Test
    void theNextAddressIsTriedAtOnceAndTheFirstAgainAfterALoss() {
        RawListener first = listen();
        RawListener second = listen();
        int port = first.port();
        String where = peerAt("", first, second);
        first.close();
        TestAgent agent = start(new TestConfig()
                .agent("timers.reconnect = 100ms")
                .peerWithRealm(HSS1, "home.example", where)
                .peers(CLIENT));
        RawPeer server = accept(second, HSS1, S6A);
        agent.awaitOpen(HSS1);
        RawListener again = use(RawListener.again(port));
        server.close();
        RawPeer preferred = accept(again, HSS1, S6A).echo();
        agent.awaitOpen(HSS1);
        second.assertNobodyConnects();
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example"));
        assertThat(client.next().avp(264).text()).isEqualTo(preferred.identity());
    }

    /** That something listens is not enough. */
    @Test
    void anAddressWhereNoCeaComesFromIsPassedToo() {
        RawListener first = listen();
        RawListener second = listen();
        TestAgent agent = start(new TestConfig()
                .agent("timers.reconnect = 10m")
                .peerWithRealm(HSS1, "home.example", peerAt("", first, second)));
        RawConnection refusing = use(first.accept());
        refusing.send(RawMessages.cea(refusing.next(), HSS2, S6A));
        refusing.awaitClosed();
        accept(second, HSS1, S6A);
        assertThat(agent.peer(HSS1).isOpen()).isTrue();
    }

    @Test
    void afterTheLastOneTheFirstComesAgainWithTc() {
        RawListener first = listen();
        RawListener second = listen();
        start(new TestConfig()
                .agent("timers.reconnect = 50ms")
                .peerWithRealm(HSS1, "home.example", peerAt("", first, second)));
        for (int i = 0; i < 3; i++) {
            first.accept().reset();
            second.accept().reset();
        }
        accept(first, HSS1, S6A);
    }

    /** RFC 6733 5.3.5: Host-IP-Address is the address of that connection. */
    @Test
    @Conforms("6733:5.3.5/addresses")
    void aLocalAddressForConnectionsThatWeMake() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig()
                .peer(HSS1, listener, "local-address = \"127.0.0.2\"")
                .peer(HSS2, listener));
        for (int i = 0; i < 2; i++) {
            RawConnection connection = use(listener.accept());
            RawMessage cer = connection.next();
            byte[] remote = connection.remoteAddress().getAddress();
            assertThat(cer.avp(257).data())
                    .isEqualTo(ByteBuffer.allocate(6)
                            .putShort((short) 1)
                            .put(remote)
                            .array());
            byte last = remote[3];
            connection.send(RawMessages.cea(cer, last == 2 ? HSS1 : HSS2, S6A));
            connection.ping();
        }
        agent.awaitOpen(HSS1, HSS2);
    }

    @Test
    void aLocalAddressThatIsNotOursIsSaid() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig().peer(HSS1, listener, "local-address = \"192.0.2.1\""));
        await().until(() -> agent.peer(HSS1).lastEvent().contains("from local-address 192.0.2.1: "));
    }

    /** One socket for both, and networks of IPv4 mean those who come by it. */
    @Test
    void allAddressesOfBothFamilies() {
        assumeTrue(RawListener.isOurs("::1"), "no IPv6 on this machine");
        TestAgent agent = start(new TestConfig()
                .listen("::")
                .peer(CLIENT, null, "from = [ \"127.0.0.0/8\" ]")
                .peers(HSS2));
        connect(CLIENT, S6A);
        use(RawPeer.connect(use(RawConnection.to("::1", agent.port())), HSS2, S6A));
        assertThat(agent.peer(CLIENT).address()).startsWith("127.0.0.1:");
        assertThat(agent.peer(HSS2).address()).startsWith("[::1]:");
    }

    @Test
    @Conforms("6733:5.3.5/addresses")
    void overIpv6() {
        assumeTrue(RawListener.isOurs("::1"), "no IPv6 on this machine");
        RawListener listener = use(RawListener.on("::1"));
        TestAgent agent = start(new TestConfig()
                .listen("::1")
                .peer(CLIENT, null, "from = [ \"::1\" ]")
                .peer("far.visited.example", null, "from = [ \"2001:db8::/32\", \"127.0.0.0/8\" ]")
                .peer(HSS1, listener, "local-address = \"::1\""));
        RawConnection toServer = use(listener.accept());
        RawMessage cer = toServer.next();
        assertThat(cer.avp(257).data()).isEqualTo(LOOPBACK_6);
        toServer.send(RawMessages.cea(cer, HSS1, S6A));
        toServer.ping();
        RawConnection toClient = use(RawConnection.to("::1", agent.port()));
        toClient.send(RawMessages.cer(CLIENT, S6A));
        RawMessage cea = toClient.next();
        assertThat(cea.resultCode()).isEqualTo(2001);
        assertThat(cea.avp(257).data()).isEqualTo(LOOPBACK_6);
        toClient.send(Ask.realm("home.example").bytes());
        toServer.send(RawMessages.success(toServer.next(), HSS1));
        assertThat(toClient.next().resultCode()).isEqualTo(2001);
        assertThat(agent.peer(HSS1).address()).isEqualTo("[::1]:" + listener.port());
        RawConnection far = use(RawConnection.to("::1", agent.port()));
        far.send(RawMessages.cer("far.visited.example", S6A));
        assertThat(far.next().resultCode()).isEqualTo(3010);
    }
}
