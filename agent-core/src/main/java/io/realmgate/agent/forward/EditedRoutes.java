package io.realmgate.agent.forward;

import io.realmgate.agent.proxy.EditPlans;
import io.realmgate.routing.Trail;
import io.realmgate.routing.model.Edits;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes with the edits of rules that continue put before those of the rule that decided. Each combination that occurs is
 * made once for a generation. Confined to one loop.
 */
final class EditedRoutes {
    /** Combinations that are remembered; further ones are made for each request anew. */
    private static final int MOST = 4_096;

    private final IdentityHashMap<Route, Step> first = new IdentityHashMap<>();
    private @Nullable RoutingView view;
    private int known;

    /** A rule on the way, after certain others, to what was decided. */
    private static final class Step {
        private final Edits edits;
        private final List<Rule> rules = new ArrayList<>();
        private final List<Step> next = new ArrayList<>();
        private @Nullable Route route;

        Step(Edits edits) {
            this.edits = edits;
        }
    }

    /**
     * What was decided, with the edits of the rules on the way to it if it is sent on.
     *
     * @param trail of that decision
     */
    Route of(Route decided, Trail trail) {
        if (view != null && decided.view() != view) {
            // Nothing of a generation is kept longer than its own requests are.
            first.clear();
            known = 0;
            view = null;
        }
        Step step = null;
        for (int i = 0; i < trail.size(); i++) {
            Rule rule = trail.rule(i);
            if (!rule.edits().isEmpty()) {
                step = then(step == null ? start(decided) : step, rule);
            }
        }
        if (step == null || !isSentOn(decided.decision())) {
            return decided;
        }
        Route route = step.route;
        if (route == null) {
            Rule rule = decided.decision().rule();
            Edits all = rule == null ? step.edits : step.edits.then(rule.edits());
            route = decided.with(EditPlans.of(all));
            step.route = route;
        }
        return route;
    }

    private static boolean isSentOn(RouteDecision decision) {
        return decision instanceof RouteDecision.Relay || decision instanceof RouteDecision.ByDestination;
    }

    private Step start(Route decided) {
        view = decided.view();
        Step step = first.get(decided);
        if (step == null) {
            step = new Step(Edits.NONE);
            first.put(decided, step);
        }
        return step;
    }

    private Step then(Step before, Rule rule) {
        for (int i = 0; i < before.rules.size(); i++) {
            if (before.rules.get(i).index() == rule.index()) {
                return before.next.get(i);
            }
        }
        Step step = new Step(before.edits.then(rule.edits()));
        if (known < MOST) {
            known++;
            before.rules.add(rule);
            before.next.add(step);
        }
        return step;
    }
}
