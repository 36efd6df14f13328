package io.realmgate.agent.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FirstAnswerTest {
    private final FirstAnswer<Object> shared = new FirstAnswer<>();

    @Test
    void theFirstAnswerIsTheOnlyOne() {
        assertThat(shared.join()).isTrue();
        assertThat(shared.claim()).isTrue();
        assertThat(shared.claim()).isFalse();
        assertThat(shared.leave()).isFalse();
        assertThat(shared.join()).isFalse();
        assertThat(shared.giveWay()).isFalse();
        assertThat(shared.isSettled()).isTrue();
    }

    @Test
    void theLastWithoutAnAnswerTellsTheAsker() {
        shared.join();
        shared.join();
        assertThat(shared.leave()).isFalse();
        assertThat(shared.hasOthers()).isTrue();
        assertThat(shared.leave()).isFalse();
        assertThat(shared.hasOthers()).isFalse();
        assertThat(shared.leave()).isTrue();
        assertThat(shared.claim()).isFalse();
    }

    @Test
    void onlyTheLastDoesNotGiveWay() {
        shared.join();
        assertThat(shared.giveWay()).isTrue();
        assertThat(shared.giveWay()).isFalse();
        assertThat(shared.claim()).isTrue();
    }

    /** Attempts of several loops end at once, with an answer, with one that is not final, or without any. */
    @Test
    void thereIsExactlyOneAnswerWhateverTheOrder() throws Exception {
        int attempts = 4;
        ExecutorService loops = Executors.newFixedThreadPool(attempts);
        try {
            for (int round = 0; round < 3_000; round++) {
                FirstAnswer<Object> one = new FirstAnswer<>();
                CyclicBarrier start = new CyclicBarrier(attempts);
                List<Future<Boolean>> ends = new ArrayList<>();
                for (int i = 0; i < attempts; i++) {
                    assertThat(i == 0 || one.join()).isTrue();
                }
                for (int i = 0; i < attempts; i++) {
                    int how = (round >> i) % 3;
                    ends.add(loops.submit(() -> {
                        start.await();
                        return switch (how) {
                            case 0 -> one.claim();
                            case 1 -> one.leave();
                            default -> !one.giveWay() && one.claim();
                        };
                    }));
                }
                int told = 0;
                for (Future<Boolean> end : ends) {
                    told += end.get() ? 1 : 0;
                }
                assertThat(told).isOne();
                assertThat(one.isSettled()).isTrue();
            }
        } finally {
            loops.shutdownNow();
        }
    }
}
