package io.realmgate.routing.match;

import io.realmgate.routing.CompiledRule;
import io.realmgate.routing.Condition;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import io.realmgate.routing.table.Tables;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compiles the match of the rules of one table, a tree of tests, into conditions that are quick to ask. */
public final class MatchCompiler {

    private final Dictionary dictionary;
    private final Tables tables;
    private final AvpSlots slots = new AvpSlots();

    /**
     * @param dictionary gives names to what explanations show
     * @param tables every table that rules name
     */
    public MatchCompiler(Dictionary dictionary, Tables tables) {
        this.dictionary = dictionary;
        this.tables = tables;
    }

    /** The rules as a table. */
    public RoutingTable table(List<Rule> rules) {
        List<CompiledRule> compiled = rules.stream().map(this::compile).toList();
        return new RoutingTable(compiled, slots.inOrder(), tables, dictionary);
    }

    private CompiledRule compile(Rule rule) {
        Match match = rule.match();
        Condition condition = condition(match);
        TableTarget target = tableTarget(rule);
        if (target != null) {
            condition = new AllOfCondition(new Condition[] {condition, target});
        }
        return new CompiledRule(
                rule, Bound.of(match), guarded(rule, condition), rule.decides() ? rule.decision() : null, target);
    }

    /** What the phase and the action of a rule add to its match. */
    private static Condition guarded(Rule rule, Condition condition) {
        if (rule.phase() == Phase.REQUEST) {
            return rule.match().namesSelf() ? condition : new TransitCondition(condition);
        }
        return rule.action() instanceof Action.Reject ? new NoFailureCondition(condition) : condition;
    }

    private @Nullable TableTarget tableTarget(Rule rule) {
        Target.ByTable target = rule.table();
        if (target == null) {
            return null;
        }
        Tables.Entry entry = table(target.table());
        return new TableTarget(rule, target, new TableLookup(target.key(), entry.table(), slots), entry.targets());
    }

    private Tables.Entry table(String name) {
        return Objects.requireNonNull(tables.get(name), name);
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
        } else if (match instanceof Match.InTable in) {
            return new InTableCondition(
                    in, new TableLookup(in.where(), table(in.table()).table(), slots));
        } else if (match instanceof Match.Subscriber subscriber) {
            return new SubscriberCondition(subscriber, slots);
        } else if (match instanceof Match.OriginRealmMatchesPeer realm) {
            return new OriginRealmCondition(realm.expected());
        } else if (match instanceof Match.OriginPlmnMatchesImsi plmn) {
            return new OriginPlmnCondition(plmn, slots);
        } else if (match instanceof Match.GroupUp group) {
            return new GroupUpCondition(group);
        } else if (match instanceof Match.Result result) {
            return new ResultCondition(result);
        } else if (match instanceof Match.AskedBy asked) {
            return new AskedByCondition(new FromCondition(asked.who()));
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
