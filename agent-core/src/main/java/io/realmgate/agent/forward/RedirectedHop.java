package io.realmgate.agent.forward;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.forward.redirect.Redirect;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.forward.redirect.RedirectLookup;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.RedirectUsage;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes by what was learned from redirects (RFC 6733 6.13), instead of to the candidates of its decision.
 * A redirect counts only for requests that could have gone to the peer that gave it: nobody draws traffic that our rules
 * do not send to him. Confined to one loop.
 */
final class RedirectedHop {
    private final RedirectLookup lookup;
    private final boolean dry;
    private @Nullable Redirect toRealm;

    RedirectedHop(RedirectLookup lookup) {
        this(lookup, false);
    }

    /** @param dry whether it is only asked where a request would go: nothing is counted and nothing forgotten */
    RedirectedHop(RedirectLookup lookup, boolean dry) {
        this.lookup = lookup;
        this.dry = dry;
    }

    /** Whether there is nothing to ask. */
    boolean isIdle() {
        return lookup.cache().isEmpty();
    }

    RedirectCache cache() {
        return lookup.cache();
    }

    /** What is asked about. */
    record Question(DiameterMessage request, RoutingAvps avps, RoutingView view) {}

    /**
     * The connection that a cached redirect sends the request to; null when there is none or nobody of it can take the
     * request now. Then {@link #toRealm} may say that the request is for another realm.
     *
     * @param next the peer that it would go to otherwise, or null
     * @param isCandidate whether it could go to a peer
     * @param isUsable whether a peer can take it now
     */
    @Nullable
    PeerConnection find(Question question, @Nullable Peer next, Predicate<Peer> isCandidate, Predicate<Peer> isUsable) {
        toRealm = null;
        List<RedirectUsage> order = RedirectUsage.PRECEDENCE;
        for (int i = 0; i < order.size(); i++) {
            Redirect redirect = ask(order.get(i), question, next);
            if (redirect == null || !isOfCandidate(redirect, question.view(), isCandidate)) {
                continue;
            }
            if (redirect.realm() != null) {
                toRealm = redirect;
                return null;
            }
            PeerConnection connection = firstUsable(redirect, question.view(), isUsable);
            if (connection != null) {
                if (!dry) {
                    lookup.cache().hit();
                }
                return connection;
            }
        }
        return null;
    }

    /** The redirect to a realm that the request of the last question falls under, or null. */
    @Nullable
    Redirect toRealm() {
        return toRealm;
    }

    private @Nullable Redirect ask(RedirectUsage usage, Question question, @Nullable Peer next) {
        if (usage == RedirectUsage.ALL_HOST) {
            return next == null ? null : lookup.findHost(next.identityBytes());
        }
        return lookup.find(usage, question.request(), question.avps());
    }

    private static boolean isOfCandidate(Redirect redirect, RoutingView view, Predicate<Peer> isCandidate) {
        Peer source = view.peer(redirect.sourceName());
        return source != null && isCandidate.test(source);
    }

    private @Nullable PeerConnection firstUsable(Redirect redirect, RoutingView view, Predicate<Peer> isUsable) {
        List<Octets> hosts = redirect.hostNames();
        boolean reachable = false;
        for (int i = 0; i < hosts.size(); i++) {
            Peer host = view.peer(hosts.get(i));
            PeerConnection connection = host == null ? null : host.connection();
            if (host != null && connection != null && connection.isOpen()) {
                reachable = true;
                if (isUsable.test(host)) {
                    return connection;
                }
            }
        }
        if (!reachable && !dry) {
            // RFC 6733 6.14: what leads to nobody who can be reached is deleted.
            lookup.cache().remove(redirect);
        }
        return null;
    }
}
