package io.realmgate.agent;

import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.Network;
import io.realmgate.agent.config.PeerPolicy;
import io.realmgate.agent.config.PeerProfile;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.config.RealmSettings;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.discovery.Server;
import io.realmgate.agent.forward.RoutingView;
import io.realmgate.agent.peer.PeerTable;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.routing.model.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The servers that DNS names as peers: as if they stood in {@code peers.conf}, where an entry of the same name wins.
 * Immutable.
 *
 * @param servers by realm
 */
record DiscoveredPeers(Map<String, List<Server>> servers) {
    static final DiscoveredPeers NONE = new DiscoveredPeers(Map.of());

    /** RFC 6733 5.2: peers that are configured, whose priority is 1, are used while they respond. */
    private static final int FIRST_PRIORITY = 2;

    DiscoveredPeers {
        servers = Map.copyOf(servers);
    }

    /** @param self our own identity, which DNS may well name too */
    static DiscoveredPeers of(Map<String, List<Server>> servers, String self) {
        Map<String, List<Server>> others = new HashMap<>();
        servers.forEach((realm, list) -> others.put(
                realm,
                list.stream()
                        .filter(one -> !one.identity().equalsIgnoreCase(self))
                        .toList()));
        return new DiscoveredPeers(others);
    }

    /** The peers of {@code set} and those of its realms that were found. */
    List<PeerSettings> with(CheckedSet set) {
        Set<String> names = new HashSet<>();
        List<PeerSettings> all = new ArrayList<>(set.peers());
        all.forEach(peer -> names.add(peer.identity()));
        for (RealmSettings realm : set.realms()) {
            for (Server server : servers.getOrDefault(realm.realm(), List.of())) {
                if (realm.admits(server.identity()) && names.add(server.identity())) {
                    all.add(peer(realm, server));
                }
            }
        }
        return all;
    }

    /** It may connect to us too, but only from where DNS says that it is. */
    private static PeerSettings peer(RealmSettings realm, Server server) {
        return new PeerSettings(
                server.identity(),
                realm.realm(),
                List.of(new Endpoint(TransportKind.TCP, server.address(), server.port())),
                List.of(),
                Network.parse(server.address()).map(List::of).orElseGet(List::of),
                0,
                PeerProfile.USUAL,
                PeerPolicy.ANY);
    }

    /** What messages are routed by when {@code known} are the peers. */
    RoutingView view(CheckedSet set, PeerTable.Edition known, LocalIdentities local) {
        return new RoutingView(set.table(), set.directory(), known, with(set), ranks(set), local);
    }

    private RoutingView.Discovered ranks(CheckedSet set) {
        Map<String, Candidate> ranks = new HashMap<>();
        Set<String> realms = new HashSet<>();
        set.realms().forEach(realm -> realms.add(realm.realm()));
        servers.values()
                .forEach(list -> list.forEach(one -> ranks.put(
                        one.identity(), new Candidate(one.identity(), FIRST_PRIORITY + one.rank(), one.weight()))));
        set.peers().forEach(peer -> ranks.remove(peer.identity()));
        return new RoutingView.Discovered(realms, ranks);
    }
}
