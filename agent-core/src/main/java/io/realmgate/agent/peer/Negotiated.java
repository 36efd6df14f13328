package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.RouteRecord;
import io.realmgate.agent.metrics.TrafficCounters;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a connection knows of its peer from the capabilities exchange on. Immutable but for the counters, which belong to
 * the connection's loop; the rest may be read by any loop.
 */
final class Negotiated {
    private final Peer peer;
    private final TrafficCounters counters;
    private final int[] applications;
    private final boolean relay;
    private final boolean takesAll;
    private final ByteBuf routeRecord;
    private final String description;
    private final int originStateId;

    Negotiated(Peer peer, TrafficCounters counters, Capabilities offer) {
        this(peer, counters, offer, false);
    }

    private Negotiated(Peer peer, TrafficCounters counters, Capabilities offer, boolean unlimited) {
        this.peer = peer;
        this.counters = counters;
        this.applications = peer.terms().applicationsOf(offer).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        Arrays.sort(applications);
        this.relay = Arrays.stream(applications).anyMatch(one -> one == Applications.RELAY);
        this.takesAll = relay || unlimited;
        this.routeRecord = RouteRecord.of(offer.originHost());
        this.description = offer.describe();
        this.originStateId = offer.originStateId();
    }

    /** Of a peer that nobody has talked to: it takes what {@code peers.conf} says, or else everything, without being an agent. */
    static Negotiated assumed(Peer peer, TrafficCounters counters) {
        Capabilities nothing = new Capabilities(peer.identity(), peer.realm(), "", "", Set.of(), List.of(), 0, 0, null);
        return new Negotiated(peer, counters, nothing, peer.terms().profile().supports() == null);
    }

    Peer peer() {
        return peer;
    }

    TrafficCounters counters() {
        return counters;
    }

    int[] applications() {
        return applications.clone();
    }

    boolean isRelay() {
        return relay;
    }

    int originStateId() {
        return originStateId;
    }

    /** What the peer advertised, for the log. */
    String description() {
        return description;
    }

    ByteBuf routeRecord() {
        return routeRecord;
    }

    /** RFC 6733 5.3: advertised, or the peer is a relay, or the application is common to all. */
    boolean supports(int application) {
        if (takesAll || application == Applications.COMMON) {
            return true;
        }
        for (int one : applications) {
            if (one == application) {
                return true;
            }
        }
        return false;
    }
}
