package io.realmgate.agent.forward;

import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RoutingAvps;
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
        TRANSIT("a request of a partner, and no rule sends it to this one"),
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
    /** Partners that the deciding rule sends requests of partners to; null when no rule decided. */
    private @Nullable CandidateSet permitted;

    // What came of it.
    private int resultCode;
    private boolean transitRefused;

    /** @param isFull whether a connection can take no new request now */
    NextHop(RandomGenerator random, java.util.function.Predicate<PeerConnection> isFull) {
        this.random = random;
        this.isFull = isFull;
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
        this.resultCode = 0;
        this.permitted = null;
        this.transitRefused = false;
        RouteDecision decision = view.decide(facts);
        if (decision instanceof RouteDecision.Relay relay) {
            return byRule(relay, facts, view);
        }
        if (decision instanceof RouteDecision.Reject reject) {
            return refuse(reject.resultCode());
        }
        if (facts.isLocal()) {
            return refuse(unserved(request));
        }
        route = view.byDestination();
        return byDestination(facts, view);
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
        permitted = targets;
        Peer destination = facts.destination();
        if (destination == null || relay.destinationHost() == DestinationHostUse.IGNORE) {
            return among(targets, ResultCodes.UNABLE_TO_DELIVER);
        }
        if (relay.destinationHost() == DestinationHostUse.PREFER) {
            host = destination;
            lastResort = true;
            Refusal refusal = refusal(destination);
            transitRefused = false;
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
        if (refusal == Refusal.TRANSIT) {
            // Another agent would only carry it round our own gate.
            return refuse(ResultCodes.UNABLE_TO_DELIVER);
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
        // To a partner whose requests may not go there the realm is none that we serve.
        resultCode = transitRefused && code == ResultCodes.UNABLE_TO_DELIVER ? ResultCodes.REALM_NOT_SERVED : code;
        return null;
    }

    /** Whether the request would have gone from a partner to a partner, and no rule sends it there. */
    boolean isTransitRefused() {
        return transitRefused;
    }

    private boolean isClosedTransit(Peer peer) {
        Peer from = origin;
        return from != null
                && from.policy().isPartner()
                && peer.policy().isPartner()
                && (permitted == null || !permitted.contains(peer));
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
        if (isClosedTransit(peer)) {
            transitRefused = true;
            return Refusal.TRANSIT;
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

    /** Candidates of the last question as they are now, the peer that Destination-Host names first. */
    List<CandidateState> candidates() {
        List<CandidateState> states = new ArrayList<>();
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
