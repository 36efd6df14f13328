package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.SimulatedApplication;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Who a simulated node is.
 *
 * @param identity its Origin-Host
 * @param realm its Origin-Realm
 * @param side which end of the applications it is: a client asks, a server answers, and each does the other for the
 *     requests that servers start
 * @param applications what it advertises and answers
 * @param origins where its times and random identifiers come from
 */
public record NodeSettings(
        String identity,
        String realm,
        Side side,
        Set<SimulatedApplication> applications,
        Timers timers,
        Origins origins) {

    public NodeSettings {
        // In the order given, so that two runs advertise alike.
        applications = Collections.unmodifiableSet(new LinkedHashSet<>(applications));
    }

    /** A node with the usual timers and the system's clock. */
    public static NodeSettings of(String identity, String realm, Side side, Set<SimulatedApplication> applications) {
        return new NodeSettings(identity, realm, side, applications, Timers.USUAL, Origins.SYSTEM);
    }

    /**
     * The times that a node keeps to.
     *
     * @param watchdog silence after which a DWR is sent, and after which the connection is given up (RFC 3539 3.4.1)
     * @param reconnect time between attempts to connect
     * @param answer how long an answer is waited for
     */
    public record Timers(Duration watchdog, Duration reconnect, Duration answer) {
        public static final Timers USUAL =
                new Timers(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    /**
     * Where times and random identifiers come from.
     *
     * @param nanoClock monotonic nanoseconds, for waiting times
     */
    public record Origins(Clock clock, LongSupplier nanoClock, RandomGenerator random) {
        public static final Origins SYSTEM = new Origins(Clock.systemUTC(), System::nanoTime, new SecureRandom());
    }
}
