package io.realmgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HopelessRegexTest {

    private static final List<String> PIECES = List.of(
            "a", "b", "^", "$", "^", "$", "*", "+", "?", "{0}", "{2}", "{0,1}", "{", "}", "[ab]", "[^a]", "[]a]", "[",
            "]", ".", "|", "(", "(?m)", ")", "\\$", "\\d", "\\b", "\\z", "\\Q", "\\E", "\\", "\n");

    private static final List<String> VALUES = values(4);

    private final Random random = new Random(1);

    @Test
    void noValueFitsWhatIsCalledHopeless() {
        int hopeless = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder regex = new StringBuilder();
            for (int pieces = 1 + random.nextInt(6); pieces > 0; pieces--) {
                regex.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            if (HopelessRegex.isHopeless(regex.toString()) && isRight(regex.toString())) {
                hopeless++;
                Pattern pattern = Pattern.compile(regex.toString());
                assertThat(VALUES)
                        .as(regex.toString())
                        .noneMatch(value -> pattern.matcher(value).find());
            }
        }
        assertThat(hopeless).isGreaterThan(1_000);
    }

    private static boolean isRight(String regex) {
        try {
            Pattern.compile(regex);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** All texts of a few characters, up to a length. */
    private static List<String> values(int longest) {
        List<String> values = new ArrayList<>(List.of(""));
        int from = 0;
        for (int length = 1; length <= longest; length++) {
            int to = values.size();
            for (int i = from; i < to; i++) {
                for (String next : List.of("a", "b", "1", "$", "{", "\n")) {
                    values.add(values.get(i) + next);
                }
            }
            from = to;
        }
        return values;
    }
}
