package io.realmgate.agent;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.decode.OwnSide;
import io.realmgate.agent.discovery.Server;
import io.realmgate.agent.forward.RoutingView;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.peer.DisconnectCause;
import io.realmgate.agent.peer.LocalNode;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerTable;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.routing.match.ProxiedApplications;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The set that is in force: the peers of the files and those that DNS and patterns add, and what messages are routed by.
 * Puts another in its place in one step for messages; connections follow, each in its own time.
 *
 * <p>Sets and what DNS says are put in force by any thread but an event loop, one after the other. {@link #view()} is for
 * every loop and every message; the rest may be asked by anybody.
 */
final class SetInForce {
    /** Peers and rules whose view is made in less than a millisecond. */
    private static final int SMALL = 1000;

    private final AgentSettings settings;
    private final RedirectCache redirects;
    private final List<PeerVerticle> loops;
    private final PeerTable peers;
    private final ViewRefresh refresh;

    private volatile @Nullable CheckedSet set;
    private volatile @Nullable RoutingView view;
    private volatile DiscoveredPeers discovered = DiscoveredPeers.NONE;
    private volatile DiscoveredPeers newest = DiscoveredPeers.NONE;

    /**
     * @param loops which may come later, but before the first set
     * @param later runs what is too long for an event loop
     */
    SetInForce(
            AgentSettings settings,
            LocalNode local,
            RedirectCache redirects,
            List<PeerVerticle> loops,
            ViewRefresh.Later later) {
        this.settings = settings;
        this.redirects = redirects;
        this.loops = loops;
        this.peers = new PeerTable(local, settings, this::onPeersChanged);
        this.refresh = new ViewRefresh(this::makeView, this::isSmall, later, System::nanoTime);
    }

    PeerTable peers() {
        return peers;
    }

    /** Which end of a captured connection the agent is. */
    OwnSide ownSide() {
        CheckedSet current = set;
        return new OwnSide(
                current == null
                        ? LocalIdentities.of(settings.identity(), List.of(), List.of())
                        : current.localIdentities(settings.identity()),
                settings.listen());
    }

    /** What messages are routed by now. */
    RoutingView view() {
        RoutingView current = view;
        if (current == null) {
            throw new IllegalStateException("no set in force");
        }
        return current;
    }

    /** Whether there is none yet. */
    boolean isEmpty() {
        return view == null;
    }

    /** DNS names these servers now; they are peers from the next set or {@link #refresh()} on. By any thread. */
    void onDiscovered(Map<String, List<Server>> servers) {
        newest = DiscoveredPeers.of(servers, settings.identity());
    }

    /** Puts the same set in force again, with the servers that DNS names now. */
    synchronized void refresh() {
        put(Objects.requireNonNull(set));
    }

    /** Puts {@code next} in force. */
    synchronized void put(CheckedSet next) {
        Map<Peer, PeerSettings> before = peers.toConnect();
        List<Peer> retired = new ArrayList<>();
        refresh.after(() -> {
            set = next;
            discovered = newest;
            peers.proxies(ProxiedApplications.of(next.table().rules())::towards);
            retired.addAll(peers.configure(discovered.with(next), next.accepts(), next.groupsByPeer()));
        });
        Map<String, PeerConnection> leaving = disconnect(retired);
        peers.toConnect().forEach((peer, one) -> {
            if (!before.containsKey(peer)) {
                PeerVerticle loop = loops.get(Math.floorMod(peer.identity().hashCode(), loops.size()));
                PeerConnection old = leaving.get(peer.identity());
                if (old == null) {
                    loop.connect(peer, one);
                } else {
                    // A peer rejects a second connection while the first is open (RFC 6733 5.6).
                    old.whenGone(() -> loop.connect(peer, one));
                }
            }
        });
    }

    /** Ends the connections of peers that are gone, who shall stay away, or changed, who may come again. */
    private Map<String, PeerConnection> disconnect(List<Peer> retired) {
        Map<String, PeerConnection> leaving = new HashMap<>();
        for (Peer peer : retired) {
            loops.forEach(loop -> loop.stopConnecting(peer));
            PeerConnection connection = peer.connection();
            if (connection != null) {
                boolean changed = peers.mayConnect(peer.identity());
                connection
                        .departure()
                        .leave(
                                changed ? DisconnectCause.REBOOTING : DisconnectCause.DO_NOT_WANT_TO_TALK_TO_YOU,
                                settings.timers().drain());
                leaving.put(peer.identity(), connection);
            }
        }
        return leaving;
    }

    private void onPeersChanged(List<String> forgotten) {
        refresh.peersChanged();
        if (!forgotten.isEmpty()) {
            loops.forEach(loop -> loop.forget(forgotten));
            LearnedRedirects.keepKnown(redirects, peers);
        }
    }

    private void makeView() {
        CheckedSet current = set;
        if (current != null) {
            view = discovered.view(current, peers.edition(), current.localIdentities(settings.identity()));
        }
    }

    private boolean isSmall() {
        CheckedSet current = set;
        return current == null || peers.size() + current.table().rules().size() <= SMALL;
    }

    /** The connections of all peers, and those of former peers that are still ending. */
    List<PeerConnection> connections() {
        List<Peer> all = new ArrayList<>(peers.all());
        all.addAll(peers.leaving());
        List<PeerConnection> connections = new ArrayList<>();
        for (Peer peer : all) {
            PeerConnection connection = peer.connection();
            if (connection != null) {
                connections.add(connection);
            }
        }
        return connections;
    }
}
