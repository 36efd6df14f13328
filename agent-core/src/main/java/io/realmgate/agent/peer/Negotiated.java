package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.RouteRecord;
import io.realmgate.agent.metrics.TrafficCounters;
import java.util.Arrays;

/**
 * What a connection knows of its peer from the capabilities exchange on. Immutable but for the counters, which belong to
 * the connection's loop; the rest may be read by any loop.
 */
final class Negotiated {
    private final Peer peer;
    private final TrafficCounters counters;
    private final int[] applications;
    private final boolean relay;
    private final ByteBuf routeRecord;
    private final String description;
    private final int originStateId;

    Negotiated(Peer peer, TrafficCounters counters, Capabilities offer) {
        this.peer = peer;
        this.counters = counters;
        this.applications = peer.terms().applicationsOf(offer).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        Arrays.sort(applications);
        this.relay = Arrays.stream(applications).anyMatch(one -> one == Applications.RELAY);
        this.routeRecord = RouteRecord.of(offer.originHost());
        this.description = offer.describe();
        this.originStateId = offer.originStateId();
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
        if (relay || application == Applications.COMMON) {
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
