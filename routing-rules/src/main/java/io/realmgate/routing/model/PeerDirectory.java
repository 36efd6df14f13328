package io.realmgate.routing.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code peers.conf} says about who is there.
 *
 * @param peers in the order of the file, each identity once
 * @param accept in the order of the file; an entry of {@code peers} wins over a pattern
 * @param groups by name, including groups that only a pattern names
 * @param realms in the order of the file, each once
 * @param defaultRoute where a request goes that no rule decided and whose realm no peer serves, or null
 */
public record PeerDirectory(
        List<PeerDefinition> peers,
        List<AcceptPattern> accept,
        Map<String, PeerGroup> groups,
        List<RealmDefinition> realms,
        @Nullable Target defaultRoute) {

    public PeerDirectory {
        peers = List.copyOf(peers);
        accept = List.copyOf(accept);
        realms = List.copyOf(realms);
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** Whether the file says whose its peers are; then it says so of all. */
    public boolean hasRoles() {
        return peers.stream().anyMatch(peer -> peer.rights().role() != null)
                || accept.stream().anyMatch(pattern -> pattern.rights().role() != null);
    }
}
