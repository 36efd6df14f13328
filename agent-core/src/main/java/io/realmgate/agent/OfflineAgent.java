package io.realmgate.agent;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.decode.OwnSide;
import io.realmgate.agent.forward.Forwarder;
import io.realmgate.agent.forward.RoutingView;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.peer.AssumedPeers;
import io.realmgate.agent.peer.LocalNode;
import io.realmgate.agent.peer.PeerTable;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Inquiry;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What an agent with these files would do, without one: the classes of the message path are asked, with peers that count as
 * connected (see {@link AssumedPeers}). Nobody is connected to. The same question has the same answer. Of one thread.
 */
public final class OfflineAgent {
    /** Proxy-State looks as it would, but nobody can use it. */
    private static final byte[] NO_KEY = new byte[32];

    private final OwnSide ownSide;
    private final CheckedSet set;
    private final PeerTable peers;
    private final AssumedPeers assumed;
    private final Dice dice = new Dice();
    private final Forwarder forwarder;

    /** With all peers of {@code peers.conf} connected. */
    public OfflineAgent(AgentSettings settings, CheckedSet set) {
        this.set = set;
        LocalIdentities identities = set.localIdentities(settings.identity());
        this.ownSide = new OwnSide(identities, settings.listen());
        LocalNode local = new LocalNode(settings.identity(), settings.realm(), "", 0, 0);
        this.peers = new PeerTable(local, settings, forgotten -> {});
        peers.configure(set.peers(), set.accepts(), set.groupsByPeer());
        this.assumed = new AssumedPeers(settings, local, peers, dice);
        RoutingView view = DiscoveredPeers.NONE.view(set, peers.edition(), identities);
        this.forwarder = new Forwarder(
                assumed.room(), () -> view, settings.addProxyInfo() ? NO_KEY : null, new RedirectCache(1, () -> 0));
        assumeDown(Set.of());
    }

    /** From now on these peers count as not connected, and all others as connected. */
    public void assumeDown(Set<String> identitiesDown) {
        peers.all().forEach(peer -> assumed.assume(peer, !identitiesDown.contains(peer.identity()), forwarder));
    }

    /** Whether it is a peer of {@code peers.conf}; in lower case. */
    public boolean hasPeer(String identity) {
        return peers.get(identity) != null;
    }

    /** Which end of a captured connection it is. */
    public OwnSide ownSide() {
        return ownSide;
    }

    public CheckedSet set() {
        return set;
    }

    public RoutingTable table() {
        return set.table();
    }

    /** What would become of a message. */
    public Answer explain(Inquiry inquiry) {
        dice.pickUp();
        return forwarder.explain(inquiry);
    }

    /** Chance that is the same for every question. */
    private static final class Dice implements RandomGenerator {
        private SplittableRandom random = new SplittableRandom(1);

        void pickUp() {
            random = new SplittableRandom(1);
        }

        @Override
        public long nextLong() {
            return random.nextLong();
        }
    }
}
