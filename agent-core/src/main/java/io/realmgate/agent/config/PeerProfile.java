package io.realmgate.agent.config;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How we talk to one peer, or to all that a pattern admits: what {@code peers.conf} says beyond where they are. Equal
 * records mean that nothing changed.
 *
 * @param supports applications that the peer takes, whatever it advertises; null for what it advertises
 * @param tls that the peer may come by TLS only; null when it may come as it likes
 * @param local who we are towards it; null for the agent's identity and realm
 */
public record PeerProfile(
        Advertisement advertisement,
        @Nullable Set<Integer> supports,
        @Nullable LocalName local,
        Timers timers,
        ErrorCodes errors,
        @Nullable TlsNeed tls) {
    /** A peer of which nothing special is said. */
    public static final PeerProfile USUAL =
            new PeerProfile(Advertisement.USUAL, null, null, new Timers(null, null, null), ErrorCodes.USUAL, null);

    /** An identity of ours and its realm, as they were written. */
    public record LocalName(String identity, String realm) {}

    /**
     * Its own timers, null for those of {@code agent.timers}.
     *
     * @param watchdog Tw
     * @param reconnect Tc
     * @param request how long a request of this peer may wait for its answer
     */
    public record Timers(
            @Nullable Duration watchdog,
            @Nullable Duration reconnect,
            @Nullable Duration request) {}
}
