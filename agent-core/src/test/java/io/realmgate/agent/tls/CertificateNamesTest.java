package io.realmgate.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestAuthority;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("names");

    @ParameterizedTest
    @CsvSource({
        "hss1.home.example,      HSS1.Home.Example,       true",
        "hss1.home.example,      hss2.home.example,       false",
        "hss1.home.example,      a.hss1.home.example,     false",
        "hss1.home.example,      hss1.home.example.org,   false",
        "*.home.example,         hss1.home.example,       true",
        "*.home.example,         a.hss1.home.example,     false",
        "*.home.example,         home.example,            false",
        "*.home.example,         .home.example,           false",
        "*.home.example,         hss1home.example,        false",
        "hss*.home.example,      hss1.home.example,       false",
        "*,                      hss1,                    false",
        "home.example,           hss1.home.example,       false",
    })
    void dnsName(String name, String identity, boolean covered) {
        assertThat(CertificateNames.cover(AUTHORITY.issue(name).getCertificate(), identity))
                .isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "aaa://hss1.home.example,                               true",
        "aaas://HSS1.home.example,                              true",
        "aaa://hss1.home.example:5868,                          true",
        "aaa://hss1.home.example:5868;transport=tcp,            true",
        "aaa://hss1.home.example;transport=tcp;protocol=diameter, true",
        "aaa://hss1.home.example.evil.example,                  false",
        "aaa://evil.example/hss1.home.example,                  false",
        "aaa://hss1.home.example@evil.example,                  false",
        "https://hss1.home.example,                             false",
    })
    void uri(String uri, boolean covered) {
        X509Certificate certificate = AUTHORITY.issueForUri(uri).getCertificate();
        assertThat(CertificateNames.cover(certificate, "hss1.home.example")).isEqualTo(covered);
    }

    @Test
    void aCertificateWithoutNamesNamesNobody() {
        X509Certificate certificate = AUTHORITY
                .issue(builder -> builder.subject("CN=hss1.home.example"))
                .getCertificate();
        assertThat(CertificateNames.of(certificate)).isEmpty();
        assertThat(CertificateNames.cover(certificate, "hss1.home.example")).isFalse();
    }
}
