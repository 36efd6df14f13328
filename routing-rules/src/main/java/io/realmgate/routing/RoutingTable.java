package io.realmgate.routing;

import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.table.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one generation, ready to decide. Immutable and thread-safe. The first rule that matches a request and neither
 * continues nor only observes decides; if none does, the request goes by its destination (RFC 6733 6.1.5, then 6.1.6). Rules
 * about answers stand among the others and are asked about answers only.
 */
public final class RoutingTable {

    private static final RouteDecision BY_DESTINATION = new RouteDecision.ByDestination();
    private static final RouteDecision AS_IT_CAME = new RouteDecision.Back(null);

    private final List<CompiledRule> inOrder;
    private final List<Rule> rules;
    private final RuleIndex requests;
    private final RuleIndex answers;

    /** The applications that rules about answers are for, ascending; null when one may be for any. */
    private final int @Nullable [] answered;

    private final List<AvpSlot> avps;
    private final Tables tables;
    private final Dictionary dictionary;

    /**
     * A table of these rules in this order.
     *
     * @param avps what their conditions ask for, each at its number
     * @param tables of the same set, whether rules ask them or not
     * @param dictionary of the same set
     */
    public RoutingTable(List<CompiledRule> inOrder, List<AvpSlot> avps, Tables tables, Dictionary dictionary) {
        this.dictionary = dictionary;
        this.tables = tables;
        this.avps = List.copyOf(avps);
        this.inOrder = List.copyOf(inOrder);
        this.rules = this.inOrder.stream().map(CompiledRule::rule).toList();
        this.requests = new RuleIndex(of(Phase.REQUEST));
        this.answers = new RuleIndex(of(Phase.ANSWER));
        this.answered = applications(of(Phase.ANSWER));
    }

    /** The names that its rules may use: those of the program, and those that the set adds. */
    public Dictionary dictionary() {
        return dictionary;
    }

    private static int @Nullable [] applications(List<CompiledRule> rules) {
        Set<Integer> ids = new TreeSet<>();
        for (CompiledRule rule : rules) {
            Set<Key> keys = rule.bounds().get(Dimension.APPLICATION);
            if (keys == null) {
                return null;
            }
            keys.forEach(key -> ids.add(((Key.Code) key).value()));
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private List<CompiledRule> of(Phase phase) {
        return inOrder.stream().filter(rule -> rule.rule().phase() == phase).toList();
    }

    /**
     * What to do with one message. Allocates nothing: every decision was built with the table.
     *
     * @param trail tells afterwards which rules were matched on the way
     */
    public RouteDecision decide(MessageFacts facts, Trail trail) {
        RuleIndex index = facts.phase() == Phase.ANSWER ? answers : requests;
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
        return otherwise(facts);
    }

    private static RouteDecision otherwise(MessageFacts facts) {
        return facts.phase() == Phase.ANSWER ? AS_IT_CAME : BY_DESTINATION;
    }

    /** Whether any rule is about answers. */
    public boolean asksAnswers() {
        return answered == null || answered.length > 0;
    }

    /** Whether a rule may be about an answer of this application; if not, none need be read. */
    public boolean asksAnswersOf(int application) {
        return answered == null || Arrays.binarySearch(answered, application) >= 0;
    }

    /** What {@link #decide} does with the message, and why each earlier rule did not decide. Allocates. */
    public Explanation explain(MessageFacts facts) {
        List<Explanation.Passed> passed = new ArrayList<>();
        for (CompiledRule rule : of(facts.phase())) {
            Condition.Failure failure = rule.condition().failure(facts);
            RouteDecision decision = failure == null ? rule.decision(facts) : null;
            if (failure == null && decision != null) {
                return new Explanation(passed, decision);
            }
            passed.add(new Explanation.Passed(rule.rule(), failure));
        }
        return new Explanation(passed, otherwise(facts));
    }

    /** All rules, in the order they are tried. */
    public List<Rule> rules() {
        return rules;
    }

    /** The longest list of rules that messages are asked one after the other, since the index cannot tell them apart. */
    public List<Rule> longestList() {
        List<CompiledRule> ofRequests = requests.longest();
        List<CompiledRule> ofAnswers = answers.longest();
        return (ofAnswers.size() > ofRequests.size() ? ofAnswers : ofRequests)
                .stream().map(CompiledRule::rule).toList();
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
