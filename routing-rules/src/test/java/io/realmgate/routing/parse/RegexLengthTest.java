package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted is what the library makes of it. */
class RegexLengthTest {

    private static final int CASES = Integer.getInteger("realmgate.fuzz.cases", 10_000);
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String[] PIECES = {
        "x",
        "(",
        ")",
        "(?:",
        "(?i)",
        "(?i:",
        "(?P<n>",
        "[",
        "]",
        "[^",
        "[:alpha:]",
        "{3}",
        "{30}",
        "{200}",
        "{1,100}",
        "{50,}",
        "{",
        "}",
        ",",
        "|",
        "*",
        "+",
        "?",
        "^",
        "$",
        ".",
        "\\",
        "\\Q",
        "\\E",
        "\\pL",
        "\\p{Greek}",
        "\\x{3b1}",
        "\\{",
        "\\d",
        "-",
        ":",
        ">",
        "\\]"
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "abc;3",
                "a{10};10",
                "ab{10};11",
                "(ab{3}){100};400",
                "((a{10}){10}){10};1000",
                "x(?i){7};7",
                "[a{9}]{2};2",
                "[]a]{3};3",
                "[[:alpha:]]{4};4",
                "\\{5};3",
                "\\p{Greek}{5};5",
                "\\Q(a{9}\\E;5",
                "a{2,};3",
                "a{2,8};8",
                "a{,8};5",
                "(;1"
            })
    void repetitionsAreWrittenOut(String regex, long length) {
        assertThat(RegexLength.of(regex)).isEqualTo(length);
    }

    @Test
    void noneTakesMoreThanIsCounted() {
        Random random = new Random(1);
        int compiled = 0;
        for (int n = 0; n < CASES; n++) {
            StringBuilder regex = new StringBuilder();
            for (int pieces = random.nextInt(20); pieces >= 0; pieces--) {
                regex.append(PIECES[random.nextInt(PIECES.length)]);
            }
            long length = RegexLength.of(regex.toString());
            if (length <= 10_000) {
                compiled += compiles(regex.toString(), length) ? 1 : 0;
            }
        }
        assertThat(compiled).isGreaterThan(CASES / 100);
    }

    private static boolean compiles(String regex, long length) {
        long before = MEMORY.getCurrentThreadAllocatedBytes();
        try {
            assertThat(Pattern.compile(regex)).isNotNull();
        } catch (PatternSyntaxException e) {
            return false;
        }
        long taken = MEMORY.getCurrentThreadAllocatedBytes() - before;
        assertThat(taken).as(regex).isLessThan((1 << 20) + 2_000 * length);
        return true;
    }
}
