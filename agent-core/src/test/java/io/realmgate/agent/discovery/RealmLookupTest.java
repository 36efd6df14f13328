package io.realmgate.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.config.RealmSettings;
import io.realmgate.routing.model.NamePattern;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmLookupTest {
    private static final RealmSettings REALM =
            new RealmSettings("home.example", List.of(new NamePattern.Below("home.example")), 4);

    private final FakeDns dns = new FakeDns();

    private RealmLookup.Found find(String... inUse) {
        return new RealmLookup(dns, REALM, Set.of(inUse))
                .find()
                .toCompletableFuture()
                .join();
    }

    private List<String> names() {
        return find().servers().stream()
                .map(one ->
                        one.identity() + " " + one.address() + ":" + one.port() + " " + one.rank() + "/" + one.weight())
                .toList();
    }

    @Test
    void withoutNaptrTheSrvRecordsOfTheRealm() {
        dns.srv("_diameter._tcp.home.example", 20, 5, 3869, "b.home.example")
                .srv("_diameter._tcp.home.example", 10, 0, 3868, "a.home.example")
                .srv("_diameter._tcp.home.example", 20, 70000, 3868, "c.home.example")
                .host("a.home.example", "10.0.0.1")
                .host("b.home.example", "10.0.0.2")
                .host("c.home.example", "10.0.0.3");
        assertThat(names())
                .containsExactly(
                        "a.home.example 10.0.0.1:3868 0/1",
                        "b.home.example 10.0.0.2:3869 1/5",
                        "c.home.example 10.0.0.3:3868 1/65535");
    }

    @Test
    void naptrRecordsInTheirOrder() {
        dns.naptr("home.example", 20, 1, "a", "aaa:diameter.tcp", "last.home.example")
                .naptr("home.example", 10, 2, "s", "aaa:diameter.tcp", "second.home.example")
                .naptr("home.example", 10, 1, "a", "aaa+ap16777251:diameter.sctp:diameter.tcp", "first.home.example")
                .srv("second.home.example", 1, 1, 4000, "s1.home.example")
                .srv("second.home.example", 2, 1, 4001, "s2.home.example")
                .host("first.home.example", "10.0.0.1")
                .host("s1.home.example", "10.0.0.2")
                .host("s2.home.example", "10.0.0.3")
                .host("last.home.example", "10.0.0.4");
        assertThat(names())
                .containsExactly(
                        "first.home.example 10.0.0.1:3868 0/1",
                        "s1.home.example 10.0.0.2:4000 1/1",
                        "s2.home.example 10.0.0.3:4001 2/1",
                        "last.home.example 10.0.0.4:3868 3/1");
    }

    @ParameterizedTest
    @CsvSource({
        "aaa:diameter.tcp, true",
        "aaa+ap4:diameter.tcp, true",
        "aaa+d2t, true",
        "aaa:diameter.tls.tcp:diameter.tcp, true",
        "aaa+d2s, false",
        "aaa:diameter.sctp, false",
        "aaa:diameter.tls.tcp, false",
        "aaa+apx:diameter.tcp, false",
        "x-eduroam:radius.tls, false",
        "sip+d2t, false",
        "aaa, false",
        "'', false"
    })
    void onlyDiameterOverTcp(String service, boolean taken) {
        dns.naptr("home.example", 1, 1, "a", service, "a.home.example").host("a.home.example", "10.0.0.1");
        assertThat(find().servers()).hasSize(taken ? 1 : 0);
        // RFC 6733 5.2: SRV only when there are no NAPTR records.
        assertThat(dns.asked).doesNotContain("SRV _diameter._tcp.home.example");
    }

    @Test
    void recordsThatLeadOnAreFollowedAndCirclesEnd() {
        dns.naptr("home.example", 1, 1, "", "aaa:diameter.tcp", "x.example")
                .naptr("x.example", 1, 1, "", "aaa:diameter.tcp", "y.example")
                .naptr("x.example", 2, 1, "a", "aaa:diameter.tcp", "a.home.example")
                .naptr("y.example", 1, 1, "", "aaa:diameter.tcp", "x.example")
                .host("a.home.example", "10.0.0.1");
        assertThat(names()).hasSize(1);
        assertThat(dns.asked.stream().filter(one -> one.startsWith("NAPTR"))).hasSizeLessThan(8);
    }

    @Test
    void whoeverIsNotAdmittedIsLeftOut() {
        dns.srv("_diameter._tcp.home.example", 1, 1, 3868, "evil.example")
                .srv("_diameter._tcp.home.example", 1, 1, 3868, "home.example")
                .srv("_diameter._tcp.home.example", 1, 1, 3868, "a.home.example")
                .host("evil.example", "10.6.6.6")
                .host("home.example", "10.0.0.9")
                .host("a.home.example", "10.0.0.1");
        assertThat(names()).containsExactly("a.home.example 10.0.0.1:3868 0/1");
        assertThat(dns.asked).doesNotContain("A evil.example");
    }

    @Test
    void thereIsABound() {
        for (int i = 0; i < 100; i++) {
            dns.srv("_diameter._tcp.home.example", 1, 1, 3868, "s" + i + ".home.example")
                    .host("s" + i + ".home.example", "10.0.0.1");
        }
        assertThat(names()).hasSize(4);
        assertThat(dns.asked).hasSize(6);
    }

    @Test
    void theShortestTimeToLiveCounts() {
        dns.naptr("home.example", 1, 1, "s", "aaa:diameter.tcp", "s.home.example")
                .srv("s.home.example", 1, 1, 3868, "a.home.example")
                .host("a.home.example", "10.0.0.1")
                .ttl("home.example", 300)
                .ttl("s.home.example", 200)
                .ttl("a.home.example", 100);
        assertThat(find().ttl()).isEqualTo(100);
        dns.ttl("home.example", 50);
        assertThat(find().ttl()).isEqualTo(50);
    }

    @Test
    void anAddressInUseStaysInUse() {
        dns.srv("_diameter._tcp.home.example", 1, 1, 3868, "a.home.example")
                .host("a.home.example", "10.0.0.1", "10.0.0.2");
        assertThat(find().servers().get(0).address()).isEqualTo("10.0.0.1");
        assertThat(find("10.0.0.2").servers().get(0).address()).isEqualTo("10.0.0.2");
        assertThat(find("10.0.0.3").servers().get(0).address()).isEqualTo("10.0.0.1");
    }

    @Test
    void whatIsNotThereIsNothing() {
        dns.srv("_diameter._tcp.home.example", 1, 1, 3868, "")
                .srv("_diameter._tcp.home.example", 1, 1, 0, "a.home.example")
                .srv("_diameter._tcp.home.example", 1, 1, 3868, "nowhere.home.example");
        assertThat(names()).isEmpty();
    }
}
