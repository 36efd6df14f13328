package io.realmgate.routing.match;

import io.realmgate.routing.Facts;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.AvpTest;
import io.realmgate.routing.model.LookupKey;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What rules mean, as plainly as it can be said: no index, no table, no hash. */
final class ReferenceInterpreter {

    private ReferenceInterpreter() {}

    static RouteDecision decide(List<Rule> rules, MessageFacts facts) {
        return matching(rules, facts)
                .filter(Rule::decides)
                .findFirst()
                .flatMap(rule -> Optional.ofNullable(
                        rule.table() == null
                                ? rule.decision()
                                : byTable(rule, value(rule.table().key(), facts))))
                .orElse(
                        facts.phase() == Phase.REQUEST
                                ? new RouteDecision.ByDestination()
                                : new RouteDecision.Back(null));
    }

    /** The rules that are matched before one decides. */
    static List<Rule> trail(List<Rule> rules, MessageFacts facts) {
        return matching(rules, facts).takeWhile(rule -> !rule.decides()).toList();
    }

    private static Stream<Rule> matching(List<Rule> rules, MessageFacts facts) {
        return rules.stream()
                .filter(rule -> rule.phase() == facts.phase())
                .filter(rule -> rule.phase() == Phase.ANSWER || !facts.isLocal() || asksForLocal(rule.match()))
                .filter(rule -> rule.phase() == Phase.REQUEST || !changesTheResult(rule) || saysNoFailure(facts))
                .filter(rule -> holds(rule.match(), facts))
                .filter(rule -> rule.table() == null
                        || !value(rule.table().key(), facts).isEmpty());
    }

    /** The only table: what its rows have for the beginnings of numbers. */
    static final Map<String, String> ROWS = Map.of("1", "a", "12", "b.a", "21", "g");

    private static @Nullable RouteDecision byTable(Rule rule, String value) {
        List<String> numbered = List.of("", "a", "b.a", "g");
        Target target = value.equals("g") ? new Target.ToGroup(value) : new Target.ToPeer(value);
        return rule.decision(target, numbered.indexOf(value));
    }

    /** What the table has for the first of some AVPs that it has anything for, or nothing. */
    private static String value(LookupKey key, MessageFacts facts) {
        return values((LookupKey.Contents) key, facts).findFirst().orElse("");
    }

    private static Stream<String> values(LookupKey.Contents key, MessageFacts facts) {
        return key.sources().stream()
                .filter(source -> source.application() == null || source.application() == facts.application())
                .flatMap(source -> ((Facts) facts).values(source.path()))
                .map(Names::text)
                .filter(digits -> digits.matches("[0-9]+"))
                .flatMap(
                        digits -> ROWS.keySet().stream()
                                .filter(digits::startsWith)
                                .max(Comparator.comparing(String::length))
                                .stream())
                .map(ROWS::get);
    }

    private static boolean changesTheResult(Rule rule) {
        return rule.action() instanceof Action.Reject;
    }

    private static boolean saysNoFailure(MessageFacts facts) {
        return List.of(1, 2).contains(facts.resultCode() / 1000);
    }

    /** Requests for the agent itself are only for rules that say so. */
    private static boolean asksForLocal(Match match) {
        if (match instanceof Match.AllOf all) {
            return all.parts().stream().anyMatch(ReferenceInterpreter::asksForLocal);
        } else if (match instanceof Match.AnyOf any) {
            return any.parts().stream().anyMatch(ReferenceInterpreter::asksForLocal);
        }
        return match instanceof Match.DestinationHost host && host.states().contains(Match.HostState.SELF);
    }

    private static boolean holds(Match match, MessageFacts facts) {
        if (match instanceof Match.AllOf all) {
            return all.parts().stream().allMatch(part -> holds(part, facts));
        } else if (match instanceof Match.AnyOf any) {
            return any.parts().stream().anyMatch(part -> holds(part, facts));
        } else if (match instanceof Match.Not not) {
            return !holds(not.part(), facts);
        } else if (match instanceof Match.Application application) {
            return application.ids().contains(facts.application());
        } else if (match instanceof Match.Command command) {
            return command.codes().contains(facts.command());
        } else if (match instanceof Match.From from) {
            return from.peers().contains(facts.ingress().identity())
                    || from.groups().stream().anyMatch(facts.ingress()::inGroup);
        } else if (match instanceof Match.Listener listener) {
            return listener.names().stream()
                    .anyMatch(name -> name.equals(facts.ingress().listener()));
        } else if (match instanceof Match.DestinationHost host) {
            return is(host.patterns(), facts.destinationHost())
                    || host.states().stream().anyMatch(state -> is(state, facts));
        }
        if (match instanceof Match.AskedBy asked) {
            return asked.who().peers().contains(facts.asker().identity())
                    || asked.who().groups().stream().anyMatch(facts.asker()::inGroup);
        } else if (match instanceof Match.Result result) {
            return result.ranges().stream()
                    .anyMatch(range -> range.vendor() == facts.resultVendor()
                            && range.least() <= facts.resultCode()
                            && facts.resultCode() <= range.most());
        }
        if (match instanceof Match.Avp avp) {
            return holds(
                    avp.test(),
                    ((Facts) facts).values(avp.path()).map(Names::text).toList());
        } else if (match instanceof Match.InTable in) {
            String value = value(in.where(), facts);
            return !value.isEmpty() && (in.values().isEmpty() || in.values().contains(value));
        } else if (match instanceof Match.Subscriber subscriber) {
            return subscriber.sources().stream()
                    .filter(source -> source.application() == null || source.application() == facts.application())
                    .flatMap(source -> ((Facts) facts).values(source.path()))
                    .map(Names::text)
                    .anyMatch(digits -> isOneOf((Match.Values.Digits) subscriber.values(), digits));
        }
        Match.Name name = (Match.Name) match;
        return is(
                name.patterns(),
                switch (name.field()) {
                    case DESTINATION_REALM -> facts.destinationRealm();
                    case ORIGIN_REALM -> facts.originRealm();
                    case ORIGIN_HOST -> facts.originHost();
                });
    }

    private static boolean holds(AvpTest test, List<String> values) {
        if (test instanceof AvpTest.Present present) {
            return present.expected() != values.isEmpty();
        }
        return values.stream()
                .anyMatch(value -> ((AvpTest.Text) test)
                        .patterns().stream().anyMatch(pattern -> switch (pattern.part()) {
                            case WHOLE -> value.equals(pattern.octets());
                            case START -> value.startsWith(pattern.octets());
                            case END -> value.endsWith(pattern.octets());
                        }));
    }

    private static boolean isOneOf(Match.Values.Digits values, String digits) {
        return digits.matches("[0-9]+")
                && values.ranges().stream()
                        .anyMatch(range -> range.open()
                                ? digits.startsWith(range.least())
                                : digits.length() == range.least().length()
                                        && range.least().compareTo(digits) <= 0
                                        && digits.compareTo(range.most()) <= 0);
    }

    private static boolean is(Match.HostState state, MessageFacts facts) {
        return switch (state) {
            case ABSENT -> facts.destinationHost() == null;
            case SELF -> facts.isLocal();
            case KNOWN -> facts.destinationHost() != null && facts.destinationHostIsKnown();
        };
    }

    private static boolean is(List<NamePattern> patterns, @Nullable Octets octets) {
        if (octets == null) {
            return false;
        }
        String name = Names.text(octets).toLowerCase(Locale.ROOT);
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }
}
