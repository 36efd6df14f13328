package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.RuleTexts;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Dictionary;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

/** Whatever a text says, compiling it ends with a table or with errors, and never with an exception. */
class CompilerFuzzTest {

    private static final String SOUND = """
            rules = [ // comment
              { name = "a", match { application = [S6a, S13], destination-realm = "*.home.example" }
                action = relay, to = home-hss, destination-host = prefer }
              { name = b, match.not = [ { command = ULR }, { any = [ { from = visited } ] } ]
                action = reject, result = 3002 }   # end
            ]
            """;

    @Property(tries = 1_000)
    void anyText(@ForAll @StringLength(max = 200) String text) {
        compiles(text);
    }

    @Property(tries = 2_000)
    void anySequenceOfTokens(@ForAll("tokens") String text) {
        compiles(text);
    }

    @Property(tries = 2_000)
    void soundRulesWithAFewSlips(@ForAll long seed) {
        compiles(mutated(SOUND, new Random(seed)));
    }

    @Property(tries = 1_000)
    void soundPeersWithAFewSlips(@ForAll long seed) {
        String peers = mutated(RuleTexts.PEERS, new Random(seed));
        check(RuleSetCompiler.compile(
                new SourceFile("p", peers), List.of(new SourceFile("r", SOUND)), Dictionary.standard()));
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of(
                        "{", "}", "[", "]", "=", ":", ",", "\n", " ", "+=", "+", "${", "$", "\"", "\"\"\"", "\\", "#",
                        "//", "/", ".", "*", "a", "b", "a.b", "\"a\"", "\"a.b\"", "include", "null", "true", "1", "-1",
                        "1.5", "1e5", "rules", "name", "match", "action", "reject", "result", "3002", "not", "any",
                        "\u00a0", "\t", "\r", "\uFEFF", "\u0000", "\u2028", "\ud800", "é", "(", ")", "'", ";", "@",
                        "\"\\u00")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int slips = 1 + random.nextInt(4); slips > 0; slips--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(4)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, text.charAt(random.nextInt(text.length())));
                case 2 -> mutated.setCharAt(at, text.charAt(random.nextInt(text.length())));
                default -> {
                    int end = Math.min(mutated.length(), at + random.nextInt(40));
                    mutated.insert(random.nextInt(mutated.length()), mutated.substring(at, end));
                }
            }
        }
        return mutated.toString();
    }

    private static void compiles(String text) {
        check(RuleTexts.compile(text));
    }

    private static void check(RuleSet set) {
        assertThat(set.ok()).isEqualTo(set.table() != null);
        assertThat(set.diagnostics().stream().map(Diagnostic::text))
                .as("the scan accepts no more than the library does")
                .noneMatch(message -> message.contains("this is not HOCON"));
    }
}
