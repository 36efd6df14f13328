package io.realmgate.agent.peer;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.metrics.LoopCounters;
import io.realmgate.agent.tls.TlsStore;
import io.realmgate.agent.transaction.DeadlineWheel;
import io.realmgate.agent.transport.IoLoop;
import java.util.random.RandomGenerator;

/**
 * What all peer connections of one event loop share.
 *
 * @param io the loop
 * @param local who we are
 * @param peers who may connect
 * @param tls keys and trust
 * @param door who is let in
 * @param wheel deadlines of this loop's pending requests
 * @param counters this loop's counters
 * @param random for jitter and identifiers
 */
public record PeerLoop(
        IoLoop io,
        LocalNode local,
        PeerTable peers,
        AgentSettings settings,
        TlsStore tls,
        Doorkeeper door,
        DeadlineWheel<PeerConnection> wheel,
        LoopCounters counters,
        RandomGenerator random) {}
