package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.realmgate.agent.testkit.TestAuthority;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/**
 * New certificates while traffic flows, and what is said about those that expire.
 *
 * <pre>
 *  client.visited.example ==TLS==&gt; [ agent ] -- hss1.home.example          POST /v1/tls/reload, GET /ready, /metrics
 * </pre>
 */
class TlsReloadTest extends Behaviour {
    private static final TestAuthority PARTNERS = new TestAuthority("partners");

    private final X509Bundle first = PARTNERS.issue(TestAgent.IDENTITY);

    private TestConfig config() {
        return TlsFiles.put(new TestConfig(), "default", first, PARTNERS).listener(TlsFiles.listener("default"));
    }

    private RawPeer connectByTls(TestAgent agent, String identity) {
        return use(RawPeer.connect(
                TlsFiles.dial(agent.agent().ports().get(1), PARTNERS.context(PARTNERS.issue(identity))),
                identity,
                S6A));
    }

    private static X509Certificate shown(TestAgent agent) throws Exception {
        try (SSLSocket socket = (SSLSocket) PARTNERS.context(PARTNERS.issue(CLIENT))
                .getSocketFactory()
                .createSocket("127.0.0.1", agent.agent().ports().get(1))) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void aNewCertificateIsForNewConnectionsAndTheOldOnesGoOn() throws Exception {
        TestAgent agent = start(config().peers(CLIENT, HSS1));
        RawPeer client = connectByTls(agent, CLIENT);
        connect(HSS1, S6A).echo();
        assertThat(shown(agent)).isEqualTo(first.getCertificate());
        X509Bundle second = PARTNERS.issue(TestAgent.IDENTITY);
        TlsFiles.overwrite(agent.directory().resolve("default.pem"), second.getCertificatePathPEM());
        TlsFiles.overwrite(agent.directory().resolve("default.key"), second.getPrivateKeyPEM());
        HttpResponse<String> answer = agent.http("POST", "/v1/tls/reload");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getJsonArray("expiries")).hasSize(2);
        assertThat(shown(agent)).isEqualTo(second.getCertificate());
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    void aWrongFileLeavesTheOldOnesInForce() throws Exception {
        TestAgent agent = start(config().peers(CLIENT));
        X509Bundle second = PARTNERS.issue(TestAgent.IDENTITY);
        TlsFiles.overwrite(agent.directory().resolve("default.pem"), second.getCertificatePathPEM());
        HttpResponse<String> answer = agent.http("POST", "/v1/tls/reload");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("is not the key of the certificate");
        assertThat(agent.metrics()).containsEntry("realmgate_tls_reload_failures_total", 1.0);
        assertThat(shown(agent)).isEqualTo(first.getCertificate());
    }

    @Test
    void expiryIsSaidWhenItIsNearAndWhenItIsOver() {
        Instant expires = first.getCertificate().getNotAfter().toInstant();
        AtomicReference<Instant> now = new AtomicReference<>(expires.minus(Duration.ofDays(31)));
        InstantSource clock = now::get;
        TestAgent agent = start(config(), clock);
        assertThat(agent.metrics())
                .containsEntry("realmgate_tls_expiry_timestamp_seconds{tls=\"default\",kind=\"certificate\",}", (double)
                        expires.getEpochSecond());
        assertThat(new JsonObject(agent.get("/ready").body()).getJsonArray("warnings"))
                .isEmpty();

        now.set(expires.minus(Duration.ofDays(29)));
        HttpResponse<String> near = agent.get("/ready");
        assertThat(near.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(near.body()).getJsonArray("warnings"))
                .containsExactly("agent.tls.default.certificate expires at " + expires + ", in 29 days");

        now.set(expires);
        HttpResponse<String> over = agent.get("/ready");
        assertThat(over.statusCode()).isEqualTo(503);
        assertThat(over.body()).contains("agent.tls.default.certificate expired at " + expires);
        assertThat(new JsonObject(over.body()).getJsonArray("warnings")).isEmpty();
    }

    @Test
    void expiryDatesAreListed() {
        TestAgent agent = start(config());
        JsonObject expiry = new JsonObject(agent.get("/v1/tls").body())
                .getJsonArray("expiries")
                .getJsonObject(0);
        assertThat(expiry.getString("tls")).isEqualTo("default");
        assertThat(expiry.getString("kind")).isEqualTo("certificate");
        assertThat(expiry.getString("expires"))
                .isEqualTo(first.getCertificate().getNotAfter().toInstant().toString());
    }
}
