package io.realmgate.agent.simulate;

import io.realmgate.agent.transport.IoLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lets finished answers go: at once, later, or several in reverse order, as the behaviour says. Of one event loop. */
final class AnswerRelease {
    /** How long a shuffled answer waits for others before it goes without them. */
    private static final Duration GATHERING = Duration.ofMillis(50);

    private final IoLoop loop;
    private final List<Runnable> gathered = new ArrayList<>();
    private boolean flushScheduled;

    AnswerRelease(IoLoop loop) {
        this.loop = loop;
    }

    /** Runs {@code send}, now or later. */
    void release(Behaviour behaviour, Runnable send) {
        if (behaviour.delay().isZero()) {
            order(behaviour, send);
        } else {
            loop.schedule(behaviour.delay().toNanos(), () -> order(behaviour, send));
        }
    }

    private void order(Behaviour behaviour, Runnable send) {
        if (behaviour.shuffle() < 2) {
            send.run();
            return;
        }
        gathered.add(send);
        if (gathered.size() >= behaviour.shuffle()) {
            flush();
        } else if (!flushScheduled) {
            flushScheduled = true;
            loop.schedule(GATHERING.toNanos(), () -> {
                flushScheduled = false;
                flush();
            });
        }
    }

    private void flush() {
        for (int i = gathered.size() - 1; i >= 0; i--) {
            gathered.get(i).run();
        }
        gathered.clear();
    }
}
