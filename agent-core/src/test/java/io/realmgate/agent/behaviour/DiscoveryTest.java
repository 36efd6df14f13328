package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.NameServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Servers that DNS names (RFC 6733 5.2, RFC 6408).
 *
 * <pre>
 *                                    ..... name server
 *  client.visited.example --- [ agent ] --- hss1.home.example, hss2.home.example (nowhere in peers.conf)
 * </pre>
 */
class DiscoveryTest extends Behaviour {
    private static final String SRV = "_diameter._tcp.home.example";

    private final NameServer names = NameServer.start();
    private final RawListener first = listen();
    private final RawListener second = listen();

    @AfterEach
    void closeNames() {
        names.close();
    }

    private TestConfig config(String realm) {
        return new TestConfig()
                .agent("timers { request = 60s, reconnect = 200ms }")
                .agent("discovery { name-servers = [ \"127.0.0.1:" + names.port()
                        + "\" ], timeout = 300ms, min-ttl = 100ms, max-ttl = 300ms, negative-ttl = 100ms }")
                .peers(CLIENT)
                .peersFile(realm);
    }

    private TestAgent start() {
        return start(config("realms = [ { realm = home.example, discover = true } ]"));
    }

    private NameServer serves(String host, RawListener listener, int priority) {
        return names.srv(SRV, 0, priority, listener.port(), host).address(host, 0, "127.0.0.1");
    }

    @Conforms("6733:5.2/dns")
    @Test
    void aServerThatDnsNamesIsConnectedToAndServesItsRealm() {
        names.naptr("home.example", 1, "s", "aaa+ap16777251:diameter.tcp", SRV);
        serves(HSS1, first, 1);
        TestAgent agent = start();
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = accept(first, HSS1, S6A);
        agent.awaitOpen(HSS1);
        client.send(Ask.realm("home.example"));
        server.serve();
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
        assertThat(agent.peer(HSS1).realm()).isEqualTo("home.example");
    }

    @Test
    void theOrderOfDnsIsTheOrderOfUse() {
        serves(HSS1, first, 20);
        serves(HSS2, second, 10);
        TestAgent agent = start();
        RawPeer client = connect(CLIENT, S6A);
        RawPeer later = accept(first, HSS1, S6A);
        RawPeer preferred = accept(second, HSS2, S6A);
        agent.awaitOpen(HSS1, HSS2);
        for (int i = 0; i < 10; i++) {
            client.send(Ask.realm("home.example"));
            preferred.serve();
            client.next();
        }
        preferred.close();
        agent.awaitDown(HSS2);
        client.send(Ask.realm("home.example"));
        later.serve();
        client.next();
    }

    /** RFC 6733 5.2: what is configured by hand is used while it responds. */
    @Test
    void configuredPeersComeFirst() {
        serves(HSS2, second, 1);
        TestAgent agent = start(
                config("realms = [ { realm = home.example, discover = true } ]").peers(HSS1));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer found = accept(second, HSS2, S6A);
        RawPeer configured = connect(HSS1, S6A);
        agent.awaitOpen(HSS1, HSS2);
        for (int i = 0; i < 10; i++) {
            client.send(Ask.realm("home.example"));
            configured.serve();
            client.next();
        }
        configured.close();
        agent.awaitDown(HSS1);
        client.send(Ask.realm("home.example"));
        found.serve();
        client.next();
    }

    @Conforms("6733:5.2/ttl")
    @Test
    void aServerThatDnsNamesNoMoreGoesInOrder() {
        serves(HSS1, first, 1);
        TestAgent agent = start();
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = accept(first, HSS1, S6A);
        agent.awaitOpen(HSS1);
        names.clear();
        serves(HSS2, second, 1);
        server.connection().nextDisconnect();
        server.connection().awaitClosed();
        RawPeer other = accept(second, HSS2, S6A);
        agent.awaitOpen(HSS2);
        assertThat(agent.agent().peers()).noneMatch(peer -> peer.identity().equals(HSS1));
        client.send(Ask.realm("home.example"));
        other.serve();
        client.next();
    }

    @Test
    void whatWasFoundGoesWhenDnsCannotBeAskedForLonger() {
        serves(HSS1, first, 1);
        TestAgent agent = start();
        RawPeer server = accept(first, HSS1, S6A);
        agent.awaitOpen(HSS1);
        names.silent(true);
        server.connection().nextDisconnect();
        server.connection().awaitClosed();
        names.silent(false);
        accept(first, HSS1, S6A);
        agent.awaitOpen(HSS1);
    }

    @Test
    void aConnectionOutlivesLookupsThatChangeNothing() {
        serves(HSS1, first, 1);
        TestAgent agent = start();
        RawPeer server = accept(first, HSS1, S6A);
        agent.awaitOpen(HSS1);
        int asked = names.questions().size();
        await().until(() -> names.questions().size() > asked + 9);
        server.connection().ping();
        first.assertNobodyConnects();
    }

    /** RFC 6733 5.2: that DNS names somebody does not make him a server. */
    @Conforms("6733:5.2/authorised")
    @Test
    void whoIsNotAdmittedIsNotConnectedTo() {
        serves("hss.evil.example", first, 1);
        serves(HSS2, second, 2);
        TestAgent agent = start();
        accept(second, HSS2, S6A);
        agent.awaitOpen(HSS2);
        first.assertNobodyConnects();
        assertThat(agent.agent().peers()).hasSize(2);
        agent.config().peersFile("# changed");
        assertThat(agent.reload().accepted()).isTrue();
        second.assertNobodyConnects();
    }

    /** The one who answers there has to be the one whom DNS names. */
    @Conforms("6733:5.2/authorised")
    @Test
    void whoCallsHimselfOtherwiseIsRefused() {
        serves(HSS1, first, 1);
        TestAgent agent = start();
        RawConnection connection = use(first.accept());
        RawMessage cer = connection.next();
        connection.send(RawMessages.cea(cer, HSS2, S6A));
        connection.awaitClosed();
        assertThat(agent.peer(HSS1).isOpen()).isFalse();
        first.takeIfAny();
    }

    @Test
    void aRealmWithoutServersIsKnownAllTheSame() {
        start();
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(3002);
        client.send(Ask.realm("other.example"));
        assertThat(client.next().resultCode()).isEqualTo(3003);
    }

    @Test
    void nothingIsAskedUnlessARealmSaysSo() {
        serves(HSS1, first, 1);
        TestAgent agent = start(config("realms = [ { realm = home.example } ]"));
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(3003);
        assertThat(names.questions()).isEmpty();
        first.assertNobodyConnects();
        assertThat(agent.agent().peers()).hasSize(1);
    }

    @Test
    void aReloadStartsAndStopsDiscovery() {
        serves(HSS1, first, 1);
        TestAgent agent = start(config(""));
        assertThat(names.questions()).isEmpty();
        agent.config().peersFile("realms = [ { realm = home.example, discover = true, most = 1 } ]");
        assertThat(agent.reload().accepted()).isTrue();
        RawPeer server = accept(first, HSS1, S6A);
        agent.awaitOpen(HSS1);
        agent.config().withoutRealms();
        assertThat(agent.reload().accepted()).isTrue();
        server.connection().nextDisconnect();
        server.connection().awaitClosed();
        assertThat(agent.agent().peers()).hasSize(1);
    }
}
