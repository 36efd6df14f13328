package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IoLoopTest {
    private final TestChannel channel = new TestChannel();
    private long clock = 10;
    private final IoLoop loop = new IoLoop(channel.eventLoop(), () -> clock);
    private final List<String> done = new ArrayList<>();

    @Test
    void timeStandsStillBetweenTicks() {
        clock = 20;
        assertThat(loop.now()).isEqualTo(10);
        assertThat(loop.tick()).isEqualTo(20);
        assertThat(loop.now()).isEqualTo(20);
        assertThat(loop.inLoop()).isTrue();
    }

    @Test
    void whatRunsBeforeEachFlushRunsOnceAnIteration() {
        loop.beforeEachFlush(() -> done.add("first"));
        loop.beforeEachFlush(() -> done.add("second"));
        channel.iteration(() -> {
            loop.wantFlush();
            loop.wantFlush();
            loop.execute(() -> done.add("task"));
            loop.wantFlush();
        });
        assertThat(done).containsExactly("first", "second", "task");
        channel.iteration(() -> {});
        assertThat(done).hasSize(3);
        channel.iteration(loop::wantFlush);
        assertThat(done).hasSize(5);
    }

    @Test
    void aTimerReadsTheClockAndCanBeCancelled() {
        channel.freezeTime();
        clock = 1000;
        loop.schedule(500, () -> done.add("at " + loop.now()));
        loop.schedule(600, () -> done.add("never")).cancel(false);
        channel.advanceTimeBy(499, java.util.concurrent.TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
        assertThat(done).isEmpty();
        channel.advanceTimeBy(1000, java.util.concurrent.TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
        assertThat(done).containsExactly("at 1000");
    }
}
