package io.realmgate.routing;

import static io.realmgate.routing.RuleTexts.decider;
import static io.realmgate.routing.RuleTexts.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.model.DestinationHostUse;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

    private static final String THREE = """
            rules = [
              { name = any-app, match { destination-realm = both.example }, action = reject, result = 3002 }
              { name = s6a, match { application = S6a }, action = relay, to = home-hss }
              { name = rest, action = relay, to = mme1.visited.example, destination-host = ignore }
            ]
            """;

    @Test
    void theFirstRuleThatMatchesDecides() {
        RoutingTable table = table(THREE);
        assertThat(decider(table, Facts.ulr().toRealm("both.example"))).isEqualTo("any-app");
        assertThat(decider(table, Facts.ulr().toRealm("home.example"))).isEqualTo("s6a");
        assertThat(decider(table, Facts.of(1, 265))).isEqualTo("rest");
    }

    @Test
    void aRuleForOneApplicationBeforeOneForAnyIsTriedFirst() {
        RoutingTable table = table("""
                rules = [
                  { name = sh, match { application = Sh }, action = reject, result = 3002 }
                  { name = any-app, match { command = 306 }, action = reject, result = 3002 }
                  { name = sh-2, match { application = [Sh, S6a] }, action = reject, result = 3002 }
                ]
                """);
        assertThat(decider(table, Facts.of(16777217, 306))).isEqualTo("sh");
        assertThat(decider(table, Facts.of(16777251, 306))).isEqualTo("any-app");
        assertThat(decider(table, Facts.of(16777251, 316))).isEqualTo("sh-2");
        assertThat(decider(table, Facts.of(4, 272))).isNull();
    }

    @Test
    void filesAreReadInTheOrderOfTheirNames() {
        RoutingTable table = table(
                "rules = [ { name = first, action = reject, result = 3002 } ]",
                "rules = [ { name = second, action = reject, result = 3003 } ]");
        assertThat(table.rules()).extracting("name").containsExactly("first", "second");
        assertThat(table.rules()).extracting("index").containsExactly(0, 1);
        assertThat(decider(table, Facts.ulr())).isEqualTo("first");
    }

    @Test
    void withoutRulesEverythingGoesByDestination() {
        RoutingTable table = table();
        assertThat(table.decide(Facts.ulr(), new Trail())).isInstanceOf(RouteDecision.ByDestination.class);
        assertThat(table.explain(Facts.ulr()).passed()).isEmpty();
    }

    @Test
    void decisionsAreBuiltOnce() {
        RoutingTable table = table(THREE);
        RouteDecision decision = table.decide(Facts.ulr(), new Trail());
        assertThat(table.decide(Facts.ulr().toRealm("x.example"), new Trail())).isSameAs(decision);
        assertThat(table.explain(Facts.ulr()).decision()).isSameAs(decision);
        assertThat(decision).isInstanceOfSatisfying(RouteDecision.Relay.class, relay -> {
            assertThat(relay.target()).isEqualTo(new Target.ToGroup("home-hss"));
            assertThat(relay.destinationHost()).isEqualTo(DestinationHostUse.HONOUR);
            assertThat(relay.rule().place().line()).isEqualTo(3);
        });
        assertThat(table.decide(Facts.of(1, 265), new Trail()))
                .isInstanceOfSatisfying(RouteDecision.Relay.class, relay -> {
                    assertThat(relay.target()).isEqualTo(new Target.ToPeer("mme1.visited.example"));
                    assertThat(relay.destinationHost()).isEqualTo(DestinationHostUse.IGNORE);
                });
    }

    @Test
    void aRejectionCarriesItsResultCode() {
        RoutingTable table =
                table("rules = [ { name = r, action = reject, result = DIAMETER_AUTHORIZATION_REJECTED } ]");
        assertThat(table.decide(Facts.ulr(), new Trail()))
                .isInstanceOfSatisfying(
                        RouteDecision.Reject.class,
                        reject -> assertThat(reject.resultCode()).isEqualTo(5003));
    }

    @Test
    void anExplanationNamesTheFirstKeyThatFailedInEachEarlierRule() {
        RoutingTable table = table("""
                rules = [
                  { name = a, match { application = Sh, destination-realm = x.example }, action = reject, result = 3002 }
                  { name = b, match { command = [CLR, IDR] }, action = reject, result = 3002 }
                  { name = c, match { destination-realm = "*.home.example" }, action = reject, result = 3002 }
                  { name = d, match { not { command = ULR } }, action = reject, result = 3002 }
                  { name = e, match { any = [ { command = CLR }, { origin-host = x } ] }, action = reject, result = 3002 }
                  { name = f, match { destination-host = [self, absent] }, action = reject, result = 3002 }
                  { name = g, match { from = [visited, hss1.home.example] }, action = reject, result = 3002 }
                  { name = h, match { origin-realm = x }, action = reject, result = 3002 }
                  { name = i, action = reject, result = 3002 }
                  { name = j, action = reject, result = 3002 }
                ]
                """);
        Explanation explanation =
                table.explain(Facts.ulr().toRealm("Home.example").toHost("h\n1").from("hss2.home.example"));
        assertThat(explanation.passed().stream()
                        .map(p -> p.rule().name() + ": "
                                + Objects.requireNonNull(p.failure()).text()))
                .containsExactly(
                        "a: application: S6a (16777251), wanted Sh",
                        "b: command: ULR (316), wanted [CLR, IDR]",
                        "c: destination-realm: Home.example, wanted *.home.example",
                        "d: not: holds, wanted not { command = ULR }",
                        "e: any: none holds, wanted any = [{ command = CLR }, { origin-host = x }]",
                        "f: destination-host: h\\x0a1, wanted [self, absent]",
                        "g: from: hss2.home.example, wanted [visited, hss1.home.example]",
                        "h: origin-realm: absent, wanted x");
        assertThat(explanation.decision())
                .isInstanceOfSatisfying(
                        RouteDecision.Reject.class,
                        reject -> assertThat(reject.rule().name()).isEqualTo("i"));
    }

    private static final String ON_THE_WAY = """
            rules = [
              { name = partner, match { from = visited }, action = continue, tag = [partner, "v1.2"] }
              { name = tried, match { command = ULR }, action = reject, result = 5003, mode = observe, tag = tried }
              { name = "not this", match { command = CLR }, action = continue, tag = clr }
              { name = home, match { destination-realm = home.example }, action = relay, to = home-hss, tag = [home, partner], mode = enforce }
              { name = rest, action = discard }
            ]
            """;

    @Test
    void rulesThatContinueOrObserveLetLaterRulesDecide() {
        RoutingTable table = table(ON_THE_WAY);
        Trail trail = new Trail();
        Facts facts = Facts.ulr().from("mme1.visited.example", "visited").toRealm("home.example");
        assertThat(table.decide(facts, trail).rule()).isSameAs(table.rules().get(3));
        assertThat(names(trail)).containsExactly("partner", "tried");
        // A trail begins anew with each decision.
        RouteDecision rest = table.decide(Facts.of(1, 318).from("hss1.home.example"), trail);
        assertThat(rest).isEqualTo(new RouteDecision.Discard(table.rules().get(4)));
        assertThat(trail.size()).isZero();
    }

    @Test
    void anExplanationShowsWhatWasMatchedOnTheWay() {
        Facts facts = Facts.ulr().from("mme1.visited.example", "visited").toRealm("home.example");
        Explanation explanation = table(ON_THE_WAY).explain(facts);
        assertThat(explanation.passed().stream().map(ExplanationFields::text))
                .containsExactly(
                        "rule \"partner\" (rules/0.conf:2) matches and continues",
                        "rule \"tried\" (rules/0.conf:3) matches but only observes; enforced, it rejects it with 5003",
                        "rule \"not this\" (rules/0.conf:4) does not match: command: ULR (316), wanted CLR");
        assertThat(ExplanationFields.tags(explanation)).contains("tagged partner, v1.2, home");
        Map<String, Object> fields = ExplanationFields.of(explanation);
        assertThat(fields.get("tags")).isEqualTo(List.of("partner", "v1.2", "home"));
        assertThat(fields.get("passed"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .extracting(one -> one.get("matched"))
                .containsExactly(true, true, false);
    }

    @Test
    void aTrailHoldsEveryRuleThatContinues() {
        String rules = IntStream.range(0, 100)
                .mapToObj(i -> "{ name = r" + i + ", action = continue, tag = t }")
                .collect(Collectors.joining("\n"));
        RoutingTable table = table("rules = [\n" + rules + "\n]");
        Trail trail = new Trail();
        assertThat(table.decide(Facts.ulr(), trail)).isInstanceOf(RouteDecision.ByDestination.class);
        assertThat(names(trail))
                .isEqualTo(table.rules().stream().map(Rule::name).toList());
    }

    private static List<String> names(Trail trail) {
        return IntStream.range(0, trail.size())
                .mapToObj(i -> trail.rule(i).name())
                .toList();
    }
}
