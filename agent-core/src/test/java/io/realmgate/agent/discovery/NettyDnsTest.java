package io.realmgate.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.realmgate.agent.config.AgentSettings.Discovery;
import io.realmgate.agent.testkit.NameServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NettyDnsTest {
    private final NameServer server = NameServer.start();
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final NettyDns dns = dns(server);

    private NettyDns dns(NameServer... servers) {
        List<InetSocketAddress> addresses = java.util.Arrays.stream(servers)
                .map(one -> new InetSocketAddress(InetAddress.getLoopbackAddress(), one.port()))
                .toList();
        Duration any = Duration.ofSeconds(1);
        return new NettyDns(loops.next(), new Discovery(addresses, Duration.ofMillis(300), any, any, any));
    }

    @AfterEach
    void close() {
        dns.close();
        server.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static <T> Dns.Answer<T> get(CompletionStage<Dns.Answer<T>> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void recordsAreReadWithTheirTime() {
        server.naptr("home.example", 7, "S", "AAA+D2T", "_diameter._tcp.Home.example")
                .srv("_diameter._tcp.home.example", 77, 3, 3869, "HSS1.home.example")
                .address("hss1.home.example", 88, "10.0.0.2")
                .address("hss1.home.example", 44, "10.0.0.1")
                .address("hss6.home.example", 9, "2001:db8::1");
        assertThat(get(dns.naptr("home.example")).records())
                .containsExactly(new Naptr(7, 0, "s", "aaa+d2t", "", "_diameter._tcp.home.example"));
        assertThat(get(dns.srv("_diameter._tcp.home.example")))
                .isEqualTo(new Dns.Answer<>(List.of(new Srv(3, 1, 3869, "hss1.home.example")), 77));
        Dns.Answer<InetAddress> found = get(dns.addresses("hss1.home.example"));
        assertThat(found.ttl()).isEqualTo(44);
        assertThat(found.records()).map(InetAddress::getHostAddress).containsExactly("10.0.0.1", "10.0.0.2");
        assertThat(get(dns.addresses("hss6.home.example")).records())
                .map(InetAddress::getHostAddress)
                .containsExactly("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void noSuchNameAndNoSuchRecordAreAnswers() {
        server.address("hss1.home.example", 60, "10.0.0.1");
        assertThat(get(dns.naptr("nowhere.example")).records()).isEmpty();
        assertThat(get(dns.naptr("hss1.home.example")).records()).isEmpty();
        assertThat(get(dns.addresses("nowhere.example")).records()).isEmpty();
    }

    @Test
    void aFailureAndSilenceAreNone() {
        server.failing(NameServer.SERVER_FAILURE);
        assertThatThrownBy(() -> get(dns.naptr("home.example"))).isNotNull();
        server.failing(0).silent(true);
        assertThatThrownBy(() -> get(dns.naptr("home.example"))).isNotNull();
    }

    @Test
    void theNextServerIsAskedWhenTheFirstIsSilent() {
        try (NameServer second = NameServer.start();
                NettyDns both = dns(server, second)) {
            server.silent(true);
            second.srv("_diameter._tcp.home.example", 77, 3, 3869, "hss1.home.example");
            assertThat(get(both.srv("_diameter._tcp.home.example")).records()).hasSize(1);
        }
    }

    @Test
    void whatCannotBeReadIsLeftOut() {
        server.broken("home.example", 35)
                .naptr("home.example", 7, "s", "aaa:diameter.tcp", "a.example")
                .broken("_diameter._tcp.home.example", 33)
                .broken("hss1.home.example", 1);
        assertThat(get(dns.naptr("home.example")).records()).hasSize(1);
        assertThat(get(dns.srv("_diameter._tcp.home.example")).records()).isEmpty();
        assertThat(get(dns.addresses("hss1.home.example")).records()).isEmpty();
    }
}
