package io.realmgate.agent.cli;

import io.realmgate.agent.OfflineAgent;
import io.realmgate.agent.decode.CaptureMessages.Captured;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Answer.Verdict;
import io.realmgate.routing.explain.Inquiry;
import io.realmgate.routing.model.Rule;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks two agents about each request of a capture and tells where they differ; keeps nothing but counts. Of one thread. */
final class Replay {
    private final OfflineAgent before;
    private final OfflineAgent after;
    private final @Nullable String otherwiseFrom;
    private long asked;
    private long changed;
    private long passedOver;

    /** @param otherwiseFrom who sent a request when the capture does not tell; null for its Origin-Host */
    Replay(OfflineAgent before, OfflineAgent after, @Nullable String otherwiseFrom) {
        this.before = before;
        this.after = after;
        this.otherwiseFrom = otherwiseFrom == null ? null : otherwiseFrom.toLowerCase(Locale.ROOT);
    }

    /**
     * A request that is decided otherwise. Says nothing of a subscriber.
     *
     * @param before what became of it: the rule, and where it went or how it was answered
     */
    record Change(String from, int application, int command, String before, String after) {
        /** What it is, for people. */
        String summary(Dictionary dictionary) {
            String name = dictionary.commandName(command, application, true);
            String of = dictionary.applicationName(application);
            return (name == null ? "command " + command : name) + "  application "
                    + (of == null ? Integer.toUnsignedString(application) : of);
        }
    }

    long asked() {
        return asked;
    }

    long changed() {
        return changed;
    }

    /** Requests that we sent ourselves, or that nobody can be said to have sent. */
    long passedOver() {
        return passedOver;
    }

    /** How the decision on a request changes; empty when it does not. */
    Optional<Change> ask(Captured request) {
        String from = isOurs(request) ? null : request.fromOr(otherwiseFrom).orElse(null);
        if (from == null) {
            passedOver++;
            return Optional.empty();
        }
        asked++;
        byte[] octets = request.octets();
        Answer was = before.explain(inquiry(request, from, octets, before));
        Answer is = after.explain(inquiry(request, from, octets, after));
        String old = outcome(was);
        String next = outcome(is);
        if (old.equals(next) && was.verdict().equals(is.verdict())) {
            return Optional.empty();
        }
        next = old.equals(next) ? next + ", with other octets" : next;
        changed++;
        return Optional.of(new Change(
                from, request.message().application(), request.message().command(), old, next));
    }

    private static Inquiry inquiry(Captured request, String from, byte[] octets, OfflineAgent agent) {
        return new Inquiry(from, agent.ownSide().listenerAt(request.seen().destination()), null, octets);
    }

    /** A capture at an agent has each request twice: as it came, and as it left for a node that is not the agent. */
    private boolean isOurs(Captured request) {
        String from = request.from();
        String to = request.to();
        return from == null ? to != null && !isSelf(to) : isSelf(from);
    }

    private boolean isSelf(String identity) {
        return before.ownSide().isSelf(identity) || after.ownSide().isSelf(identity);
    }

    /** Rules by name and not by place: a line more above a rule changes nothing. */
    private static String outcome(Answer answer) {
        Rule rule = answer.rules() == null ? null : answer.rules().decision().rule();
        String by = rule == null ? "no rule" : "rule \"" + rule.name() + "\"";
        Verdict verdict = answer.verdict();
        if (verdict instanceof Verdict.Sent sent) {
            return by + " -> " + sent.to();
        }
        if (verdict instanceof Verdict.Answered answered) {
            String because = answered.because();
            return (because == null ? by : "not let in: " + because) + " -> answered with " + answered.resultCode();
        }
        return verdict instanceof Verdict.Discarded ? by + " -> dropped" : "not routed";
    }
}
