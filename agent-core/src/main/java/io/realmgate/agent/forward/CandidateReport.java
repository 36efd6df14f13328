package io.realmgate.agent.forward;

import io.realmgate.agent.forward.Eligibility.Doubt;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerHealth;
import io.realmgate.routing.explain.Answer.CandidateState;
import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says of each candidate of one question, for people, why it was chosen or passed over. Made for each question. */
final class CandidateReport {
    private static final int MOST = 16;

    private final Eligibility eligibility;
    private final @Nullable Peer chosen;
    private final List<CandidateState> states = new ArrayList<>();
    private final Set<Peer> seen = new HashSet<>();

    /** @param chosen whom the request would go to, or null */
    CandidateReport(Eligibility eligibility, @Nullable Peer chosen) {
        this.eligibility = eligibility;
        this.chosen = chosen;
    }

    /** At most {@value #MOST} of each group. */
    List<CandidateState> states() {
        return states;
    }

    void addHost(Peer host) {
        add(host, eligibility.refusal(host, Doubt.ANY), "Destination-Host");
    }

    /** Whom a redirect names that is remembered. */
    void addRedirected(Peer host) {
        add(host, eligibility.refusal(host, Doubt.ANY), "an earlier answer redirects such requests to it");
    }

    void addMembers(CandidateSet set) {
        Integer first = firstPriority(set);
        for (int i = 0; i < Math.min(set.size(), MOST); i++) {
            Candidate rank = set.ranks()[i];
            boolean isAsked = first == null || rank.priority() <= first;
            add(
                    set.peer(i),
                    eligibility.refusal(set.peer(i), Doubt.ANY),
                    isAsked
                            ? standing(set, i)
                            : "priority " + rank.priority() + ", asked when nobody of priority " + first + " can");
        }
    }

    /** @param bouncing whether the request came from there, so that nobody of it is asked */
    void addLastResort(CandidateSet mates, boolean bouncing) {
        for (int i = 0; i < Math.min(mates.size(), MOST); i++) {
            Refusal refusal = eligibility.refusal(mates.peer(i), Doubt.ANY);
            if (refusal == null && bouncing) {
                addRefused(mates.peer(i), "last resort, but the request came from there");
            } else {
                add(mates.peer(i), refusal, "last resort");
            }
        }
    }

    private void addRefused(Peer peer, String why) {
        if (seen.add(peer)) {
            states.add(new CandidateState(peer.identity(), false, why));
        }
    }

    private void add(Peer peer, @Nullable Refusal refusal, String standing) {
        if (refusal != null) {
            addRefused(peer, refusal.text);
        } else if (seen.add(peer)) {
            String doubt = doubt(peer);
            String verdict = peer == chosen ? "chosen: " : "passed over: ";
            states.add(new CandidateState(
                    peer.identity(), true, verdict + (doubt == null ? standing : standing + "; " + doubt)));
        }
    }

    private @Nullable String doubt(Peer peer) {
        Refusal refusal = eligibility.refusal(peer, Doubt.NONE);
        PeerConnection connection = peer.connection();
        if (connection == null) {
            return null;
        }
        PeerHealth health = connection.trackRecord().health();
        if (refusal == Refusal.EJECTED) {
            long wait = TimeUnit.NANOSECONDS.toSeconds(health.waitsFor(eligibility.now())) + 1;
            return refusal.text + ", a request may try it in " + wait + " s";
        }
        if (refusal == null && health.isEjected()) {
            return "ejected, and a request may try it now";
        }
        return refusal == null ? null : refusal.text;
    }

    /** The priority that is asked, or null when nobody is beyond doubt. */
    private @Nullable Integer firstPriority(CandidateSet set) {
        for (int i = 0; i < set.size(); i++) {
            if (eligibility.refusal(set.peer(i), Doubt.NONE) == null) {
                return set.ranks()[i].priority();
            }
        }
        return null;
    }

    private static String standing(CandidateSet set, int index) {
        Selection selection = set.selection();
        PeerConnection connection = set.peer(index).connection();
        int pending = connection == null ? 0 : connection.transactions().size();
        String weight = ", weight " + set.ranks()[index].weight();
        return switch (selection.method()) {
            case WEIGHTED -> "by chance" + weight;
            case ROUND_ROBIN -> "in turn";
            case LEAST_PENDING -> pending + " pending" + weight;
            case LOWEST_LATENCY -> {
                long micros = connection == null
                        ? -1
                        : connection.trackRecord().time().averageMicros();
                String time = micros < 0
                        ? "no answer yet"
                        : String.format(Locale.ROOT, "answers in %.1f ms", micros / 1000.0);
                yield time + ", " + pending + " pending" + weight;
            }
            case CONSISTENT_HASH -> selection.text() + weight;
        };
    }
}
