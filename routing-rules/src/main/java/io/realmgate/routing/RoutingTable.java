package io.realmgate.routing;

import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.table.Tables;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of one generation, ready to decide. Immutable and thread-safe. The first rule that matches a request and neither
 * continues nor only observes decides; if none does, the request goes by its destination (RFC 6733 6.1.5, then 6.1.6).
 */
public final class RoutingTable {

    private static final RouteDecision BY_DESTINATION = new RouteDecision.ByDestination();

    private final List<CompiledRule> inOrder;
    private final List<Rule> rules;
    private final RuleIndex index;
    private final List<AvpSlot> avps;
    private final Tables tables;

    /**
     * A table of these rules in this order.
     *
     * @param avps what their conditions ask for, each at its number
     * @param tables of the same set, whether rules ask them or not
     */
    public RoutingTable(List<CompiledRule> inOrder, List<AvpSlot> avps, Tables tables) {
        this.tables = tables;
        this.avps = List.copyOf(avps);
        this.inOrder = List.copyOf(inOrder);
        this.rules = this.inOrder.stream().map(CompiledRule::rule).toList();
        this.index = new RuleIndex(this.inOrder);
    }

    /**
     * What to do with one request. Allocates nothing: every decision was built with the table.
     *
     * @param trail tells afterwards which rules were matched on the way
     */
    public RouteDecision decide(MessageFacts facts, Trail trail) {
        trail.clear();
        CompiledRule rule = index.first(facts, -1);
        while (rule != null) {
            RouteDecision decision = rule.decision(facts);
            if (decision != null) {
                return decision;
            }
            trail.add(rule.rule());
            rule = index.first(facts, rule.rule().index());
        }
        return BY_DESTINATION;
    }

    /** What {@link #decide} does with the request, and why each earlier rule did not decide. Allocates. */
    public Explanation explain(MessageFacts facts) {
        List<Explanation.Passed> passed = new ArrayList<>();
        for (CompiledRule rule : inOrder) {
            Condition.Failure failure = rule.condition().failure(facts);
            RouteDecision decision = failure == null ? rule.decision(facts) : null;
            if (failure == null && decision != null) {
                return new Explanation(passed, decision);
            }
            passed.add(new Explanation.Passed(rule.rule(), failure));
        }
        return new Explanation(passed, BY_DESTINATION);
    }

    /** All rules, in the order they are tried. */
    public List<Rule> rules() {
        return rules;
    }

    /** The tables that rules look things up in. */
    public Tables tables() {
        return tables;
    }

    /** The AVPs that rules ask for beyond those of routing, each at its number. */
    public List<AvpSlot> avps() {
        return avps;
    }
}
