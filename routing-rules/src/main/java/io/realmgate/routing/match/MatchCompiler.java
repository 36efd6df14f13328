package io.realmgate.routing.match;

import io.realmgate.routing.CompiledRule;
import io.realmgate.routing.Condition;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Rule;
import java.util.List;

/** Compiles the match of the rules of one table, a tree of tests, into conditions that are quick to ask. */
public final class MatchCompiler {

    private final Dictionary dictionary;
    private final AvpSlots slots = new AvpSlots();

    /** {@code dictionary} gives names to what explanations show. */
    public MatchCompiler(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** The rules as a table. */
    public RoutingTable table(List<Rule> rules) {
        List<CompiledRule> compiled = rules.stream().map(this::compile).toList();
        return new RoutingTable(compiled, slots.inOrder());
    }

    private CompiledRule compile(Rule rule) {
        Match match = rule.match();
        Condition condition = condition(match);
        return new CompiledRule(
                rule,
                Bound.of(match),
                match.namesSelf() ? condition : new TransitCondition(condition),
                rule.decides() ? rule.decision() : null);
    }

    private Condition condition(Match match) {
        if (match instanceof Match.AllOf all) {
            return allOf(all.parts());
        } else if (match instanceof Match.AnyOf any) {
            return new AnyOfCondition(conditions(any.parts()), any);
        } else if (match instanceof Match.Not not) {
            return new NotCondition(condition(not.part()), not);
        } else if (match instanceof Match.Application application) {
            return new ApplicationCondition(new IntSet(application.ids()), application.written(), dictionary);
        } else if (match instanceof Match.Command command) {
            return new CommandCondition(new IntSet(command.codes()), command.written(), dictionary);
        } else if (match instanceof Match.Name name) {
            return new NameCondition(name.field(), new NameSet(name.patterns()), name.written());
        } else if (match instanceof Match.DestinationHost host) {
            return new DestinationHostCondition(host.states(), new NameSet(host.patterns()), host.written());
        } else if (match instanceof Match.From from) {
            return new FromCondition(from);
        } else if (match instanceof Match.Listener listener) {
            return new ListenerCondition(listener);
        }
        return contents(match);
    }

    /** Tests of what a relay need not look at. */
    private Condition contents(Match match) {
        if (match instanceof Match.Avp avp) {
            return new AvpCondition(avp, slots.of(avp.path()));
        } else if (match instanceof Match.Subscriber subscriber) {
            return new SubscriberCondition(subscriber, slots);
        } else if (match instanceof Match.OriginRealmMatchesPeer realm) {
            return new OriginRealmCondition(realm.expected());
        } else if (match instanceof Match.OriginPlmnMatchesImsi plmn) {
            return new OriginPlmnCondition(plmn, slots);
        } else if (match instanceof Match.GroupUp group) {
            return new GroupUpCondition(group);
        } else if (match instanceof Match.Flags flags) {
            return new FlagsCondition(flags);
        }
        return new SizeCondition((Match.Size) match);
    }

    private Condition allOf(List<Match> parts) {
        return parts.size() == 1 ? condition(parts.get(0)) : new AllOfCondition(conditions(parts));
    }

    private Condition[] conditions(List<Match> parts) {
        return parts.stream().map(this::condition).toArray(Condition[]::new);
    }
}
