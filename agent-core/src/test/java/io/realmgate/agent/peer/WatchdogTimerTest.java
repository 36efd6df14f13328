package io.realmgate.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.transport.IoLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tw on a clock of the test's own. */
class WatchdogTimerTest {
    private static final Duration TW = Duration.ofSeconds(30);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private long clock;
    private final IoLoop loop = new IoLoop(channel.eventLoop(), () -> clock);
    private final List<Long> expired = new ArrayList<>();
    private boolean deaf;
    private final WatchdogTimer timer = new WatchdogTimer(
            loop, new SplittableRandom(1), () -> deaf, () -> expired.add(TimeUnit.NANOSECONDS.toMillis(clock)));

    WatchdogTimerTest() {
        channel.freezeTime();
    }

    @Test
    @Conforms("3539:3.4.1/jitter")
    void eachIntervalIsAnotherWithinTwoSecondsOfTw() {
        timer.start(TW);
        for (int second = 0; second < 3_000; second++) {
            pass(Duration.ofSeconds(1));
        }
        List<Long> intervals = new ArrayList<>();
        for (int i = 1; i < expired.size(); i++) {
            intervals.add(expired.get(i) - expired.get(i - 1));
        }
        assertThat(intervals).hasSizeGreaterThan(90).allMatch(ms -> ms >= 28_000 && ms <= 33_000);
        assertThat(new TreeSet<>(intervals)).hasSizeGreaterThan(3);
    }

    @Test
    @Conforms("3539:3.4.1/reset")
    void whatArrivesBeginsTheSilenceAnew() {
        timer.start(TW);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(20));
            timer.set();
        }
        assertThat(expired).isEmpty();
        pass(Duration.ofSeconds(33));
        assertThat(expired).hasSize(1);
    }

    @Test
    void whileWeDoNotReadSilenceSaysNothing() {
        timer.start(TW);
        deaf = true;
        pass(Duration.ofMinutes(5));
        assertThat(expired).isEmpty();
        deaf = false;
        pass(Duration.ofSeconds(33));
        assertThat(expired).hasSize(1);
    }

    @Test
    void stopped() {
        timer.start(TW);
        timer.stop();
        pass(Duration.ofMinutes(5));
        assertThat(expired).isEmpty();
    }

    private void pass(Duration time) {
        for (long left = time.toSeconds(); left > 0; left--) {
            clock += TimeUnit.SECONDS.toNanos(1);
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            loop.tick();
        }
    }
}
