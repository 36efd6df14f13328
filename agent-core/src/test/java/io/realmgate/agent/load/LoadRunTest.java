package io.realmgate.agent.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realmgate.agent.load.LoadPlan.Cast;
import io.realmgate.agent.load.LoadPlan.Destination;
import io.realmgate.agent.load.LoadPlan.Name;
import io.realmgate.agent.load.LoadPlan.Pace;
import io.realmgate.agent.load.LoadPlan.Places;
import io.realmgate.agent.load.LoadPlan.SubscriberRange;
import io.realmgate.agent.load.LoadPlan.Work;
import io.realmgate.agent.load.SpoilingRelay.Habit;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.testkit.TestAuthority;
import io.realmgate.agent.tls.TlsProfile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The generator around a relay that does one thing wrong, and around none.
 *
 * <pre>
 *   client-0.visited.example --\                     /-- server-0.home.example
 *   client-1.visited.example ---+-- spoiling relay -+
 *   client-2.visited.example --/                     \-- server-1.home.example
 * </pre>
 */
@Timeout(60)
class LoadRunTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("authority");

    @TempDir
    Path directory = Path.of("");

    @Test
    void aRelayThatDoesRightIsFlawless() throws Exception {
        LoadReport report = around(Habit.NONE, 0);
        assertThat(report.faults()).isEmpty();
        assertThat(report.counts().lost()).isZero();
        assertThat(report.counts().sent())
                .isPositive()
                .isEqualTo(report.counts().answered());
        assertThat(report.latency().getTotalCount())
                .isPositive()
                .isLessThan(report.counts().sent());
        assertThat(report.isFlawless()).isTrue();
    }

    @Test
    void aRateIsKeptToTheRequest() throws Exception {
        LoadReport report = around(Habit.NONE, 2000);
        assertThat(report.isFlawless()).isTrue();
        // Half of the rate for the 0.1 s of the warm-up, all of it for 0.3 s.
        assertThat(report.counts().sent() + report.counts().unsent()).isBetween(699L, 701L);
        assertThat(report.latency().getTotalCount() + report.counts().unsent()).isBetween(599L, 601L);
    }

    @ParameterizedTest
    @CsvSource({
        "ANSWERS_ANOTHER_CLIENT, WRONG_CLIENT",
        "ANSWERS_TWICE, ANSWERED_TWICE",
        "KEEPS_ITS_HOP_BY_HOP, IDENTIFIER",
        "CHANGES_END_TO_END_OF_REQUEST, IDENTIFIER",
        "CHANGES_END_TO_END_OF_ANSWER, IDENTIFIER",
        "CHANGES_SESSION_ID, SESSION_ID",
        "CHANGES_REQUEST, REQUEST_CHANGED",
        "CHANGES_ANSWER, ANSWER_CHANGED",
        "CHANGES_COMMAND, HEADER",
        "OMITS_ROUTE_RECORD, ROUTE_RECORD",
        "RECORDS_ITSELF, ROUTE_RECORD",
        "LEAVES_PROXY_INFO, PROXY_INFO",
        "ANSWERS_UNASKED, NEVER_ASKED",
        "SENDS_NONSENSE, MALFORMED",
        "CLOSES, CONNECTION"
    })
    void whatARelayDoesWrongIsSeen(Habit habit, Fault fault) throws Exception {
        LoadReport report = around(habit, 0);
        assertThat(report.faults()).containsKey(fault);
        assertThat(report.isFlawless()).isFalse();
    }

    @Test
    void aRequestWithoutAnswerIsLost() throws Exception {
        LoadReport report = around(Habit.LOSES, 0);
        assertThat(report.counts().lost()).isPositive();
        assertThat(report.counts().sent())
                .isEqualTo(report.counts().answered() + report.counts().lost());
        assertThat(report.faults()).isEmpty();
        assertThat(report.isFlawless()).isFalse();
    }

    @Test
    void anErrorAnswerIsCountedByItsCodeAndIsNoFault() throws Exception {
        LoadReport report = around(Habit.ANSWERS_BUSY, 0);
        assertThat(report.errors()).containsOnlyKeys(3004);
        assertThat(report.errorCount() + report.counts().answered())
                .isEqualTo(report.counts().sent());
        assertThat(report.isFlawless()).isTrue();
    }

    @Test
    void withoutARelayClientsReachAServerThatListens() throws Exception {
        int port = freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        LoadReport report = run(new Places(address, address, true, null), 1, 0, 30_000);
        assertThat(report.faults()).isEmpty();
        assertThat(report.isFlawless()).isTrue();
        assertThat(report.counts().answered()).isPositive();
    }

    @Test
    void overTlsItIsTheSame() throws Exception {
        TlsProfile tls = AUTHORITY.profile(directory, AUTHORITY.issue("somebody.example"));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        LoadReport report = run(new Places(address, address, true, tls), 1, 0, 30_000);
        assertThat(report.faults()).isEmpty();
        assertThat(report.isFlawless()).isTrue();
        assertThat(report.counts().answered()).isPositive();
        assertThat(report.protections()).singleElement().asString().startsWith("TLSv1.3 TLS_");
    }

    @Test
    void whoIsNotTrustedIsNamed() throws Exception {
        TlsProfile tls = AUTHORITY.profile(directory, new TestAuthority("another").issue("somebody.example"));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        assertThatThrownBy(() -> run(new Places(address, address, true, tls), 1, 0, 500))
                .isInstanceOf(LoadFailure.class)
                .hasMessageContaining("0 of 3 clients")
                .hasMessageContaining("the connection was lost: ");
    }

    @Test
    void whoCannotConnectIsNamed() throws Exception {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        assertThatThrownBy(() -> run(new Places(nobody, null, false, null), 2, 0, 500))
                .isInstanceOf(LoadFailure.class)
                .hasMessageContaining("0 of 3 clients and 0 of 2 servers are connected")
                .hasMessageContaining("server-0.home.example: cannot connect");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static LoadReport around(Habit habit, double rate) throws Exception {
        try (SpoilingRelay relay = new SpoilingRelay(habit)) {
            // Who answers everything is waited for: on a busy machine half a second may pass in between.
            boolean answersAll = habit == Habit.NONE || habit == Habit.ANSWERS_BUSY;
            return run(new Places(relay.address(), null, false, null), 2, rate, answersAll ? 30_000 : 500);
        }
    }

    private static LoadReport run(Places places, int servers, double rate, int timeoutMillis) throws Exception {
        Cast cast = new Cast(
                3,
                servers,
                new Name("client-%d.visited.example", "visited.example"),
                new Name("server-%d.home.example", "home.example"));
        Work work = new Work(
                Exchanges.named("S6a/ULR", Side.CLIENT).get(0),
                400,
                200,
                new Destination("home.example", 1, null),
                new SubscriberRange(1, 1000));
        Pace pace = new Pace(
                rate > 0 ? 1000 : 8,
                rate,
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofMillis(timeoutMillis));
        return new LoadRun(new LoadPlan(places, cast, work, pace, true), new NoProcesses(), Instant.now()).run();
    }

    private static final class NoProcesses implements LoadRun.Instruments {
        @Override
        public LongSupplier clock() {
            return System::nanoTime;
        }

        @Override
        public ProcessUsage relay() throws java.io.IOException {
            return ProcessUsage.of(List.of());
        }

        @Override
        public long ownCpu() {
            return 0;
        }
    }
}
