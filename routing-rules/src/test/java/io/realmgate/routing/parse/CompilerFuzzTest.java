package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.realmgate.routing.Facts;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.Trail;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.model.Place;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a file says, reading it ends: with what it says, or with errors that say where, and with memory in proportion to its
 * length. {@code -Drealmgate.fuzz.cases=1000000} tries so many files of each kind, {@code -Drealmgate.fuzz.seed} others.
 */
class CompilerFuzzTest {

    private static final int CASES = Integer.getInteger("realmgate.fuzz.cases", 3_000);
    private static final long SEED = Long.getLong("realmgate.fuzz.seed", 0);
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Octets: what reading an empty file takes, and what each character may take besides. */
    private static final long MEMORY_FOR_NOTHING = 16L << 20;

    private static final long MEMORY_FOR_CHARACTER = 20_000;
    private static final int MOST_DIAGNOSTICS = 2_000;

    private static final String[] TOKENS = {
        "{", "}", "[", "]", "=", ":", ",", "\n", " ", "+=", "+", "${", "$", "\"", "\"\"\"", "\\", "#", "//", "/", ".",
        "*", "a", "b", "a.b", "\"a\"", "\"a.b\"", "include", "null", "true", "1", "-1", "1.5", "1e5", "rules", "name",
        "match", "action", "reject", "result", "3002", "not", "any", "\u00a0", "\t", "\r", "\uFEFF", "\u0000", "\u2028",
        "\ud800", "é", "(", ")", "'", ";", "@", "\"\\u00"
    };

    /** How a file comes about. */
    private enum Way {
        MADE,
        MADE_WITH_SLIPS,
        GOLDEN_WITH_SLIPS,
        TOKENS,
        CHARACTERS
    }

    @ParameterizedTest
    @EnumSource(LanguageTexts.class)
    void everyKeyIsTried(LanguageTexts kind) {
        TreeSet<String> untried = new TreeSet<>();
        Set<KnownKeys.Place> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        kind.places().forEach(place -> collect(place, kind.samples(), seen, untried));
        assertThat(untried)
                .as("keys of %s that are new: give them values in LanguageTexts", kind)
                .isEmpty();
    }

    private static void collect(
            KnownKeys.Place place, Map<String, List<String>> samples, Set<KnownKeys.Place> seen, Set<String> untried) {
        if (!seen.add(place)) {
            return;
        }
        for (String key : place.keys()) {
            KnownKeys.Place object = place.objects().get(key);
            if (object != null) {
                collect(object, samples, seen, untried);
            } else if (!samples.containsKey(key)) {
                untried.add(key);
            }
        }
    }

    @Test
    void theWholeLanguageIsFound() {
        KnownKeys.Place match = LanguageTexts.Places.OF_REQUESTS;
        assertThat(match.keys())
                .isEqualTo(MatchKeys.ofRule(io.realmgate.routing.model.Phase.REQUEST)
                        .known());
        assertThat(match.objects().keySet()).contains("any", "not", "avp", "imsi", "destination-realm");
        assertThat(Objects.requireNonNull(match.objects().get("avp")).objects()).containsKey("in");
        assertThat(LanguageTexts.Places.RULE.keys()).containsAll(RuleFileParser.ACTION_KEYS);
        assertThat(LanguageTexts.Places.RULE.objects().keySet()).contains("to", "retry", "request", "answer", "match");
        assertThat(LanguageTexts.Places.GROUP.objects().keySet()).contains("members");
        assertThat(LanguageTexts.Places.MESSAGE.objects().keySet()).contains("avps");
    }

    @ParameterizedTest
    @EnumSource(LanguageTexts.class)
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void everyFileIsReadToItsEnd(LanguageTexts kind) throws IOException {
        List<String> golden = golden();
        int right = 0;
        int made = 0;
        for (long n = SEED; n < SEED + CASES; n++) {
            Random random = new Random(n * 31 + kind.name().hashCode());
            Way way = Way.values()[(int) Math.floorMod(n, (long) Way.values().length)];
            String text = text(kind, way, golden, random);
            try {
                boolean ok = read(kind, text);
                made += way == Way.MADE ? 1 : 0;
                right += way == Way.MADE && ok ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError(kind + ", case " + n + ", " + way + ":\n" + text, e);
            }
        }
        assertThat(right).as("files of %d that are made and right", made).isGreaterThan(made / 20);
    }

    private static List<String> golden() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/test/resources/golden"))) {
            List<String> texts = new ArrayList<>();
            for (Path path :
                    all.filter(one -> one.toString().endsWith(".conf")).sorted().toList()) {
                texts.add(Files.readString(path));
            }
            return texts;
        }
    }

    private static String text(LanguageTexts kind, Way way, List<String> golden, Random random) {
        return switch (way) {
            case MADE -> kind.text(random);
            case MADE_WITH_SLIPS -> AnyText.withSlips(kind.text(random), random);
            case GOLDEN_WITH_SLIPS -> AnyText.withSlips(golden.get(random.nextInt(golden.size())), random);
            case TOKENS -> tokens(random);
            case CHARACTERS -> characters(random);
        };
    }

    private static String tokens(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(TOKENS[random.nextInt(TOKENS.length)]);
        }
        return text.toString();
    }

    private static String characters(Random random) {
        int below = random.nextBoolean() ? 128 : 0x10000;
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(200); i > 0; i--) {
            text.append((char) random.nextInt(below));
        }
        return text.toString();
    }

    /** Whether the file is right; fails if it is not read as it has to be. */
    private static boolean read(LanguageTexts kind, String text) {
        long before = MEMORY.getCurrentThreadAllocatedBytes();
        List<Diagnostic> found = kind.check(text);
        long taken = MEMORY.getCurrentThreadAllocatedBytes() - before;
        assertThat(taken).as("octets").isLessThan(MEMORY_FOR_NOTHING + MEMORY_FOR_CHARACTER * text.length());
        assertThat(found).hasSizeLessThan(MOST_DIAGNOSTICS);
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        for (Diagnostic diagnostic : found) {
            Place place = diagnostic.place();
            if (place == null) {
                throw new AssertionError("no place: " + diagnostic.text());
            }
            if (place.file().equals(LanguageTexts.FILE)) {
                assertThat((long) place.line()).as(diagnostic.text()).isBetween(0L, lines);
            }
            assertThat(diagnostic.text()).hasSizeLessThan(4_000).doesNotContain("this is not HOCON");
            assertThat(diagnostic.text().chars().noneMatch(Character::isISOControl))
                    .isTrue();
        }
        boolean right = found.stream().noneMatch(one -> one.severity() == Severity.ERROR);
        if (kind == LanguageTexts.RULES && right) {
            decide(Objects.requireNonNull(LanguageTexts.compile(text).table()));
        }
        return right;
    }

    /** A table that was let through decides, and says why. */
    private static void decide(RoutingTable table) {
        for (Facts facts : messages()) {
            assertThat(table.decide(facts, new Trail()))
                    .isEqualTo(table.explain(facts).decision());
        }
    }

    private static List<Facts> messages() {
        return List.of(
                Facts.ulr().toRealm("home.example").from("mme1.visited.example", "visited"),
                Facts.ulr().toHost("hss1.home.example").with(Facts.Avp.text(1, 0, "001010000000001")),
                Facts.of(4, 272)
                        .with(Facts.Avp.group(443, 0, Facts.Avp.number(450, 0, 1), Facts.Avp.text(444, 0, "00101"))),
                Facts.of(16777238, 272).hostIsSelf(),
                Facts.ulr().answers(0, 2001, "mme1.visited.example", "visited"),
                Facts.ulr().answers(10415, 5001, "mme1.visited.example"));
    }
}
