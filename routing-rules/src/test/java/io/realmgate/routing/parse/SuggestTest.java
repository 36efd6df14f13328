package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SuggestTest {

    @Test
    void oneSlipOfTheKeyboard() {
        List<String> known = List.of("home-hss", "visited", "relay", "S6a");
        assertThat(Suggest.closest("home-hs", known)).contains("home-hss");
        assertThat(Suggest.closest("hmoe-hss", known)).contains("home-hss");
        assertThat(Suggest.closest("Vistited", known)).contains("visited");
        assertThat(Suggest.closest("relax", known)).contains("relay");
        assertThat(Suggest.closest("s6A", known)).contains("S6a");
        assertThat(Suggest.closest("S6z", known)).contains("S6a");
    }

    @Test
    void nothingThatIsFarAway() {
        assertThat(Suggest.closest("mode", List.of("name", "match", "action"))).isEmpty();
        assertThat(Suggest.closest("", List.of("a"))).isEmpty();
        assertThat(Suggest.closest("abcdef", List.of())).isEmpty();
        assertThat(Suggest.closest("x".repeat(300), List.of("x".repeat(300)))).isEmpty();
    }

    @Property(tries = 1_000)
    void theClosestIsWhatThePlainDistanceSays(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 14) String word,
            @ForAll @Size(max = 5)
                    List<@CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 14) String> known) {
        int limit = Math.max(1, word.length() / 4);
        Optional<String> expected = known.stream()
                .filter(candidate -> plainDistance(word, candidate) <= limit)
                .min(Comparator.<String>comparingInt(candidate -> plainDistance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
        assertThat(Suggest.closest(word, known)).isEqualTo(expected);
    }

    private static int plainDistance(String from, String to) {
        int[][] slips = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int replaced = slips[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                slips[i][j] = Math.min(replaced, Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    slips[i][j] = Math.min(slips[i][j], slips[i - 2][j - 2] + 1);
                }
            }
        }
        return slips[from.length()][to.length()];
    }

    @Test
    void equallyCloseWordsAreTakenByTheAlphabet() {
        assertThat(Suggest.closest("hss3.a", List.of("hss2.a", "hss1.a"))).contains("hss1.a");
        assertThat(Suggest.closest("hss3.a", List.of("hss1.a", "hss2.a"))).contains("hss1.a");
    }
}
