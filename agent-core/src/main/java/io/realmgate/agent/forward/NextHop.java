package io.realmgate.agent.forward;

import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.forward.redirect.Redirect;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.routing.Octets;
import io.realmgate.routing.explain.Answer.CandidateState;
import io.realmgate.routing.model.DestinationHostUse;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.select.WeightedChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one connection that a request leaves by: candidates of the decision, without the peer it came from, those in
 * its Route-Record (RFC 6733 6.1.7), those that are not open, do not share the application (5.3) or are full.
 *
 * <p>A flyweight of one loop: {@link #find} keeps its question and its refusal until the next call.
 */
final class NextHop implements IntPredicate {
    /** Why a peer cannot take the request at hand. */
    enum Refusal {
        IS_ORIGIN("the request came from it"),
        IN_ROUTE_RECORD("it is in the Route-Record"),
        NOT_CONNECTED("not connected"),
        CLOSING("it is disconnecting"),
        APPLICATION_NOT_SHARED("it did not advertise the application"),
        FULL("it does not keep up"),
        SUSPENDED("it does not answer its watchdog, or has not often enough since it failed"),
        TRIED("it had the request already"),
        NO_AGENT("it is no agent that could reach the Destination-Host");

        final String text;

        Refusal(String text) {
            this.text = text;
        }
    }

    private static final int MOST_EXPLAINED = 16;

    private final RandomGenerator random;
    private final java.util.function.Predicate<PeerConnection> isFull;
    private final RedirectedHop redirected;
    private final java.util.function.Predicate<Peer> isCandidate = this::isCandidate;
    private final java.util.function.Predicate<Peer> isUsable = this::isUsable;

    // The question at hand.
    private @Nullable DiameterMessage request;
    private @Nullable RoutingAvps avps;
    private @Nullable Peer origin;
    private @Nullable CandidateSet candidates;
    private @Nullable Peer host;
    private boolean agentsOnly;
    private boolean lastResort;
    private @Nullable Object[] tried = {};
    private @Nullable Route route;

    // What came of it.
    private int resultCode;
    private @Nullable RouteDecision decision;
    private @Nullable Peer redirectedTo;

    /**
     * @param isFull whether a connection can take no new request now
     * @param redirected what was learned from redirects
     */
    NextHop(RandomGenerator random, java.util.function.Predicate<PeerConnection> isFull, RedirectedHop redirected) {
        this.random = random;
        this.isFull = isFull;
        this.redirected = redirected;
    }

    /** The connection to send the request on, or null; then {@link #resultCode()} says how to answer it. */
    @Nullable
    PeerConnection find(
            PeerConnection from, DiameterMessage request, RoutingAvps avps, RequestFacts facts, RoutingView view) {
        return find(from.peer(), request, avps, facts, view);
    }

    /** The same for a request that came from {@code origin} on any connection, or on none. */
    @Nullable
    PeerConnection find(Peer origin, DiameterMessage request, RoutingAvps avps, RequestFacts facts, RoutingView view) {
        this.request = request;
        this.avps = avps;
        this.origin = origin;
        this.agentsOnly = false;
        this.candidates = null;
        this.host = null;
        this.redirectedTo = null;
        this.resultCode = 0;
        RouteDecision decided = view.decide(facts);
        this.decision = decided;
        PeerConnection found = byDecision(decided, request, facts, view);
        if (redirected.isIdle()) {
            return found;
        }
        PeerConnection instead = redirected.find(
                new RedirectedHop.Question(request, avps, view),
                found == null ? null : found.peer(),
                isCandidate,
                isUsable);
        if (instead == null) {
            return found;
        }
        redirectedTo = instead.peer();
        return instead;
    }

    private @Nullable PeerConnection byDecision(
            RouteDecision decided, DiameterMessage request, RequestFacts facts, RoutingView view) {
        if (decided instanceof RouteDecision.Relay relay) {
            return byRule(relay, facts, view);
        }
        if (decided instanceof RouteDecision.Reject reject) {
            return refuse(reject.resultCode());
        }
        if (decided instanceof RouteDecision.Redirect redirect) {
            candidates = view.targetsOf(redirect.rule());
            return refuse(ResultCodes.REDIRECT_INDICATION);
        }
        if (decided instanceof RouteDecision.RealmRedirect) {
            return refuse(ResultCodes.REALM_REDIRECT_INDICATION);
        }
        if (facts.isLocal()) {
            return refuse(unserved(request));
        }
        route = view.byDestination();
        return byDestination(facts, view);
    }

    /** By what the last question was decided. */
    RouteDecision decision() {
        return java.util.Objects.requireNonNull(decision);
    }

    /** The first of {@code hosts} that can take a request, one in doubt only when no other can; null for none. */
    @Nullable
    PeerConnection firstOf(List<Peer> hosts, Peer origin, DiameterMessage request, RoutingAvps avps) {
        this.request = request;
        this.avps = avps;
        this.origin = origin;
        this.agentsOnly = false;
        for (int pass = 0; pass < 2; pass++) {
            lastResort = pass == 1;
            for (int i = 0; i < hosts.size(); i++) {
                if (refusal(hosts.get(i)) == null) {
                    return hosts.get(i).connection();
                }
            }
        }
        return null;
    }

    /** The redirect to another realm that the request of the last question falls under, or null. */
    @Nullable
    Redirect toRealm() {
        return redirected.isIdle() ? null : redirected.toRealm();
    }

    private boolean isCandidate(Peer peer) {
        if (decision instanceof RouteDecision.Redirect) {
            return false;
        }
        CandidateSet set = candidates;
        for (int i = 0; set != null && i < set.size(); i++) {
            if (set.peer(i) == peer) {
                return true;
            }
        }
        return host == peer;
    }

    private boolean isUsable(Peer peer) {
        boolean agents = agentsOnly;
        boolean anyInDoubt = lastResort;
        agentsOnly = false;
        lastResort = false;
        boolean usable = refusal(peer) == null;
        agentsOnly = agents;
        lastResort = anyInDoubt;
        return usable;
    }

    /** Leaves these peers out of the next questions. */
    void exclude(@Nullable Object[] peers) {
        tried = peers;
    }

    /** By what the connection found last was found. */
    Route route() {
        return java.util.Objects.requireNonNull(route);
    }

    int resultCode() {
        return resultCode;
    }

    /** RFC 6733 6.1.4: for a request that is for us, although we serve no application. */
    private static int unserved(DiameterMessage request) {
        return request.application() == Applications.COMMON
                ? ResultCodes.COMMAND_UNSUPPORTED
                : ResultCodes.APPLICATION_UNSUPPORTED;
    }

    private @Nullable PeerConnection byRule(RouteDecision.Relay relay, RequestFacts facts, RoutingView view) {
        CandidateSet targets = view.targetsOf(relay.rule());
        route = view.routeOf(relay.rule());
        Peer destination = facts.destination();
        if (destination == null || relay.destinationHost() == DestinationHostUse.IGNORE) {
            return among(targets, ResultCodes.UNABLE_TO_DELIVER);
        }
        if (relay.destinationHost() == DestinationHostUse.PREFER) {
            host = destination;
            lastResort = true;
            Refusal refusal = refusal(destination);
            return refusal == null ? destination.connection() : among(targets, ResultCodes.UNABLE_TO_DELIVER);
        }
        return toHost(destination, targets);
    }

    /** No rule decided: RFC 6733 6.1.5, then 6.1.6, then the default route (2.7). */
    private @Nullable PeerConnection byDestination(RequestFacts facts, RoutingView view) {
        Octets realm = facts.destinationRealm();
        CandidateSet ofRealm = realm == null ? null : view.realm(realm);
        CandidateSet fallback = ofRealm != null ? ofRealm : view.defaultRoute();
        Peer destination = facts.destination();
        if (destination != null) {
            return toHost(destination, fallback);
        }
        if (realm == null) {
            // RFC 6733 7.1.3: a Destination-Host without its Destination-Realm.
            return refuse(ResultCodes.UNABLE_TO_DELIVER);
        }
        return fallback == null ? refuse(ResultCodes.REALM_NOT_SERVED) : among(fallback, ResultCodes.UNABLE_TO_DELIVER);
    }

    /**
     * To the peer that Destination-Host names. When it cannot take the request, another agent may still reach it with
     * Destination-Host as it stands; another server may not (RFC 6733 5.5.4).
     */
    private @Nullable PeerConnection toHost(Peer destination, @Nullable CandidateSet others) {
        host = destination;
        lastResort = true;
        Refusal refusal = refusal(destination);
        if (refusal == null) {
            return destination.connection();
        }
        // RFC 6733 7.1.3: TOO_BUSY only when a specific server was asked for and cannot take it.
        int result = refusal == Refusal.FULL ? ResultCodes.TOO_BUSY : ResultCodes.UNABLE_TO_DELIVER;
        if (others == null) {
            return refuse(result);
        }
        agentsOnly = true;
        return among(others, result);
    }

    private @Nullable PeerConnection among(CandidateSet set, int otherwise) {
        candidates = set;
        lastResort = false;
        int chosen = WeightedChoice.choose(set.ranks(), this, random);
        if (chosen < 0) {
            // A connection in doubt is better than an error answer.
            lastResort = true;
            chosen = WeightedChoice.choose(set.ranks(), this, random);
        }
        PeerConnection connection = chosen < 0 ? null : set.peer(chosen).connection();
        return connection == null ? refuse(otherwise) : connection;
    }

    private @Nullable PeerConnection refuse(int code) {
        resultCode = code;
        return null;
    }

    /** Whether the candidate at {@code index} can take the request. */
    @Override
    public boolean test(int index) {
        return refusal(java.util.Objects.requireNonNull(candidates).peer(index)) == null;
    }

    private @Nullable Refusal refusal(Peer peer) {
        DiameterMessage message = java.util.Objects.requireNonNull(request);
        RoutingAvps scanned = java.util.Objects.requireNonNull(avps);
        PeerConnection connection = peer.connection();
        if (peer == origin) {
            return Refusal.IS_ORIGIN;
        }
        for (Object one : tried) {
            if (one == peer) {
                return Refusal.TRIED;
            }
        }
        if (connection == null) {
            return Refusal.NOT_CONNECTED;
        }
        if (!connection.isOpen()) {
            return Refusal.CLOSING;
        }
        if (!connection.supports(message.application())) {
            return Refusal.APPLICATION_NOT_SHARED;
        }
        if (agentsOnly && !connection.isRelay()) {
            return Refusal.NO_AGENT;
        }
        if (scanned.routeRecordCount() > 0 && LoopDetection.hasPassed(message, scanned, peer.identityBytes())) {
            return Refusal.IN_ROUTE_RECORD;
        }
        if (connection.isSuspended() && !lastResort) {
            return Refusal.SUSPENDED;
        }
        return isFull.test(connection) ? Refusal.FULL : null;
    }

    /** Each candidate of the last question with why it was refused, for the log. */
    String explain() {
        List<CandidateState> states = candidates();
        return states.isEmpty()
                ? "no candidate"
                : states.stream()
                        .map(one -> one.identity() + ": " + (one.refusal() == null ? "usable by now" : one.refusal()))
                        .collect(Collectors.joining(", "));
    }

    /** Candidates of the last question as they are now: whom a redirect names, whom Destination-Host names, the others. */
    List<CandidateState> candidates() {
        List<CandidateState> states = new ArrayList<>();
        if (redirectedTo != null) {
            states.add(new CandidateState(redirectedTo.identity(), null));
        }
        boolean agents = agentsOnly;
        boolean anyInDoubt = lastResort;
        Peer destination = host;
        if (destination != null) {
            agentsOnly = false;
            lastResort = true;
            states.add(state(destination));
        }
        agentsOnly = agents;
        lastResort = anyInDoubt;
        CandidateSet set = candidates;
        for (int i = 0; set != null && i < Math.min(set.size(), MOST_EXPLAINED); i++) {
            if (set.peer(i) != destination) {
                states.add(state(set.peer(i)));
            }
        }
        return states;
    }

    private CandidateState state(Peer peer) {
        Refusal refusal = refusal(peer);
        return new CandidateState(peer.identity(), refusal == null ? null : refusal.text);
    }
}
