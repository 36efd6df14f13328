package io.realmgate.agent.peer;

import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.Originator;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.PeerProfile;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On what terms we talk to one peer: what {@code peers.conf} says of it, and for the rest what {@code agent.conf} says.
 * Immutable; any loop may read it.
 *
 * @param profile what {@code peers.conf} says
 * @param local who we are towards it
 * @param origin the same, for error answers
 * @param watchdog Tw
 * @param reconnect Tc
 * @param requestNanos how long its requests may wait for their answers, unless a rule says otherwise
 */
public record PeerTerms(
        PeerProfile profile,
        LocalNode local,
        Originator origin,
        Duration watchdog,
        Duration reconnect,
        long requestNanos) {

    /**
     * Those of one peer.
     *
     * @param node who we are unless the profile says otherwise
     */
    public static PeerTerms of(PeerProfile profile, LocalNode node, AgentSettings.Timers usual) {
        LocalNode local = node.as(profile.local());
        PeerProfile.Timers own = profile.timers();
        return new PeerTerms(
                profile,
                local,
                local.originator(),
                or(own.watchdog(), usual.watchdog()),
                or(own.reconnect(), usual.reconnect()),
                or(own.request(), usual.request()).toNanos());
    }

    private static Duration or(@Nullable Duration own, Duration usual) {
        return own == null ? usual : own;
    }

    /** What a peer that offers this takes: what we were told of it, else what it says itself (RFC 6733 5.3). */
    Set<Integer> applicationsOf(Capabilities offer) {
        Set<Integer> supports = profile.supports();
        return supports == null ? offer.applications() : supports;
    }

    /** Whether there is an application that both sides can talk of (RFC 6733 5.3). */
    boolean shareApplication(Capabilities offer) {
        Set<Integer> theirs = applicationsOf(offer);
        return theirs.contains(Applications.RELAY) || theirs.stream().anyMatch(profile.advertisement()::covers);
    }
}
