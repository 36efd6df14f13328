package io.realmgate.agent.forward;

import io.realmgate.agent.metrics.RuleCounters;
import io.realmgate.agent.metrics.RuleCounters.RuleCount;
import io.realmgate.agent.metrics.RuleHits.RuleAndMode;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.peer.RefusalLog;
import io.realmgate.routing.Trail;
import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.RuleMode;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.event.Level;

/**
 * Has the rules decide about the requests and answers of one loop, counts every rule that one matches, and says in the log what
 * those do not do that only observe. Confined to its loop.
 */
final class Decider {
    private final Supplier<RoutingView> routing;
    private final Trail trail = new Trail();
    private final EditedRoutes edited = new EditedRoutes();
    private final RuleCounters counters;
    private final RefusalLog log;

    /** @param routing the generation in force */
    Decider(PeerLoop room, Supplier<RoutingView> routing) {
        this.routing = routing;
        this.counters = room.counters().rules();
        this.log = new RefusalLog(room.io(), "observations", Level.INFO);
    }

    /** The generation in force, by which a request that comes in now is decided and stays decided. */
    RoutingView inForce() {
        return routing.get();
    }

    /** What a generation decides for a request. */
    Route decide(RequestFacts facts, RoutingView view) {
        Route route = view.decide(facts, trail);
        count(facts, route.decision());
        return edited.of(route, trail);
    }

    /** What the generation that sent the request on decides for its answer. */
    RouteDecision decide(AnswerFacts facts, RoutingView view) {
        RouteDecision decision = view.decideAnswer(facts, trail);
        count(facts, decision);
        return decision;
    }

    /** The rules on the way to the last decision, until the next one. */
    Trail trail() {
        return trail;
    }

    /** Counts the rules on the way to a decision, and the one that made it. */
    private void count(ReceivedFacts facts, RouteDecision decision) {
        counters.next();
        for (int i = 0; i < trail.size(); i++) {
            Rule rule = trail.rule(i);
            RuleCount count = count(rule);
            if (rule.mode() == RuleMode.OBSERVE && log.isNews(facts.ingress().identity(), count.label())) {
                log.say(observation(facts, rule));
            }
        }
        Rule rule = decision.rule();
        if (rule != null) {
            count(rule);
        }
    }

    private RuleCount count(Rule rule) {
        RuleCount known = counters.of(rule, rule.index());
        RuleCount count = known != null
                ? known
                : counters.add(
                        rule,
                        rule.index(),
                        new RuleAndMode(rule.name(), rule.mode().word()),
                        rule.mode() == RuleMode.OBSERVE ? List.of() : rule.tags());
        counters.hit(count);
        return count;
    }

    private static String observation(ReceivedFacts facts, Rule rule) {
        String what = facts.phase() == Phase.ANSWER ? ": answer to command " : ": command ";
        return facts.ingress().identity() + what + facts.command() + ", application "
                + Integer.toUnsignedString(facts.application()) + ": " + ExplanationFields.named(rule) + " "
                + ExplanationFields.observed(rule);
    }
}
