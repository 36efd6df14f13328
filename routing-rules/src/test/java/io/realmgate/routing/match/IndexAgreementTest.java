package io.realmgate.routing.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.realmgate.routing.Facts;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.Trail;
import io.realmgate.routing.check.Lints;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Conduct;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.RuleMode;
import io.realmgate.routing.table.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The index against the reference interpreter, on tables large enough to be parted and on messages that meet their rules.
 * {@code -Dindex.decisions=5000000} asks for more than the usual number of decisions, {@code -Dindex.seed=7} for others.
 */
class IndexAgreementTest {

    private static final long DECISIONS = Long.getLong("index.decisions", 200_000);
    private static final long SEED = Long.getLong("index.seed", 1);
    private static final int MOST_RULES = 60;
    private static final int MESSAGES = 50;

    private static final List<String> NAMES = List.of("a", "b", "b.a", "c.a", "c.b.a", "d.c.b.a", "b.c", "x.b.c", "e");
    private static final List<String> GROUPS = List.of("g", "h", "i");
    private static final List<Match.HostState> STATES = List.of(Match.HostState.values());

    private final Random random = new Random(SEED);
    private final Trail trail = new Trail();

    @Test
    void theIndexFindsTheRuleThatTheInterpreterFinds() {
        long decided = 0;
        long byRule = 0;
        while (decided < DECISIONS) {
            List<Rule> rules = rules();
            RoutingTable table = new MatchCompiler(Dictionary.standard(), Tables.NONE).table(rules);
            Set<String> unreachable = unreachable(rules);
            for (int i = 0; i < MESSAGES; i++, decided++) {
                Facts facts = facts();
                var expected = ReferenceInterpreter.decide(rules, facts);
                var onTheWay = ReferenceInterpreter.trail(rules, facts);
                var actual = table.decide(facts, trail);
                if (!actual.equals(expected) || !isTrail(onTheWay)) {
                    assertThat(actual)
                            .as("seed %d, decision %d: %s among %s", SEED, decided, facts, rules)
                            .isEqualTo(expected);
                    assertThat(isTrail(onTheWay))
                            .as("seed %d, decision %d: the trail of %s among %s", SEED, decided, facts, rules)
                            .isTrue();
                }
                boolean found = expected instanceof RouteDecision.Reject;
                byRule += found ? 1 : 0;
                Rule decider = expected.rule();
                if (decider != null && unreachable.contains(decider.name())) {
                    fail("seed %d, decision %d: %s was called unreachable", SEED, decided, decider);
                }
                if (onTheWay.stream().anyMatch(rule -> unreachable.contains(rule.name()))) {
                    fail("seed %d, decision %d: one of %s was called unreachable", SEED, decided, onTheWay);
                }
            }
        }
        // Rules and messages that never met would agree too.
        assertThat(byRule).isBetween(decided / 4, decided - decided / 20);
    }

    private boolean isTrail(List<Rule> expected) {
        boolean same = trail.size() == expected.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = trail.rule(i).index() == expected.get(i).index();
        }
        return same;
    }

    /** Names of the rules that the checker says can never match. */
    private static Set<String> unreachable(List<Rule> rules) {
        Set<String> named = new HashSet<>();
        PeerDirectory nobody = new PeerDirectory(List.of(), List.of(), Map.of(), List.of(), null);
        Lints.run(rules, nobody, Tables.NONE, null, diagnostic -> {
            if (diagnostic.message().contains("can never match")) {
                named.add(diagnostic.message().replaceFirst("^rule \"([^\"]*)\".*", "$1"));
            }
        });
        return named;
    }

    private List<Rule> rules() {
        // Some tables share their realms or their askers, so that parts are parted again.
        List<Supplier<Match>> kinds = new ArrayList<>(List.of(
                this::application,
                this::command,
                this::from,
                this::host,
                () -> name(Match.NameField.DESTINATION_REALM),
                () -> name(Match.NameField.ORIGIN_REALM),
                () -> name(Match.NameField.ORIGIN_HOST)));
        while (kinds.size() > 2 && random.nextInt(4) != 0) {
            kinds.remove(random.nextInt(kinds.size()));
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(MOST_RULES); i >= 0; i--) {
            int index = rules.size();
            Match match = allOf(kinds, 2);
            Conduct conduct = random.nextInt(8) == 0 ? new Conduct(RuleMode.OBSERVE, List.of()) : Conduct.USUAL;
            Phase phase = random.nextInt(4) == 0 ? Phase.ANSWER : Phase.REQUEST;
            Action action = new Action.Reject(3000 + index);
            rules.add(new Rule(index, "r" + index, new Place("f", 1), phase, match, action, conduct));
        }
        return rules;
    }

    private Match allOf(List<Supplier<Match>> kinds, int depth) {
        List<Match> parts = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            parts.add(part(kinds, depth));
        }
        return new Match.AllOf(parts);
    }

    private Match part(List<Supplier<Match>> kinds, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(10);
        if (kind == 9) {
            return new Match.Not(allOf(kinds, depth - 1));
        }
        if (kind == 8) {
            List<Match> alternatives = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                alternatives.add(allOf(kinds, depth - 1));
            }
            return new Match.AnyOf(alternatives);
        }
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    private Match application() {
        return new Match.Application(codes(), "");
    }

    private Match command() {
        return new Match.Command(codes(), "");
    }

    private Set<Integer> codes() {
        Set<Integer> codes = new HashSet<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            codes.add(random.nextInt(6) - 1);
        }
        return codes;
    }

    private Match from() {
        Set<String> peers = new HashSet<>();
        Set<String> groups = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            peers.add(one(NAMES));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            groups.add(one(GROUPS));
        }
        return new Match.From(peers, groups, "");
    }

    private Match host() {
        Set<Match.HostState> states = new HashSet<>();
        while (random.nextInt(3) == 0) {
            states.add(one(STATES));
        }
        return new Match.DestinationHost(states, patterns(), "");
    }

    private Match name(Match.NameField field) {
        return new Match.Name(field, patterns(), "");
    }

    private List<NamePattern> patterns() {
        List<NamePattern> patterns = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = one(NAMES);
            patterns.add(random.nextBoolean() ? new NamePattern.Exact(name) : new NamePattern.Below(name));
        }
        return patterns;
    }

    private Facts facts() {
        String host = nameOrNull();
        Facts facts = Facts.of(random.nextInt(7) - 1, random.nextInt(7) - 1)
                .toRealm(nameOrNull())
                .toHost(host)
                .ofRealm(nameOrNull())
                .ofHost(nameOrNull());
        List<String> groups = new ArrayList<>(GROUPS);
        groups.removeIf(group -> random.nextBoolean());
        facts.from(one(NAMES), groups.toArray(String[]::new));
        if (host != null && random.nextInt(8) == 0) {
            facts.hostIsSelf();
        }
        if (host != null && random.nextBoolean()) {
            facts.hostIsKnown();
        }
        if (random.nextInt(4) == 0) {
            facts.answers(0, one(List.of(2001, 5001)), one(NAMES));
        }
        return facts;
    }

    private @Nullable String nameOrNull() {
        int kind = random.nextInt(6);
        String name = one(NAMES);
        return kind == 0 ? null : kind == 1 ? name.toUpperCase(Locale.ROOT) : name;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
