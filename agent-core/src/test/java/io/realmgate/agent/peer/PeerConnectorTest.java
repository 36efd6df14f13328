package io.realmgate.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When we connect again, on a clock of the test's own. */
class PeerConnectorTest {
    private final PeerBench bench = new PeerBench("mmm.transit.example", "zzz.home.example");

    /** Lets time pass until the connector dials again. */
    private Duration untilNextDial() {
        int before = bench.dials();
        long start = bench.clock();
        while (bench.dials() == before) {
            assertThat(bench.clock() - start).as("it dials at last").isLessThan(TimeUnit.MINUTES.toNanos(5));
            bench.pass(Duration.ofMillis(100));
        }
        return Duration.ofNanos(bench.clock() - start);
    }

    private static void around(Duration actual, long seconds) {
        assertThat(actual).isBetween(Duration.ofMillis(seconds * 800), Duration.ofMillis(seconds * 1200 + 100));
    }

    @Test
    @Conforms("6733:2.1/reconnect")
    void eachFailureDoublesTheWaitUpToFourTimesTc() {
        bench.connector.start();
        for (int seconds : new int[] {30, 60, 120, 120, 120}) {
            bench.nack();
            around(untilNextDial(), seconds);
        }
    }

    @Test
    void aConnectionThatWasOpenBeginsAtTcAgain() {
        bench.connector.start();
        bench.nack();
        untilNextDial();
        bench.nack();
        untilNextDial();
        BenchConnection i = bench.ack();
        i.receive(bench.cea(2001));
        i.hangUp();
        around(untilNextDial(), 30);
        bench.nack();
        around(untilNextDial(), 30);
    }

    @Test
    void aRefusedCerIsAFailureToo() {
        bench.connector.start();
        bench.ack().receive(bench.cea(3010));
        around(untilNextDial(), 30);
        bench.ack().receive(bench.cea(3010));
        around(untilNextDial(), 60);
    }

    @Test
    void oneThatNothingComesOfIsGivenUp() {
        bench.connector.start();
        bench.pass(PeerBench.HANDSHAKE.multipliedBy(2));
        assertThat(bench.peer.lastEvent()).contains("nothing came of it");
        around(untilNextDial(), 30);
    }

    @Test
    void nobodyIsDialledWhileThePeerIsConnected() {
        BenchConnection r = bench.connCer();
        bench.connector.start();
        bench.pass(Duration.ofMinutes(10));
        assertThat(bench.dials()).isZero();
        r.hangUp();
        around(untilNextDial().plus(Duration.ofSeconds(24)), 30);
    }

    @Test
    void whoDoesNotWantUsIsNotDialledUntilTheOperatorSaysSo() {
        bench.connector.start();
        BenchConnection i = bench.ack();
        i.receive(bench.cea(2001));
        i.receive(bench.message(0x80, 282, io.realmgate.agent.testkit.TestAvp.u32(273, 2)));
        i.hangUp();
        bench.pass(Duration.ofMinutes(10));
        assertThat(bench.dials()).isOne();
        bench.peer.command(AdminState.READY, Duration.ofSeconds(10));
        bench.connector.onAdminState();
        assertThat(bench.dials()).isEqualTo(2);
    }

    @Test
    void aPeerOutOfServiceIsNotDialledAndAnAttemptEnds() {
        bench.connector.start();
        BenchConnection i = bench.ack();
        assertThat(i.seen()).containsExactly("Snd-CER");
        bench.peer.command(AdminState.DRAIN, Duration.ofSeconds(10));
        bench.connector.onAdminState();
        bench.settle();
        assertThat(i.seen()).containsExactly("Disc");
        bench.pass(Duration.ofMinutes(10));
        assertThat(bench.dials()).isOne();
        bench.peer.command(AdminState.READY, Duration.ofSeconds(10));
        bench.connector.onAdminState();
        assertThat(bench.dials()).isEqualTo(2);
    }

    @Test
    void jitterSpreadsWhoWouldComeAtOnce() {
        List<Long> waits = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1000; i++) {
            waits.add(new BackOff(Duration.ofSeconds(30), random).afterFailure());
        }
        assertThat(waits)
                .allMatch(n -> n >= TimeUnit.SECONDS.toNanos(24) && n <= TimeUnit.SECONDS.toNanos(36))
                .anyMatch(n -> n < TimeUnit.SECONDS.toNanos(25))
                .anyMatch(n -> n > TimeUnit.SECONDS.toNanos(35));
        assertThat(new TreeSet<>(waits)).hasSizeGreaterThan(990);
    }
}
