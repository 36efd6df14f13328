package io.realmgate.agent.config;

import io.realmgate.routing.model.NamePattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pattern of {@code accept} in {@code peers.conf}.
 *
 * @param identity which identities it admits
 * @param realm the realm they serve, in lower case
 * @param from networks that they may connect from; empty means any
 * @param group the group that they join
 * @param maxPending requests that may wait for the answers of each; 0 for {@code agent.limits.pending-per-peer}
 * @param profile how we talk to them
 * @param policy what each of them may ask of us once it is connected
 */
public record AcceptSettings(
        NamePattern identity,
        String realm,
        List<Network> from,
        @Nullable String group,
        int maxPending,
        PeerProfile profile,
        PeerPolicy policy) {
    public AcceptSettings {
        from = List.copyOf(from);
    }

    /** Whether a peer that calls itself {@code name} is meant. */
    public boolean admits(String name) {
        return identity.matches(name);
    }
}
