package io.realmgate.routing;

import io.realmgate.routing.model.Edits;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.RuleMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a message goes where it goes: the rules that were tried in order, each with the reason it did not decide, and what
 * was decided. The rule that decided is in the decision.
 *
 * @param passed the rules before the one that decided, or all of them if none did
 * @param decision the same that {@link RoutingTable#decide} returns for the message
 */
public record Explanation(List<Passed> passed, RouteDecision decision) {

    public Explanation {
        passed = List.copyOf(passed);
    }

    /**
     * A rule that did not decide.
     *
     * @param failure the first key that kept it from matching; null for a rule that matched, and continues or observes
     */
    public record Passed(Rule rule, Condition.@Nullable Failure failure) {

        /** Whether it matched, so that it is one of the {@link Trail}. */
        public boolean matched() {
            return failure == null;
        }
    }

    /** What is changed in the message and its answer, if it is sent on: by rules on the way, then by the one that decided. */
    public Edits edits() {
        Edits edits = Edits.NONE;
        for (Passed one : passed) {
            edits = one.matched() ? edits.then(one.rule().edits()) : edits;
        }
        Rule decider = decision.rule();
        return decider == null ? edits : edits.then(decider.edits());
    }

    /** The labels that the message gets, from the rules on the way and the one that decided. */
    public List<String> tags() {
        Set<String> tags = new LinkedHashSet<>();
        for (Passed one : passed) {
            if (one.matched() && one.rule().mode() == RuleMode.ENFORCE) {
                tags.addAll(one.rule().tags());
            }
        }
        Rule decider = decision.rule();
        if (decider != null) {
            tags.addAll(decider.tags());
        }
        return new ArrayList<>(tags);
    }
}
