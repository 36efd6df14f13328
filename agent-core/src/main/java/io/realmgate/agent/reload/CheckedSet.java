package io.realmgate.agent.reload;

import io.realmgate.agent.config.AcceptSettings;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.RealmSettings;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.model.PeerDirectory;
import java.util.List;

/** Peers and rules that were checked together and may be put in force together. Immutable. */
public record CheckedSet(
        FileSet files,
        RoutingTable table,
        PeerDirectory directory,
        List<PeerSettings> peers,
        List<AcceptSettings> accepts,
        List<RealmSettings> realms) {
    public CheckedSet {
        peers = List.copyOf(peers);
        accepts = List.copyOf(accepts);
        realms = List.copyOf(realms);
    }
}
