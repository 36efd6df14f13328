package io.realmgate.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.Explanation;
import io.realmgate.routing.Facts;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.RuleTexts;
import io.realmgate.routing.Trail;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.AvpTest;
import io.realmgate.routing.model.Conduct;
import io.realmgate.routing.model.Edits;
import io.realmgate.routing.model.LookupKey;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.RedirectUsage;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.RuleMode;
import io.realmgate.routing.model.SubscriberKey;
import io.realmgate.routing.model.SubscriberSource;
import io.realmgate.routing.model.Target;
import io.realmgate.routing.table.LookupTable;
import io.realmgate.routing.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** The compiled table against the reference interpreter, on rules and messages that meet often. */
class CompiledTableTest {

    @Property(tries = 1_000)
    void theTableDecidesWhatTheRulesMean(@ForAll("rules") List<Part> parts, @ForAll("facts") Facts facts) {
        List<Rule> rules = new ArrayList<>();
        for (Part part : parts) {
            int index = rules.size();
            Conduct conduct = new Conduct(part.mode(), List.of("t" + index));
            Place place = new Place("f", index);
            rules.add(new Rule(index, "r" + index, place, part.phase(), part.match(), part.action(index), conduct));
        }
        RoutingTable table = new MatchCompiler(Dictionary.standard(), tables()).table(rules);

        RouteDecision expected = ReferenceInterpreter.decide(rules, facts);
        List<Rule> onTheWay = ReferenceInterpreter.trail(rules, facts);
        Trail trail = new Trail();
        assertThat(table.decide(facts, trail)).isEqualTo(expected);
        assertThat(IntStream.range(0, trail.size()).mapToObj(trail::rule)).isEqualTo(onTheWay);
        Explanation explanation = table.explain(facts);
        assertThat(explanation.decision()).isEqualTo(expected);
        Rule decider = expected.rule();
        int most = decider == null ? rules.size() : decider.index();
        long passed = rules.stream()
                .filter(rule -> rule.index() < most && rule.phase() == facts.phase())
                .count();
        assertThat(explanation.passed()).hasSize((int) passed);
        assertThat(explanation.passed().stream()
                        .filter(Explanation.Passed::matched)
                        .map(Explanation.Passed::rule))
                .isEqualTo(onTheWay);
    }

    private static final LookupKey ANYWHERE = key(new AvpPath(List.of(step(1, null))));
    private static final LookupKey INSIDE = key(new AvpPath(List.of(step(2, null), step(3, null))));

    private static LookupKey key(AvpPath path) {
        return new LookupKey.Contents("", List.of(new SubscriberSource(null, path, SubscriberSource.Encoding.DIGITS)));
    }

    /** The rows of {@link ReferenceInterpreter#ROWS}. */
    private static Tables tables() {
        LookupTable table =
                RuleTexts.tableFile("t", "digits,to\n1*,a\n12*,b.a\n21*,g\n").table();
        List<Target> targets = List.of(new Target.ToPeer("a"), new Target.ToPeer("b.a"), new Target.ToGroup("g"));
        return new Tables(List.of(new Tables.Entry(Objects.requireNonNull(table), targets)));
    }
    /** What rules differ in. */
    record Part(Match match, Phase phase, int kind, RuleMode mode) {
        Action action(int index) {
            if (kind == 0) {
                return new Action.Continue(Edits.NONE);
            }
            if (kind == 1) {
                Target target = new Target.ByTable("t", index % 2 == 0 ? ANYWHERE : INSIDE);
                return phase == Phase.ANSWER
                        ? new Action.PassAnswer(Edits.NONE)
                        : new Action.Redirect(target, RedirectUsage.DONT_CACHE, 0);
            }
            return new Action.Reject(3000 + index);
        }
    }

    @Provide
    Arbitrary<List<Part>> rules() {
        Arbitrary<Integer> kind = Arbitraries.integers().between(0, 4);
        Arbitrary<RuleMode> mode = Arbitraries.frequency(Tuple.of(3, RuleMode.ENFORCE), Tuple.of(1, RuleMode.OBSERVE));
        return Combinators.combine(matches(2), Arbitraries.of(Phase.class), kind, mode)
                .as(Part::new)
                .list()
                .ofMaxSize(8);
    }

    private static Arbitrary<Match> ofAnswers() {
        Arbitrary<Match.ResultRange> ranges = Combinators.combine(
                        Arbitraries.of(0, 10415), Arbitraries.of(1001, 2001, 3002, 5001), Arbitraries.of(0, 1, 3000))
                .as((vendor, least, more) -> new Match.ResultRange(vendor, least, least + more));
        return Arbitraries.oneOf(
                ranges.list().ofMaxSize(2).map(list -> new Match.Result("result", list, "")),
                Combinators.combine(
                                Arbitraries.of("a", "b.a").set(),
                                Arbitraries.of("g", "h").set())
                        .as((peers, groups) -> new Match.AskedBy(new Match.From(peers, groups, ""))));
    }

    private Arbitrary<Match> matches(int depth) {
        Arbitrary<Match> leaf = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 3).set().ofMinSize(1).map(ids -> new Match.Application(ids, "")),
                Arbitraries.integers().between(1, 3).set().ofMinSize(1).map(codes -> new Match.Command(codes, "")),
                Combinators.combine(Arbitraries.of(Match.NameField.class), patterns())
                        .as((field, patterns) -> new Match.Name(field, patterns, "")),
                Combinators.combine(Arbitraries.of(Match.HostState.class).set(), patterns())
                        .as((states, patterns) -> new Match.DestinationHost(states, patterns, "")),
                Combinators.combine(
                                Arbitraries.of("a", "b.a").set(),
                                Arbitraries.of("g", "h").set())
                        .as((peers, groups) -> new Match.From(peers, groups, "")),
                Arbitraries.of("x", "y").set().map(names -> new Match.Listener(names, "")));
        leaf = Arbitraries.oneOf(leaf, contents(), ofAnswers());
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Match> inner = matches(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(3, leaf),
                Tuple.of(3, inner.list().ofMaxSize(3).map(Match.AllOf::new)),
                Tuple.of(2, inner.list().ofMinSize(1).ofMaxSize(3).map(parts -> new Match.AnyOf(parts))),
                Tuple.of(1, inner.map(part -> new Match.Not(part))));
    }

    /** Tests of AVP 1, of AVP 3 inside AVP 2, and of AVP 3 inside AVP 2 beside AVP 4 with the value 1. */
    private static Arbitrary<Match> contents() {
        Arbitrary<AvpPath> paths = Arbitraries.of(
                new AvpPath(List.of(step(1, null))),
                new AvpPath(List.of(step(2, null), step(3, null))),
                new AvpPath(List.of(step(2, new AvpPath.Guard(4, 0, 1)), step(3, null))));
        Arbitrary<AvpTest> tests = Arbitraries.oneOf(
                Arbitraries.of(true, false).map(AvpTest.Present::new),
                Combinators.combine(Arbitraries.of(AvpTest.Part.class), Arbitraries.of("1", "12", "21", "122"))
                        .as((part, text) -> new AvpTest.Text(List.of(new AvpTest.TextPattern(part, text, false)))));
        Arbitrary<String> digits = Arbitraries.of("0", "1", "12", "11", "21", "121", "122");
        Arbitrary<Match.DigitRange> ranges = Combinators.combine(digits, digits, Arbitraries.of(true, false))
                .as((a, b, open) -> open || a.length() != b.length() || a.compareTo(b) > 0
                        ? new Match.DigitRange(a, a, open)
                        : new Match.DigitRange(a, b, false));
        Arbitrary<SubscriberSource> sources = Combinators.combine(
                        Arbitraries.of(1, 2).injectNull(0.3), paths)
                .as((application, path) -> new SubscriberSource(application, path, SubscriberSource.Encoding.DIGITS));
        Arbitrary<Match> lookups = Combinators.combine(
                        Arbitraries.of(ANYWHERE, INSIDE),
                        Arbitraries.of("a", "b.a", "g").list().ofMaxSize(2))
                .as((key, values) -> new Match.InTable("imsi", key, "t", values, ""));
        return Arbitraries.oneOf(
                lookups,
                Combinators.combine(paths, tests).as((path, test) -> new Match.Avp("avp", path, test, "")),
                Combinators.combine(
                                sources.list().ofMinSize(1).ofMaxSize(2),
                                ranges.list().ofMinSize(1).ofMaxSize(4))
                        .as((places, values) ->
                                new Match.Subscriber(SubscriberKey.IMSI, places, new Match.Values.Digits(values), "")));
    }

    private static AvpPath.Step step(int code, AvpPath.@Nullable Guard guard) {
        return new AvpPath.Step(code, 0, guard);
    }

    private static Arbitrary<Facts.Avp> avps() {
        Arbitrary<String> values = Arbitraries.of("1", "11", "12", "121", "122", "1211", "21", "x", "");
        Arbitrary<Facts.Avp> leaf =
                Combinators.combine(Arbitraries.of(1, 3), values).as((code, value) -> Facts.Avp.text(code, 0, value));
        Arbitrary<Facts.Avp> number = Arbitraries.of(1, 2).map(value -> Facts.Avp.number(4, 0, value));
        Arbitrary<Facts.Avp> group = Arbitraries.oneOf(leaf, number)
                .list()
                .ofMaxSize(3)
                .map(inside -> Facts.Avp.group(2, 0, inside.toArray(Facts.Avp[]::new)));
        return Arbitraries.oneOf(leaf, group);
    }

    private static Arbitrary<List<NamePattern>> patterns() {
        Arbitrary<NamePattern> exact = Arbitraries.of("a", "b.a", "c").map(NamePattern.Exact::new);
        Arbitrary<NamePattern> below = Arbitraries.of("a", "b.a").map(NamePattern.Below::new);
        return Arbitraries.oneOf(exact, below).list().ofMaxSize(3);
    }

    @Provide
    Arbitrary<Facts> facts() {
        Arbitrary<Integer> codes = Arbitraries.integers().between(1, 4);
        Arbitrary<String> names = Arbitraries.of("A", "b.a", "x.B.a", "c", "d").injectNull(0.3);
        Arbitrary<Integer> bits = Arbitraries.integers().between(0, 31);
        Arbitrary<Facts> headers = Combinators.combine(
                        codes, codes, names, names, names, names, Arbitraries.of("a", "b.a", "z"), bits)
                .as((application, command, realm, host, originRealm, originHost, peer, flags) -> {
                    Facts facts = Facts.of(application, command)
                            .toRealm(realm)
                            .toHost(host)
                            .ofRealm(originRealm)
                            .ofHost(originHost)
                            .from(peer);
                    if ((flags & 1) != 0) {
                        facts.from(peer, "g");
                    }
                    if ((flags & 2) != 0) {
                        facts.from(peer, "h");
                    }
                    facts.by((flags & 16) == 0 ? null : (flags & 4) == 0 ? "x" : "y");
                    if (host != null && (flags & 4) != 0) {
                        facts.hostIsSelf();
                    }
                    if (host != null && (flags & 8) != 0) {
                        facts.hostIsKnown();
                    }
                    return facts;
                });
        Arbitrary<Facts> either = Combinators.combine(
                        headers,
                        Arbitraries.of(0, 10415),
                        Arbitraries.of(0, 1001, 2001, 2002, 3002, 5001, 6000),
                        Arbitraries.of("a", "z"),
                        Arbitraries.of(true, false))
                .as((facts, vendor, code, asker, answer) -> answer ? facts.answers(vendor, code, asker, "g") : facts);
        return Combinators.combine(either, avps().list().ofMaxSize(4))
                .as((facts, avps) -> facts.with(avps.toArray(Facts.Avp[]::new)));
    }
}
