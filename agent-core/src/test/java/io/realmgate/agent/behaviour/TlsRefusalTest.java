package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.pkitesting.X509Bundle;
import io.realmgate.agent.testkit.TestAuthority;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may not come by TLS, or not without: refused, counted by reason, and no hindrance to others.
 *
 * <pre>
 *  strangers, partners with the wrong papers ==&gt; [ agent ] ==&gt; servers with the wrong papers
 * </pre>
 */
class TlsRefusalTest extends Behaviour {
    private static final TestAuthority PARTNERS = new TestAuthority("partners");
    private static final TestAuthority OTHERS = new TestAuthority("others");

    private final X509Bundle own = PARTNERS.issue(TestAgent.IDENTITY);

    private TestConfig config() {
        return TlsFiles.put(new TestConfig(), "default", own, PARTNERS).listener(TlsFiles.listener("default"));
    }

    private static int tlsPort(TestAgent agent) {
        return agent.agent().ports().get(1);
    }

    /** The handshake, or with TLS 1.3 the connection right behind it, ends. */
    private void assertRefused(TestAgent agent, SSLContext context, String version) {
        RawConnection connection;
        try {
            connection = use(TlsFiles.dial(tlsPort(agent), context, version));
        } catch (UncheckedIOException e) {
            return;
        }
        try {
            connection.send(RawMessages.cer(CLIENT, S6A));
        } catch (UncheckedIOException e) {
            // Closed already.
        }
        connection.awaitClosed();
        assertThat(connection.waiting()).isZero();
    }

    private void assertOthersStillConnect(TestAgent agent) {
        RawConnection connection = TlsFiles.dial(tlsPort(agent), PARTNERS.context(PARTNERS.issue(HSS1)));
        RawPeer good = use(RawPeer.connect(connection, HSS1, S6A));
        good.connection().ping();
    }

    @Test
    void aPlainConnectionToTheTlsPort() {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        RawConnection plain = use(RawConnection.to(tlsPort(agent)));
        plain.send(RawMessages.cer(CLIENT, S6A));
        plain.awaitClosed();
        agent.awaitTlsRefusals("not_tls", 1);
        assertOthersStillConnect(agent);
    }

    @Test
    void tlsToThePlainPort() {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        assertThat(catchThrowable(() -> TlsFiles.dial(agent.port(), PARTNERS.context(PARTNERS.issue(CLIENT)))))
                .isInstanceOf(UncheckedIOException.class);
        agent.awaitTlsRefusals("tls_on_plain_port", 1);
        connect(HSS1, S6A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateOfAnotherAuthority(String version) throws Exception {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                OTHERS.issue(CLIENT).toKeyManagerFactory().getKeyManagers(),
                new TrustManager[] {PARTNERS.root().toTrustManager()},
                null);
        // The agent says whose certificates it takes, and the JDK then offers none of another authority.
        assertRefused(agent, context, version);
        await().until(() -> agent.tlsRefusals("untrusted") + agent.tlsRefusals("no_certificate") == 1);
        assertOthersStillConnect(agent);
    }

    /** A forger gives its authority the name of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateOfAnAuthorityWithTheSameName(String version) throws Exception {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        TestAuthority forger = new TestAuthority("partners");
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                forger.issue(CLIENT).toKeyManagerFactory().getKeyManagers(),
                new TrustManager[] {PARTNERS.root().toTrustManager()},
                null);
        assertRefused(agent, context, version);
        agent.awaitTlsRefusals("untrusted", 1);
        assertOthersStillConnect(agent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anExpiredCertificate(String version) {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        assertRefused(agent, PARTNERS.context(PARTNERS.issueExpired(CLIENT)), version);
        agent.awaitTlsRefusals("expired", 1);
        assertOthersStillConnect(agent);
    }

    @Test
    void aRevokedCertificate() {
        X509Bundle stolen = PARTNERS.issue(CLIENT);
        TestAgent agent = start(TlsFiles.put(
                        new TestConfig().agent("tls.default.crl = list.crl").file("list.crl", PARTNERS.revoke(stolen)),
                        "default",
                        own,
                        PARTNERS)
                .listener(TlsFiles.listener("default"))
                .peers(CLIENT, HSS1));
        assertRefused(agent, PARTNERS.context(stolen), "TLSv1.3");
        agent.awaitTlsRefusals("revoked", 1);
        assertOthersStillConnect(agent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noCertificate(String version) {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        assertRefused(agent, PARTNERS.context(null), version);
        agent.awaitTlsRefusals("no_certificate", 1);
        assertOthersStillConnect(agent);
    }

    /** RFC 6733 13.2: a valid certificate of one partner does not make it another one. */
    @ParameterizedTest
    @ValueSource(strings = {HSS1, "visited.example", "*.example", "client.visited.example.evil.example"})
    void aCertificateThatNamesSomebodyElse(String named) {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        RawConnection liar = use(TlsFiles.dial(tlsPort(agent), PARTNERS.context(PARTNERS.issue(named))));
        liar.send(RawMessages.cer(CLIENT, S6A));
        assertThat(liar.next().resultCode()).isEqualTo(3010);
        liar.awaitClosed();
        agent.awaitTlsRefusals("identity", 1);
        assertThat(agent.peer(CLIENT).isOpen()).isFalse();
        assertOthersStillConnect(agent);
    }

    /** RFC 9525 section 2: what stands in the subject is a description. */
    @Test
    void aCommonNameIsNoName() {
        TestAgent agent = start(config().peers(CLIENT));
        X509Bundle certificate = PARTNERS.issue(builder -> builder.subject("CN=" + CLIENT));
        RawConnection connection = use(TlsFiles.dial(tlsPort(agent), PARTNERS.context(certificate)));
        connection.send(RawMessages.cer(CLIENT, S6A));
        assertThat(connection.next().resultCode()).isEqualTo(3010);
        connection.awaitClosed();
    }

    @Test
    void silenceInTheHandshakeIsBounded() {
        TestAgent agent = start(config().agent("timers.handshake = 100ms").peers(CLIENT));
        RawConnection silent = use(RawConnection.to(tlsPort(agent)));
        silent.awaitClosed();
        agent.awaitTlsRefusals("timeout", 1);
    }

    @Test
    void handshakesCountAsConnectionsOfTheirAddress() {
        TestAgent agent = start(config().agent("timers.handshake = 60s")
                .agent("limits.connections-per-address = 2")
                .peers(CLIENT, HSS1));
        RawConnection first = use(RawConnection.to(tlsPort(agent)));
        RawConnection second = use(RawConnection.to(tlsPort(agent)));
        await().until(() -> {
            RawConnection third = use(RawConnection.to(tlsPort(agent)));
            return closesSoon(third);
        });
        first.close();
        second.close();
        agent.awaitTlsRefusals("closed", 2);
        await().until(() -> connectsByTls(agent));
        agent.awaitOpen(HSS1);
    }

    private static boolean closesSoon(RawConnection connection) {
        await().until(connection::isClosed);
        return true;
    }

    private boolean connectsByTls(TestAgent agent) {
        try {
            assertOthersStillConnect(agent);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    // Peers that must come by TLS ---------------------------------------------------------------------------------

    @Test
    void aPeerThatMustComeByTlsComesPlain() {
        TestAgent agent = start(config().peerWithRealm(CLIENT, "visited.example", ", tls = required"));
        RawConnection plain = use(RawConnection.to(agent.port()));
        plain.send(RawMessages.cer(CLIENT, S6A));
        assertThat(plain.next().resultCode()).isEqualTo(5017);
        plain.awaitClosed();
        use(RawPeer.connect(TlsFiles.dial(tlsPort(agent), PARTNERS.context(PARTNERS.issue(CLIENT))), CLIENT, S6A));
    }

    @Test
    void aPatternMayWantTls() {
        TestAgent agent =
                start(config().accept("{ identity = \"*.visited.example\", realm = visited.example, tls = required }"));
        RawConnection plain = use(RawConnection.to(agent.port()));
        plain.send(RawMessages.cer("a.visited.example", S6A));
        assertThat(plain.next().resultCode()).isEqualTo(5017);
        plain.awaitClosed();
        use(RawPeer.connect(
                TlsFiles.dial(tlsPort(agent), PARTNERS.context(PARTNERS.issue("b.visited.example"))),
                "b.visited.example",
                S6A));
        assertThat(agent.agent().peers()).hasSize(1);
    }

    /** Two authorities: what one of them says about the peers of the other does not count. */
    @Test
    void aPeerComesByTheTrustThatItIsConfiguredWith() {
        TestConfig config = config().peerWithRealm(CLIENT, "visited.example", ", tls = default");
        TestAgent agent = start(TlsFiles.put(config, "others", OTHERS.issue(TestAgent.IDENTITY), OTHERS)
                .listener(TlsFiles.listener("others")));
        RawConnection forged = use(TlsFiles.dial(agent.agent().ports().get(2), OTHERS.context(OTHERS.issue(CLIENT))));
        forged.send(RawMessages.cer(CLIENT, S6A));
        assertThat(forged.next().resultCode()).isEqualTo(5017);
        forged.awaitClosed();
        use(RawPeer.connect(TlsFiles.dial(tlsPort(agent), PARTNERS.context(PARTNERS.issue(CLIENT))), CLIENT, S6A));
    }

    // Peers that we connect to ------------------------------------------------------------------------------------

    private TestAgent connecting(RawListener port) {
        return start(config().peerWithRealm(
                        HSS1, "home.example", ", connect = \"tls://127.0.0.1:" + port.port() + "\", tls = default"));
    }

    private static void takeUntilRefused(RawListener port, TestAgent agent, String reason) {
        RawConnection connection = port.accept();
        connection.awaitClosed();
        assertThat(connection.waiting()).as("not even a CER was sent").isZero();
        agent.awaitTlsRefusals(reason, 1);
    }

    @Test
    void aServerWhoseCertificateNamesSomebodyElseGetsNoCer() {
        RawListener port = use(TlsFiles.listen(PARTNERS.context(PARTNERS.issue(HSS2)), true));
        TestAgent agent = connecting(port);
        takeUntilRefused(port, agent, "identity");
        await().until(() -> agent.peer(HSS1).lastEvent().contains("names [" + HSS2 + "] and not " + HSS1));
    }

    @Test
    void aServerOfAnotherAuthorityGetsNoCer() {
        RawListener port = use(TlsFiles.listen(OTHERS.context(OTHERS.issue(HSS1)), false));
        TestAgent agent = connecting(port);
        takeUntilRefused(port, agent, "untrusted");
        assertThat(agent.peer(HSS1).lastEvent()).contains("agent.tls.NAME.trust");
    }

    @Test
    void aServerThatRefusesOurCertificate() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                PARTNERS.issue(HSS1).toKeyManagerFactory().getKeyManagers(),
                new TrustManager[] {OTHERS.root().toTrustManager()},
                null);
        RawListener port = use(TlsFiles.listen(context, true));
        TestAgent agent = connecting(port);
        port.accept().awaitClosed();
        await().until(() -> agent.tlsRefusals("our_certificate") == 1);
        await().until(() -> agent.peer(HSS1).lastEvent().contains("it refuses our certificate"));
    }

    @Test
    void aServerThatIsSilentInTheHandshake() throws IOException {
        RawListener port = listen();
        TestAgent agent = start(config().agent("timers.handshake = 100ms")
                .peerWithRealm(
                        HSS1, "home.example", ", connect = \"tls://127.0.0.1:" + port.port() + "\", tls = default"));
        agent.awaitTlsRefusals("timeout", 1);
        await().until(() -> agent.peer(HSS1).lastEvent().contains("no TLS handshake"));
    }

    /** RFC 6733 6.10: a CEA that wants TLS behind it. */
    @Test
    void aServerThatWantsTlsInBandIsLeft() {
        RawListener port = listen();
        TestAgent agent = start(new TestConfig().peer(HSS1, port));
        RawConnection connection = use(port.accept());
        RawMessage cer = connection.next();
        List<TestAvp> avps = new ArrayList<>(List.of(TestAvp.u32(268, 2001)));
        avps.addAll(RawMessages.capabilities(HSS1, S6A));
        avps.add(TestAvp.u32(299, 1));
        connection.send(TestMessage.of(0, 257, 0, cer.hopByHop(), cer.endToEnd(), avps));
        connection.awaitClosed();
        await().until(() -> agent.peer(HSS1).lastEvent().contains("Inband-Security-Id 1"));
    }
}
