package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.load.LoadPlan;
import io.realmgate.agent.load.LoadPlan.Cast;
import io.realmgate.agent.load.LoadPlan.Destination;
import io.realmgate.agent.load.LoadPlan.Name;
import io.realmgate.agent.load.LoadPlan.Pace;
import io.realmgate.agent.load.LoadPlan.Places;
import io.realmgate.agent.load.LoadPlan.SubscriberRange;
import io.realmgate.agent.load.LoadPlan.Work;
import io.realmgate.agent.load.LoadReport;
import io.realmgate.agent.load.LoadRun;
import io.realmgate.agent.load.ProcessUsage;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.testkit.TestAuthority;
import io.realmgate.agent.tls.TlsProfile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * At full speed, and in every size, no message is lost, changed, answered twice, or brought to the wrong client: what {@code
 * TransparencyTest} and {@code ReversePathTest} show of a few, of all that pass.
 *
 * <pre>
 *   client-0, client-1 … .visited.example ----- [ agent ] ----- server-0, server-1 … .home.example
 * </pre>
 */
class LoadThroughAgentTest extends Behaviour {
    private static final TestAuthority PARTNERS = new TestAuthority("partners");

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "4, 2, 64, 0, S6a/ULR, 400, 180",
        "16, 4, 256, 0, S6a/ULR, 400, 180",
        "4, 2, 16, 0, S6a/ULR, 65536, 65536",
        "4, 2, 64, 0, CCR-I, 168, 180",
        "4, 2, 8192, 3000, ACR-START, 400, 1500",
        "1, 1, 1, 0, S6a/AIR, 400, 180"
    })
    void nothingIsLostOrChanged(
            int clients, int servers, int window, int rate, String exchange, int size, int answerSize)
            throws Exception {
        TestAgent agent = start(everybody());
        Places places = new Places(address(agent.port()), null, false, null);
        LoadReport report = run(places, work(exchange, size, answerSize), clients, servers, pace(window, rate));
        assertThat(report.counts().octets()).isBetween(size - 11, size);
    }

    /** Records of TLS end where they will: of all sizes, each message comes whole. */
    @ParameterizedTest
    @CsvSource({
        "4, 2, 64, 0, 400, 180",
        "16, 4, 256, 0, 400, 180",
        "4, 2, 16, 0, 65536, 65536",
        "4, 2, 8192, 3000, 1500, 1500",
        "1, 1, 1, 0, 400, 180"
    })
    void nothingIsLostOrChangedOverTls(int clients, int servers, int window, int rate, int size, int answerSize)
            throws Exception {
        TestConfig config = TlsFiles.put(everybody(), "default", PARTNERS.issue(TestAgent.IDENTITY), PARTNERS)
                .listener(TlsFiles.listener("default"));
        TestAgent agent = start(config);
        TlsProfile tls = PARTNERS.profile(directory, PARTNERS.issue("*.visited.example", "*.home.example"));
        Places places = new Places(address(agent.agent().ports().get(1)), null, false, tls);
        LoadReport report = run(places, work("S6a/ULR", size, answerSize), clients, servers, pace(window, rate));
        assertThat(report.protections()).singleElement().asString().startsWith("TLSv1.3 TLS_");
    }

    private static TestConfig everybody() {
        return new TestConfig()
                .accept("{ identity = \"*.visited.example\", realm = visited.example, from = [ \"127.0.0.0/8\" ] }")
                .accept("{ identity = \"*.home.example\", realm = home.example, from = [ \"127.0.0.0/8\" ] }");
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Work work(String exchange, int size, int answerSize) {
        return new Work(
                Exchanges.named(exchange, Side.CLIENT).get(0),
                size,
                answerSize,
                new Destination("home.example", 1, null),
                new SubscriberRange(1, 1_000_000));
    }

    private static Pace pace(int window, int rate) {
        return new Pace(window, rate, Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(20));
    }

    private static LoadReport run(Places places, Work work, int clients, int servers, Pace pace) throws Exception {
        Cast cast = new Cast(
                clients,
                servers,
                new Name("client-%d.visited.example", "visited.example"),
                new Name("server-%d.home.example", "home.example"));
        LoadReport report = new LoadRun(new LoadPlan(places, cast, work, pace, true), new Clock(), Instant.now()).run();
        assertThat(report.faults()).isEmpty();
        assertThat(report.errors()).isEmpty();
        assertThat(report.counts().lost()).isZero();
        assertThat(report.counts().answered())
                .isPositive()
                .isEqualTo(report.counts().sent());
        return report;
    }

    /** Time only; what this costs is of no interest here. */
    private static final class Clock implements LoadRun.Instruments {
        @Override
        public LongSupplier clock() {
            return System::nanoTime;
        }

        @Override
        public ProcessUsage relay() {
            return new ProcessUsage(0, 0);
        }

        @Override
        public long ownCpu() {
            return 0;
        }
    }
}
