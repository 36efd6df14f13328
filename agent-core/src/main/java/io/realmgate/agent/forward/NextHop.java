package io.realmgate.agent.forward;

import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.forward.Eligibility.Doubt;
import io.realmgate.agent.forward.redirect.Redirect;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.routing.Octets;
import io.realmgate.routing.explain.Answer.CandidateState;
import io.realmgate.routing.model.DestinationHostUse;
import io.realmgate.routing.model.RouteDecision;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one connection that a request leaves by: the peer that Destination-Host names or one of the candidates of the
 * decision, those that are trusted to answer before the last resort, and that before those in doubt.
 *
 * <p>A flyweight of one loop: {@link #find} keeps its question and its refusal until the next call.
 */
final class NextHop {
    private static final Doubt[] FIRST_WITHOUT_DOUBT = {Doubt.NONE, Doubt.ANY};

    private final Eligibility eligibility;
    private final MemberChoice choice;
    private final RedirectedHop redirected;
    /** Whether reports are asked for, which say who was chosen. */
    private final boolean dry;

    private final Predicate<Peer> isCandidate = this::isCandidate;
    private final Predicate<Peer> isUsable = this::isUsable;

    // The question at hand, as far as somebody may ask for it later: of a request that has somebody who takes it,
    // nobody does but for a report, or where redirects were learned.
    private boolean keeps;
    /** Whether redirects were learned when it was asked: another loop may learn the first one meanwhile. */
    private boolean hasLearned;

    private @Nullable CandidateSet candidates;
    private @Nullable Peer host;
    private boolean agentsOnly;
    private @Nullable Route route;

    // What came of it.
    private int resultCode;
    private ErrorCause cause = ErrorCause.NO_ROUTE;
    private @Nullable Peer chosen;
    private @Nullable Peer redirectedTo;

    private NextHop(Eligibility eligibility, MemberChoice choice, RedirectedHop redirected, boolean dry) {
        this.dry = dry;
        this.eligibility = eligibility;
        this.choice = choice;
        this.redirected = redirected;
    }

    /**
     * For the requests of one loop.
     *
     * @param isFull whether a connection can take no new request now
     * @param redirected what was learned from redirects
     * @param dry whether it is only asked where a request would go
     */
    static NextHop on(PeerLoop room, Predicate<PeerConnection> isFull, RedirectedHop redirected, boolean dry) {
        Eligibility eligibility = new Eligibility(isFull, room.io()::now);
        int panic = room.settings().ejection().panicPercent();
        return new NextHop(eligibility, new MemberChoice(eligibility, room.random(), panic, dry), redirected, dry);
    }

    /**
     * The connection to send a request on for which {@code decided} was decided, now or for an earlier attempt, or null; then
     * {@link #resultCode()} says how to answer it.
     *
     * @param from the peer that it came from
     * @param facts of the request
     */
    @Nullable
    PeerConnection find(Peer from, DiameterMessage request, RoutingAvps avps, RequestFacts facts, Route decided) {
        eligibility.ask(from, request, avps, decided.view().edition());
        agentsOnly = false;
        candidates = null;
        host = null;
        resultCode = 0;
        redirectedTo = null;
        hasLearned = !redirected.isIdle();
        keeps = dry || hasLearned;
        if (keeps) {
            route = decided;
        }
        Peer best = follow(decided, request, facts);
        if (dry) {
            chosen = best;
        }
        PeerConnection found = best == null ? null : connected(best);
        if (!hasLearned) {
            return found;
        }
        PeerConnection instead =
                redirected.find(new RedirectedHop.Question(request, avps, decided.view()), best, isCandidate, isUsable);
        if (instead == null) {
            return found;
        }
        redirectedTo = instead.peer();
        return instead;
    }

    private @Nullable Peer follow(Route decided, DiameterMessage request, RequestFacts facts) {
        RouteDecision decision = decided.decision();
        if (decision instanceof RouteDecision.Relay relay) {
            return byRule(relay, facts, decided.targets());
        }
        if (decision instanceof RouteDecision.Reject reject) {
            return refuse(ErrorCause.RULE, reject.resultCode());
        }
        if (decision instanceof RouteDecision.Redirect) {
            candidates = decided.targets();
            return refuse(ErrorCause.RULE, ResultCodes.REDIRECT_INDICATION);
        }
        if (decision instanceof RouteDecision.RealmRedirect) {
            return refuse(ErrorCause.RULE, ResultCodes.REALM_REDIRECT_INDICATION);
        }
        if (decision instanceof RouteDecision.Discard) {
            return refuse(ErrorCause.RULE, 0);
        }
        if (facts.isLocal()) {
            return refuse(ErrorCause.NOT_SERVED, unserved(request));
        }
        return byDestination(facts, decided.view());
    }

    /** A peer may lose its connection at any moment; that is one more way of not being able to take the request. */
    private @Nullable PeerConnection connected(Peer peer) {
        PeerConnection connection = peer.connection();
        if (connection == null) {
            resultCode = ResultCodes.UNABLE_TO_DELIVER;
        }
        return connection;
    }

    /** The redirect to another realm that the request of the last question falls under, or null. */
    @Nullable
    Redirect toRealm() {
        return hasLearned ? redirected.toRealm() : null;
    }

    /** The first of {@code hosts} that can take a request, one in doubt only when no other can; null for none. */
    @Nullable
    PeerConnection firstOf(List<Peer> hosts, Peer from, DiameterMessage request, RoutingAvps avps, int edition) {
        eligibility.ask(from, request, avps, edition);
        for (Doubt most : FIRST_WITHOUT_DOUBT) {
            for (int i = 0; i < hosts.size(); i++) {
                if (eligibility.refusal(hosts.get(i), most) == null) {
                    return hosts.get(i).connection();
                }
            }
        }
        return null;
    }

    /** Whether a request that was learned to be redirected could go to {@code peer}; nobody's candidate is one to redirect to. */
    private boolean isCandidate(Peer peer) {
        CandidateSet set = route().decision() instanceof RouteDecision.Redirect ? null : candidates;
        return host == peer || set != null && set.contains(peer);
    }

    private boolean isUsable(Peer peer) {
        eligibility.agentsOnly(false);
        boolean usable = eligibility.refusal(peer, Doubt.NONE) == null;
        eligibility.agentsOnly(agentsOnly);
        return usable;
    }

    /** Leaves these peers out of the next questions. */
    void exclude(@Nullable Object[] peers) {
        eligibility.exclude(peers);
    }

    /** What was decided for the request of the last question, of a dry one. */
    Route route() {
        return Objects.requireNonNull(route);
    }

    /** 0 when it is to have no answer. */
    int resultCode() {
        return resultCode;
    }

    /** Why nobody was found. */
    ErrorCause cause() {
        return cause;
    }

    /** RFC 6733 6.1.4: for a request that is for us, although we serve no application. */
    private static int unserved(DiameterMessage request) {
        return request.application() == Applications.COMMON
                ? ResultCodes.COMMAND_UNSUPPORTED
                : ResultCodes.APPLICATION_UNSUPPORTED;
    }

    private @Nullable Peer byRule(RouteDecision.Relay relay, RequestFacts facts, CandidateSet targets) {
        eligibility.permit(targets);
        Peer destination = facts.destination();
        if (destination == null || relay.destinationHost() == DestinationHostUse.IGNORE) {
            return among(targets, ResultCodes.UNABLE_TO_DELIVER);
        }
        return relay.destinationHost() == DestinationHostUse.PREFER
                ? preferring(destination, targets)
                : toHost(destination, targets);
    }

    /** No rule decided: RFC 6733 6.1.5, then 6.1.6, then the default route (2.7). */
    private @Nullable Peer byDestination(RequestFacts facts, RoutingView view) {
        Octets realm = facts.destinationRealm();
        CandidateSet ofRealm = realm == null ? null : view.realm(realm);
        CandidateSet fallback = ofRealm != null ? ofRealm : view.defaultRoute();
        Peer destination = facts.destination();
        if (destination != null) {
            return toHost(destination, fallback);
        }
        if (realm == null) {
            // RFC 6733 7.1.3: a Destination-Host without its Destination-Realm.
            return refuse(ErrorCause.NO_ROUTE, ResultCodes.UNABLE_TO_DELIVER);
        }
        return fallback == null
                ? refuse(ErrorCause.REALM_NOT_SERVED, ResultCodes.REALM_NOT_SERVED)
                : among(fallback, ResultCodes.UNABLE_TO_DELIVER);
    }

    /** To the peer that Destination-Host names as long as nobody else would be the better choice. */
    private @Nullable Peer preferring(Peer destination, CandidateSet targets) {
        if (eligibility.refusal(destination, Doubt.NONE) == null && choice.mayTry(destination)) {
            return keep(destination, targets);
        }
        host = destination;
        candidates = targets;
        Peer sound = inOrder(targets, Doubt.NONE);
        if (sound != null || eligibility.refusal(destination, Doubt.ANY) != null) {
            eligibility.forgetTransit();
            return sound != null ? sound : among(targets, ResultCodes.UNABLE_TO_DELIVER);
        }
        return destination;
    }

    /**
     * To the peer that Destination-Host names. When it cannot take the request, another agent may still reach it with
     * Destination-Host as it stands; another server may not (RFC 6733 5.5.4).
     */
    private @Nullable Peer toHost(Peer destination, @Nullable CandidateSet others) {
        Refusal refusal = eligibility.refusal(destination, Doubt.ANY);
        if (refusal == null) {
            return keep(destination, null);
        }
        host = destination;
        if (refusal == Refusal.TRANSIT) {
            // Another agent would only carry it round our own gate.
            return refuseAll(ResultCodes.UNABLE_TO_DELIVER);
        }
        // RFC 6733 7.1.3: TOO_BUSY only when a specific server was asked for and cannot take it.
        int result = refusal.isCapacity() ? ResultCodes.TOO_BUSY : ResultCodes.UNABLE_TO_DELIVER;
        if (others == null) {
            return refuseAll(result);
        }
        agentsOnly = true;
        eligibility.agentsOnly(true);
        return among(others, result);
    }

    /** The peer that Destination-Host names can take it. */
    private Peer keep(Peer destination, @Nullable CandidateSet others) {
        if (keeps) {
            host = destination;
            candidates = others;
        }
        return destination;
    }

    private @Nullable Peer among(CandidateSet set, int otherwise) {
        Peer found = inOrder(set, Doubt.NONE);
        // A connection in doubt is better than an error answer.
        found = found != null ? found : inOrder(set, Doubt.ANY);
        if (keeps || found == null) {
            candidates = set;
        }
        return found != null ? found : refuseAll(otherwise);
    }

    private @Nullable Peer inOrder(CandidateSet set, Doubt most) {
        Peer found = choice.choose(set, most);
        CandidateSet mates = set.lastResort();
        return found != null || mates == null || cameFrom(mates) ? found : choice.choose(mates, most);
    }

    /** A request that one of the mates has sent on to us has nobody there who could take it: it must not bounce. */
    private boolean cameFrom(CandidateSet mates) {
        for (int i = 0; i < mates.size(); i++) {
            Refusal refusal = eligibility.refusal(mates.peer(i), Doubt.ANY);
            if (refusal != null && refusal.isLoop()) {
                return true;
            }
        }
        return false;
    }

    /** Nobody can take it; if only because somebody does not keep up, that is why. */
    private @Nullable Peer refuseAll(int code) {
        if (eligibility.isTransitRefused() && !eligibility.sawFull()) {
            // To a partner whose requests may not go there the realm is none that we serve.
            return refuse(ErrorCause.TRANSIT, IngressCheck.codeFor(ErrorCause.TRANSIT));
        }
        return refuse(eligibility.sawFull() ? ErrorCause.TOO_BUSY : ErrorCause.NO_ROUTE, code);
    }

    private @Nullable Peer refuse(ErrorCause why, int code) {
        cause = why;
        resultCode = code;
        return null;
    }

    /** Each candidate of the last question with why it was refused, for the log. */
    String explain() {
        List<CandidateState> states = candidates();
        return states.isEmpty()
                ? "no candidate"
                : states.stream()
                        .map(one -> one.identity() + ": " + (one.usable() ? "usable by now" : one.why()))
                        .collect(Collectors.joining(", "));
    }

    /** Candidates of the last question as they are now, the peer that Destination-Host names first. */
    List<CandidateState> candidates() {
        CandidateReport report = new CandidateReport(eligibility, redirectedTo != null ? redirectedTo : chosen);
        if (redirectedTo != null) {
            eligibility.agentsOnly(false);
            report.addRedirected(redirectedTo);
            eligibility.agentsOnly(agentsOnly);
        }
        Peer destination = host;
        if (destination != null) {
            eligibility.agentsOnly(false);
            report.addHost(destination);
            eligibility.agentsOnly(agentsOnly);
        }
        CandidateSet set = candidates;
        if (set != null) {
            report.addMembers(set);
            CandidateSet mates = set.lastResort();
            if (mates != null) {
                report.addLastResort(mates, cameFrom(mates));
            }
        }
        return report.states();
    }
}
