package io.realmgate.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.testkit.TestAuthority;
import io.realmgate.routing.check.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with the files and terms of {@code agent.tls}, each with its place. */
class TlsStoreTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("partners");
    private static final String IDENTITY = "dra1.transit.example";

    @TempDir
    Path directory = Path.of("");

    private final X509Bundle own = AUTHORITY.issue(IDENTITY);
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    @BeforeEach
    void filesThatAreRight() {
        write("own.pem", own.getCertificatePathPEM());
        write("own.key", own.getPrivateKeyPEM());
        write("trust.pem", AUTHORITY.pem());
    }

    private void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private AgentSettings settings(String more) {
        String text = "agent {\n  identity = " + IDENTITY + ", realm = transit.example\n  tls.default {\n"
                + "    certificate = own.pem\n    key = own.key\n    trust = trust.pem\n" + more + "\n  }\n}\n";
        return Objects.requireNonNull(
                AgentSettingsReader.read(directory.resolve("agent.conf").toString(), text, diagnostics),
                diagnostics::toString);
    }

    private List<String> check(String more) {
        return check(more, InstantSource.system());
    }

    private List<String> check(String more, InstantSource clock) {
        TlsStore.check(settings(more).tls().values(), IDENTITY, clock, diagnostics);
        return diagnostics.stream()
                .map(d -> d.text().replace(directory + "/", ""))
                .toList();
    }

    @Test
    void nothingIsSaidAboutWhatIsRight() {
        assertThat(check("")).isEmpty();
    }

    @Test
    void aFileThatIsNotThere() throws IOException {
        Files.delete(directory.resolve("own.key"));
        assertThat(check(""))
                .containsExactly(
                        "agent.conf:5: agent.tls.default.key: own.key does not exist (paths are relative to the"
                                + " directory of agent.conf)");
    }

    @Test
    void aKeyOfAnotherCertificate() {
        write("own.key", AUTHORITY.issue(IDENTITY).getPrivateKeyPEM());
        assertThat(check(""))
                .containsExactly(
                        "agent.conf:5: agent.tls.default.key: own.key is not the key of the certificate in own.pem"
                                + " (give the key that the certificate was requested with)");
    }

    @Test
    void anRsaKeyMayBeUsed() {
        X509Bundle rsa = AUTHORITY.issue(builder -> builder.rsa2048().addSanDnsName(IDENTITY));
        write("own.pem", rsa.getCertificatePathPEM());
        write("own.key", rsa.getPrivateKeyPEM());
        assertThat(check("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "own.key   | -----BEGIN RSA PRIVATE KEY-----       | is a key of an older form (convert it",
                "own.key   | -----BEGIN ENCRYPTED PRIVATE KEY----- | is locked by a password",
                "own.key   | hello                                 | holds no key (PEM begins with",
                "own.pem   | hello                                 | holds no certificate (PEM begins with",
                "trust.pem | hello                                 | holds no certificate (PEM begins with",
            })
    void aFileOfAnotherKind(String file, String content, String said) {
        write(file, content + "\n");
        assertThat(check("")).singleElement().asString().contains(file + " " + said);
    }

    @Test
    void aRevocationListThatIsNone() {
        write("list.crl", "hello");
        assertThat(check("    crl = list.crl"))
                .singleElement()
                .asString()
                .startsWith("agent.conf:7: agent.tls.default.crl: list.crl holds no revocation list");
    }

    @Test
    void anUnknownCipher() {
        assertThat(check("    ciphers = [ TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA38 ]"))
                .singleElement()
                .asString()
                .startsWith("agent.conf:3: agent.tls.default.ciphers: \"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA38\"")
                .contains("did you mean \"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384\"?");
    }

    @Test
    void aKnownCipherAndVersion() {
        assertThat(check("    ciphers = [ TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 ], versions = [ 1.2 ]"))
                .isEmpty();
    }

    @Test
    void aCertificateOfSomebodyElseIsAWarning() {
        X509Bundle other = AUTHORITY.issue("dra2.transit.example");
        write("own.pem", other.getCertificatePathPEM());
        write("own.key", other.getPrivateKeyPEM());
        assertThat(check(""))
                .containsExactly("agent.conf:4: warning: agent.tls.default.certificate does not name " + IDENTITY
                        + " but [dra2.transit.example] in its subjectAltName, and peers may refuse it");
    }

    @Test
    void expiryIsAWarning() {
        Instant expires = own.getCertificate().getNotAfter().toInstant();
        assertThat(check("", () -> expires.minus(Duration.ofDays(2))))
                .containsExactly(
                        "agent.conf:3: warning: agent.tls.default.certificate expires at " + expires + ", in 2 days");
    }

    @Test
    void theAgentDoesNotStartWithoutItsFiles() throws IOException {
        Files.delete(directory.resolve("trust.pem"));
        AgentSettings settings = settings("");
        assertThatThrownBy(() -> TlsStore.load(settings.tls(), Runnable::run, InstantSource.system()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("trust.pem does not exist");
    }
}
