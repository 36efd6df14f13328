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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
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
        TestAgent agent = start(new TestConfig()
                .accept("{ identity = \"*.visited.example\", realm = visited.example, from = [ \"127.0.0.0/8\" ] }")
                .accept("{ identity = \"*.home.example\", realm = home.example, from = [ \"127.0.0.0/8\" ] }"));
        Cast cast = new Cast(
                clients,
                servers,
                new Name("client-%d.visited.example", "visited.example"),
                new Name("server-%d.home.example", "home.example"));
        Work work = new Work(
                Exchanges.named(exchange, Side.CLIENT).get(0),
                size,
                answerSize,
                new Destination("home.example", 1, null),
                new SubscriberRange(1, 1_000_000));
        Pace pace = new Pace(window, rate, Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(20));
        Places places = new Places(new InetSocketAddress(InetAddress.getLoopbackAddress(), agent.port()), null, false);
        LoadReport report = new LoadRun(new LoadPlan(places, cast, work, pace, true), new Clock(), Instant.now()).run();
        assertThat(report.faults()).isEmpty();
        assertThat(report.errors()).isEmpty();
        assertThat(report.counts().lost()).isZero();
        assertThat(report.counts().answered())
                .isPositive()
                .isEqualTo(report.counts().sent());
        assertThat(report.counts().octets()).isBetween(size - 11, size);
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
