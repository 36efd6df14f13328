package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAuthority;
import io.realmgate.agent.testkit.TestAvp;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TLS before Diameter, on its own port (RFC 6733 2.2, 13), with certificates of one authority on all sides.
 *
 * <pre>
 *  client.visited.example ==TLS==&gt; [ agent ] ==TLS==&gt; hss1.home.example
 * </pre>
 */
class TlsTest extends Behaviour {
    private static final TestAuthority PARTNERS = new TestAuthority("partners");

    private final X509Bundle own = PARTNERS.issue(TestAgent.IDENTITY);

    private TestConfig config() {
        return TlsFiles.put(new TestConfig(), "default", own, PARTNERS).listener(TlsFiles.listener("default"));
    }

    private RawPeer connectByTls(TestAgent agent, String identity, X509Bundle certificate, String... versions) {
        RawConnection connection = TlsFiles.dial(agent.agent().ports().get(1), PARTNERS.context(certificate), versions);
        return use(RawPeer.connect(connection, identity, S6A));
    }

    @Conforms({"6733:2.1/tls-port", "6733:2.2/tls"})
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void requestsAndAnswersPassBetweenTlsPeers(String version) {
        RawListener port = use(TlsFiles.listen(PARTNERS.context(PARTNERS.issue(HSS1)), true));
        TestAgent agent = start(config().peers(CLIENT)
                .peerWithRealm(
                        HSS1, "home.example", ", connect = \"tls://127.0.0.1:" + port.port() + "\", tls = default"));
        RawPeer server = accept(port, HSS1, S6A).echo();
        RawPeer client = connectByTls(agent, CLIENT, PARTNERS.issue(CLIENT), version);
        for (int i = 0; i < 100; i++) {
            client.send(Ask.realm("home.example"));
        }
        client.next(100).forEach(answer -> assertThat(answer.resultCode()).isEqualTo(2001));
        assertThat(server.connection().isClosed()).isFalse();

        JsonObject shown = new JsonObject(agent.get("/v1/peers/" + CLIENT).body());
        assertThat(shown.getString("transport")).isEqualTo("tls");
        assertThat(shown.getJsonObject("tls").getString("name")).isEqualTo("default");
        assertThat(shown.getJsonObject("tls").getString("version")).isEqualTo(version);
        assertThat(shown.getJsonObject("tls").getString("cipher")).startsWith("TLS_");
        assertThat(shown.getJsonObject("tls").getString("subject")).contains("CN=somebody");
        assertThat(shown.getJsonObject("tls").getJsonArray("certificateNames")).containsExactly(CLIENT);
        assertThat(shown.getJsonObject("tls").getString("expires"))
                .isEqualTo(PARTNERS.issue(CLIENT)
                        .getCertificate()
                        .getNotAfter()
                        .toInstant()
                        .toString());
        assertThat(agent.metric("realmgate_peer_certificate_expiry_timestamp_seconds", CLIENT))
                .isEqualTo(PARTNERS.issue(CLIENT)
                        .getCertificate()
                        .getNotAfter()
                        .toInstant()
                        .getEpochSecond());
    }

    /** Records have 16 KiB, chunks 32 KiB: messages that cross both come whole. */
    @Test
    void largeMessagesPass() {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        RawPeer client = connectByTls(agent, CLIENT, PARTNERS.issue(CLIENT));
        RawPeer server = connectByTls(agent, HSS1, PARTNERS.issue(HSS1));
        byte[] large = Ask.realm("home.example")
                .with(TestAvp.raw(25, 0, 0, new byte[1_000_000]))
                .bytes();
        client.send(large);
        RawMessage request = server.serve();
        assertThat(request.bytes().length).isGreaterThan(1_000_000);
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    void aPlainPeerAndATlsPeerTalkToEachOther() {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        RawPeer client = connectByTls(agent, CLIENT, PARTNERS.issue(CLIENT));
        connect(HSS1, S6A).echo();
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(agent.peer(HSS1).tls()).isNull();
    }

    @Test
    void aWildcardAndADiameterUriNameAPeerToo() {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        connectByTls(agent, CLIENT, PARTNERS.issue("*.visited.example"));
        connectByTls(agent, HSS1, PARTNERS.issueForUri("aaa://HSS1.home.example:5868;transport=tcp"));
        agent.awaitOpen(CLIENT, HSS1);
    }

    /** RFC 6733 6.10: what is offered for later does not matter on a connection that is secured already. */
    @Test
    void anOfferOfTlsInBandIsNoHindrance() {
        TestAgent agent = start(config().peers(CLIENT));
        RawConnection connection =
                use(TlsFiles.dial(agent.agent().ports().get(1), PARTNERS.context(PARTNERS.issue(CLIENT))));
        List<TestAvp> avps = new ArrayList<>(RawMessages.capabilities(CLIENT, S6A));
        avps.add(TestAvp.u32(299, 1));
        connection.send(RawMessages.cer(avps));
        RawMessage cea = connection.next();
        assertThat(cea.resultCode()).isEqualTo(2001);
        assertThat(cea.avp(299).number()).isZero();
    }

    /** A session that could be resumed would let a peer in without showing its certificate again. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void everyConnectionShowsItsCertificateAnew(String version) throws Exception {
        TestAgent agent = start(config().peers(CLIENT));
        SSLContext context = PARTNERS.context(PARTNERS.issue(CLIENT));
        for (int i = 0; i < 2; i++) {
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket("127.0.0.1", agent.agent().ports().get(1))) {
                socket.setEnabledProtocols(new String[] {version});
                long before = System.currentTimeMillis();
                socket.startHandshake();
                try (RawConnection connection = new RawConnection(socket)) {
                    connection.send(RawMessages.cer(CLIENT, S6A));
                    assertThat(connection.next().resultCode()).isEqualTo(2001);
                    assertThat(socket.getSession().getCreationTime()).isGreaterThanOrEqualTo(before);
                    connection.ping();
                }
            }
            agent.awaitDown(CLIENT);
        }
    }

    @Test
    void aDprClosesInOrder() {
        TestAgent agent = start(config().peers(CLIENT));
        RawPeer client = connectByTls(agent, CLIENT, PARTNERS.issue(CLIENT));
        agent.config().withoutPeer(CLIENT);
        agent.reload();
        client.connection().nextDisconnect();
        client.connection().awaitClosed();
    }
}
