package io.realmgate.agent.behaviour;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waiting for a condition: looked at at once and often, and given up late, because machines are slow at times. */
final class Patience {
    static final Duration LIMIT = Duration.ofSeconds(RawConnection.WAIT_SECONDS);

    private Patience() {}

    static ConditionFactory await() {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .pollInSameThread();
    }
}
