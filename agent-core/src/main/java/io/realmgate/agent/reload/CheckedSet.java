package io.realmgate.agent.reload;

import io.realmgate.agent.config.AcceptSettings;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.model.PeerDirectory;
import java.util.List;

/** Peers and rules that were checked together and may be put in force together. Immutable. */
public record CheckedSet(
        FileSet files,
        RoutingTable table,
        PeerDirectory directory,
        List<PeerSettings> peers,
        List<AcceptSettings> accepts) {
    public CheckedSet {
        peers = List.copyOf(peers);
        accepts = List.copyOf(accepts);
    }

    /** Who we are towards all these peers; {@code own} is the identity of {@code agent.conf}. */
    public LocalIdentities localIdentities(String own) {
        return LocalIdentities.of(own, peers, accepts);
    }
}
