package io.realmgate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class ViewRefreshTest {
    private record Task(Duration delay, Runnable task) {}

    private final Deque<Task> later = new ArrayDeque<>();
    private boolean quick;
    private int made;
    private long now;
    private long takes;
    private final ViewRefresh refresh = new ViewRefresh(
            () -> {
                made++;
                now += takes;
            },
            () -> quick,
            (delay, task) -> later.add(new Task(delay, task)),
            () -> now);

    private Duration runNext() {
        Task next = later.remove();
        next.task().run();
        return next.delay();
    }

    @Test
    void atOnceWhileItIsQuick() {
        quick = true;
        refresh.peersChanged();
        refresh.peersChanged();
        assertThat(made).isEqualTo(2);
        assertThat(later).isEmpty();
    }

    @Test
    void elseOnceForAllThatAppearMeanwhile() {
        for (int i = 0; i < 100; i++) {
            refresh.peersChanged();
        }
        assertThat(made).isZero();
        runNext();
        assertThat(made).isEqualTo(1);
        assertThat(later).isEmpty();
    }

    @Test
    void aTenthOfTheTimeAtMost() {
        takes = 5_000_000;
        refresh.peersChanged();
        runNext();
        refresh.peersChanged();
        assertThat(runNext()).isEqualTo(Duration.ofMillis(45));
    }

    @Test
    void aChangeBringsTheNewOneWithIt() {
        refresh.peersChanged();
        refresh.after(refresh::peersChanged);
        assertThat(made).isEqualTo(1);
        runNext();
        assertThat(made).as("nothing appeared since").isEqualTo(1);
    }

    @Test
    void aQuickChangeMakesItOnce() {
        quick = true;
        refresh.after(refresh::peersChanged);
        assertThat(made).isEqualTo(1);
    }
}
