package io.realmgate.agent.simulate;

import java.time.Clock;
import java.util.random.RandomGenerator;

/** The identifiers that a node gives to its requests (RFC 6733 section 3, 8.8). Of one event loop. */
final class Identifiers {
    private final String identity;
    private final long started;
    private int hopByHop;
    private int endToEnd;
    private int session;

    Identifiers(NodeSettings settings) {
        Clock clock = settings.origins().clock();
        RandomGenerator random = settings.origins().random();
        this.identity = settings.identity();
        this.started = clock.instant().getEpochSecond();
        this.hopByHop = random.nextInt();
        // RFC 6733 section 3: the low 12 bits of the time on top, so that they do not come again after a restart.
        this.endToEnd = (int) (started << 20) | random.nextInt() & 0xfffff;
    }

    int nextHopByHop() {
        return hopByHop++;
    }

    int nextEndToEnd() {
        return endToEnd++;
    }

    String nextSession() {
        return identity + ';' + started + ';' + Integer.toUnsignedString(session++);
    }
}
