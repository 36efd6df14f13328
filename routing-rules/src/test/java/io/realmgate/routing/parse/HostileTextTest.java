package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.realmgate.routing.RuleTexts;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.dictionary.Dictionary;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Large files and small ones that mean much: what they take grows with their length and no faster. The bound is on the octets
 * that are allocated; work that takes none is found by the time limit, which is a hundred times what the tests need.
 */
@Timeout(180)
class HostileTextTest {

    private static final int MANY = 10_000;
    private static final long MEMORY_FOR_NOTHING = 64L << 20;
    /** Octets for each character, allocated and mostly given back at once. */
    private static final long MEMORY_FOR_CHARACTER = 2_000;

    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static String list(int size, IntFunction<String> element) {
        return IntStream.range(0, size).mapToObj(element).collect(Collectors.joining(", ", "[ ", " ]"));
    }

    private static String rules(int size, IntFunction<String> rule) {
        return "rules = "
                + list(size, i -> "{ name = r" + i + ", " + rule.apply(i) + " }")
                        .replace("}, {", "}\n{");
    }

    private static List<Diagnostic> check(LanguageTexts kind, String text) {
        return bounded(text.length(), () -> kind.check(text));
    }

    private interface Reading {
        List<Diagnostic> read();
    }

    private static List<Diagnostic> bounded(int length, Reading reading) {
        long before = MEMORY.getCurrentThreadAllocatedBytes();
        List<Diagnostic> found = reading.read();
        long taken = MEMORY.getCurrentThreadAllocatedBytes() - before;
        assertThat(taken)
                .as("octets for " + length + " characters")
                .isLessThan(MEMORY_FOR_NOTHING + MEMORY_FOR_CHARACTER * length);
        assertThat(found).hasSizeLessThan(2_000).allSatisfy(one -> {
            assertThat(one.place()).isNotNull();
            assertThat(one.text()).hasSizeLessThan(4_000);
        });
        return found;
    }

    private static void right(List<Diagnostic> found) {
        assertThat(found).noneMatch(one -> one.severity() == Severity.ERROR);
    }

    private static void wrong(List<Diagnostic> found, String message) {
        assertThat(found).anySatisfy(one -> assertThat(one.message()).contains(message));
    }

    @Test
    void brackets() {
        for (String open : List.of("[", "{", "{a=", "a{", "a=[", "(")) {
            assertThat(check(LanguageTexts.RULES, open.repeat(MANY))).isNotEmpty();
        }
        String any = "{ any = [ ".repeat(MANY);
        wrong(check(LanguageTexts.RULES, "rules = [ { match = " + any), "within each other");
    }

    @Test
    void substitutionsThatDouble() {
        StringBuilder text = new StringBuilder("a0 = xxxxxxxx\n");
        for (int i = 1; i < 40; i++) {
            text.append("a")
                    .append(i)
                    .append(" = ${a")
                    .append(i - 1)
                    .append("}${a")
                    .append(i - 1)
                    .append("}\n");
        }
        assertThat(check(LanguageTexts.RULES, text.toString())).isNotEmpty();
    }

    @Test
    void longWords() {
        String word = "x".repeat(2_000_000);
        for (LanguageTexts kind : LanguageTexts.values()) {
            for (String text : List.of(word, word + " = 1", "a = " + word, "a = \"" + word + "\"", "#" + word)) {
                check(kind, text);
            }
        }
        String digits = "9".repeat(500_000);
        for (String key : List.of("application", "command", "imsi", "size", "drmp-priority", "cc-request-type")) {
            check(LanguageTexts.RULES, rules(1, i -> "action = discard, match { " + key + " = " + digits + " }"));
            check(LanguageTexts.RULES, rules(1, i -> "action = discard, match { " + key + " = \"" + word + "\" }"));
        }
        check(LanguageTexts.RULES, rules(1, i -> "action = " + word + ", match { avp { path = \"" + word + "\" } }"));
        check(
                LanguageTexts.RULES,
                rules(1, i -> "action = discard, match { avp { path = a, regex = \"" + word + "\" } }"));
    }

    @Test
    void longListsOfEveryKey() {
        for (boolean answer : List.of(false, true)) {
            KnownKeys.Place match = answer ? LanguageTexts.Places.OF_ANSWERS : LanguageTexts.Places.OF_REQUESTS;
            for (String key : match.keys()) {
                String one = LanguageTexts.SAMPLES
                        .getOrDefault(key, List.of("{ application = S6a }"))
                        .get(0);
                String values = list(MANY, i -> one);
                String phase = answer ? "phase = answer, " : "";
                check(
                        LanguageTexts.RULES,
                        rules(2, i -> "action = relay, to = home-hss, match { " + phase + key + " = " + values + " }"));
            }
        }
    }

    @Test
    void manyMistakes() {
        List<Diagnostic> found = check(LanguageTexts.RULES, rules(MANY, i -> "no-" + i + " = 1, action = relai"));
        assertThat(found).hasSizeLessThan(300);
        wrong(found, "the rest is left out");
    }

    @Test
    void namesThatAreNearlyRight() {
        String peers = "groups {\n"
                + IntStream.range(0, MANY)
                        .mapToObj(i -> "  a-group-with-a-rather-long-name-" + i + " { members = [ ] }\n")
                        .collect(Collectors.joining())
                + "}\n";
        String rules = rules(MANY, i -> "action = relay, to = a-group-with-a-rather-lang-name-" + i);
        List<Diagnostic> found = bounded(
                peers.length() + rules.length(),
                () -> RuleSetCompiler.compile(
                                new SourceFile("p", peers), List.of(new SourceFile("r", rules)), Dictionary.standard())
                        .diagnostics());
        wrong(found, "unknown group");
    }

    @Test
    void repetitionsWithinRepetitions() {
        wrong(
                check(
                        LanguageTexts.RULES,
                        rules(
                                1,
                                i -> "action = discard, match { avp { path = User-Name"
                                        + ", regex = \"((((x{1000}){1000}){1000}){1000})\" } }")),
                "stands for more than 10000 characters");
        wrong(
                check(
                        LanguageTexts.RULES,
                        rules(
                                1,
                                i -> "action = proxy, to = home-hss, request = [ { replace = User-Name"
                                        + ", regex = \"((x{1000}){1000}){1000}\", with = a } ]")),
                "stands for more than 10000 characters");
        String regex = "(x{100}y{80}){50}";
        right(check(
                LanguageTexts.RULES,
                rules(50, i -> "action = discard, match { avp { path = User-Name, regex = \"" + i + regex + "\" } }")));
        wrong(
                check(
                        LanguageTexts.RULES,
                        rules(
                                MANY,
                                i -> "action = discard, match { avp { path = User-Name, regex = \"" + i + regex
                                        + "\" } }")),
                "all regular expressions");
    }

    /** Any key is one of half of the rules, whatever the dimension: each part of an index could be parted by all others. */
    @Test
    void rulesWithManyKeysInEveryDimension() {
        right(check(
                LanguageTexts.RULES,
                rules(
                        40,
                        i -> "action = reject, result = 3002, match { application = "
                                + half(i, n -> "" + n) + ", command = " + half(i + 1, n -> "" + n)
                                + ", destination-realm = "
                                + half(i + 2, n -> "n" + n + ".example") + ", origin-realm = "
                                + half(i + 3, n -> "n" + n + ".example")
                                + " }")));
    }

    private static String half(int rule, IntFunction<String> key) {
        return IntStream.range(0, 2_000)
                .filter(n -> ((n * 0x9e3779b9 >>> 7) + rule) % 2 == 0)
                .mapToObj(key)
                .collect(Collectors.joining(", ", "[ ", " ]"));
    }

    @Test
    void alternativesOfAlternatives() {
        String not = list(MANY, i -> "{ application = " + i + " }");
        right(check(
                LanguageTexts.RULES,
                rules(5, i -> "action = reject, result = 3002, match { size = " + i + ", not = " + not + " }")));
        right(check(
                LanguageTexts.RULES,
                rules(5, i -> "action = reject, result = 3002, match { size = " + i + ", any = " + not + " }")));
        String any = "application = S6a";
        for (int i = 0; i < 25; i++) {
            any = "any = [ { " + any + " }, { command = ULR } ]";
        }
        String nested = any;
        right(check(
                LanguageTexts.RULES,
                rules(300, i -> "action = reject, result = 3002, match { " + nested + ", size = " + i + " }")));
    }

    @Test
    void valuesOfATable() {
        int most = 30_000;
        String csv = "digits,value\n"
                + IntStream.range(0, most)
                        .mapToObj(i -> 100_000 + i + ",v" + i + "\n")
                        .collect(Collectors.joining());
        String values = list(most, i -> "v" + (most - i));
        String rules = rules(3, i -> "action = discard, match { imsi { table = t, value = " + values + " } }");
        right(bounded(csv.length() + rules.length(), () -> compile(csv, rules, "")));
    }

    @Test
    void manyRulesThatSendByATable() {
        int most = 5_000;
        String csv = "digits,to\n"
                + IntStream.range(0, most)
                        .mapToObj(i -> 100_000 + i + ",p" + i + ".example\n")
                        .collect(Collectors.joining());
        String peers = "peers = " + list(most, i -> "{ identity = p" + i + ".example, realm = example }");
        String rules = rules(400, i -> "action = relay, match { size = " + i + " }, to { table = t, key = imsi }");
        wrong(bounded(csv.length() + rules.length(), () -> compile(csv, rules, peers)), "more than 1000000 decisions");
    }

    private static List<Diagnostic> compile(String csv, String rules, String peers) {
        return RuleSetCompiler.compile(
                        new SourceFile("p", peers.isEmpty() ? RuleTexts.PEERS : peers),
                        List.of(new SourceFile("r", rules)),
                        List.of(RuleTexts.tableFile("t", csv)),
                        Dictionary.standard(),
                        null)
                .diagnostics();
    }

    @Test
    void redirectsToLargeGroups() {
        String peers = "peers = " + list(MANY, i -> "{ identity = p" + i + ".example, realm = example }")
                + "\ngroups.all { members = " + list(MANY, i -> "p" + i + ".example") + " }";
        String rules = rules(
                MANY,
                i -> "action = redirect, to = all, usage = ALL_REALM, cache-time = 1h, match { size = " + i + " }");
        List<Diagnostic> found = bounded(
                peers.length() + rules.length(),
                () -> RuleSetCompiler.compile(
                                new SourceFile("p", peers), List.of(new SourceFile("r", rules)), Dictionary.standard())
                        .diagnostics());
        right(found);
        wrong(found, "sends everything of one asker");
    }

    @Test
    void asManyTestsAsRules() {
        RuleSet set =
                LanguageTexts.compile(rules(MANY, i -> "action = reject, result = 3002, match { size = " + i + " }"));
        String tests = "tests = "
                + list(
                        MANY,
                        i -> "{ name = t" + i + ", message { from = a, application = S6a, command = ULR }"
                                + ", expect { rule = r" + (MANY - 1 - i) + ", matched = [ r" + i + " ] } }");
        List<RuleTestParser.Outcome> outcome = new ArrayList<>();
        right(bounded(tests.length(), () -> {
            outcome.add(RuleTestParser.parse(
                    List.of(new SourceFile("t", tests)),
                    Objects.requireNonNull(set.table()).rules(),
                    Objects.requireNonNull(set.directory()),
                    Dictionary.standard(),
                    Set.of()));
            return outcome.get(0).diagnostics();
        }));
        assertThat(outcome.get(0).tests()).hasSize(MANY);
    }

    @Test
    void manyNamesOfOnesOwn() {
        String text = "applications = " + list(MANY, i -> "{ name = A" + i + ", id = " + (20_000_000 + i) + " }")
                + "\navps = "
                + list(MANY, i -> "{ name = Own-" + i + ", vendor = 9, code = " + (1_000 + i) + ", type = UTF8String }")
                + "\ncommands = "
                + list(
                        MANY,
                        i -> "{ name = Cmd-" + i + ", request = C" + i + "R, answer = C" + i + "A, code = "
                                + (10_000_000 + i) + ", application = A" + (MANY - 1 - i) + " }");
        right(check(LanguageTexts.DICTIONARY, text));
    }
}
