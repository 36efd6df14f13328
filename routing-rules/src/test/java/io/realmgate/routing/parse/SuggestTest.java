package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @Test
    void equallyCloseWordsAreTakenByTheAlphabet() {
        assertThat(Suggest.closest("hss3.a", List.of("hss2.a", "hss1.a"))).contains("hss1.a");
        assertThat(Suggest.closest("hss3.a", List.of("hss1.a", "hss2.a"))).contains("hss1.a");
    }
}
