package io.realmgate.agent.reload;

import io.realmgate.agent.config.AcceptSettings;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.RealmSettings;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Peers, rules and tables that were checked together and may be put in force together. Immutable. */
public record CheckedSet(
        FileSet files,
        RoutingTable table,
        PeerDirectory directory,
        List<PeerSettings> peers,
        List<AcceptSettings> accepts,
        List<RealmSettings> realms,
        List<TableSummary> tables) {
    public CheckedSet {
        peers = List.copyOf(peers);
        accepts = List.copyOf(accepts);
        realms = List.copyOf(realms);
        tables = List.copyOf(tables);
    }

    /** Names of the groups that list a peer, by its identity. */
    public Map<String, Set<String>> groupsByPeer() {
        Map<String, Set<String>> groups = new HashMap<>();
        for (PeerGroup group : directory.groups().values()) {
            group.members()
                    .forEach(member -> groups.computeIfAbsent(member.peer(), p -> new TreeSet<>())
                            .add(group.name()));
        }
        return groups;
    }

    /** Who we are towards all these peers; {@code own} is the identity of {@code agent.conf}. */
    public LocalIdentities localIdentities(String own) {
        return LocalIdentities.of(own, peers, accepts);
    }
}
