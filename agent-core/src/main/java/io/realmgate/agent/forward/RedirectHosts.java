package io.realmgate.agent.forward;

import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.routing.select.Usable;
import io.realmgate.routing.select.WeightedChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Which hosts a redirect names (RFC 6733 6.1.8): those that could take the request from us now, or, since an agent that only
 * redirects needs no connections, all when there is none of them. The first is chosen as for a relay, since most askers
 * take that one; the others follow by priority. Never the asker itself.
 */
final class RedirectHosts {
    /** More Redirect-Hosts than this nobody tries. */
    private static final int MOST = 16;

    private RedirectHosts() {}

    static List<Peer> of(CandidateSet set, Peer asker, int application, RandomGenerator random) {
        IntPredicate isOther = i -> set.peer(i) != asker;
        List<Peer> up = inOrder(set, isOther.and(i -> isUp(set.peer(i), application)), random);
        return up.isEmpty() ? inOrder(set, isOther, random) : up;
    }

    private static boolean isUp(Peer peer, int application) {
        PeerConnection connection = peer.connection();
        return connection != null && connection.isOpen() && connection.supports(application);
    }

    private static List<Peer> inOrder(CandidateSet set, IntPredicate which, RandomGenerator random) {
        List<Peer> hosts = new ArrayList<>();
        int[] members = new int[set.size()];
        int count = Usable.ofLowestPriority(set.ranks(), which, members);
        if (count == 0) {
            return hosts;
        }
        int first = WeightedChoice.choose(set.ranks(), members, count, random);
        hosts.add(set.peer(first));
        for (int i = 0; i < set.size() && hosts.size() < MOST; i++) {
            if (i != first && which.test(i)) {
                hosts.add(set.peer(i));
            }
        }
        return hosts;
    }
}
