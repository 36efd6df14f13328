package io.realmgate.routing;

import static io.realmgate.routing.RuleTexts.matches;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every key of a match, where it holds and where it does not. */
class MatchKeysTest {

    private static final int S6A = 16777251;
    private static final int SH = 16777217;
    private static final int ULR = 316;

    @Test
    void applicationByNameAliasAndNumber() {
        for (String written : new String[] {"S6a", "s6A", "S6d", "16777251", "[ Cx, S6a ]"}) {
            assertThat(matches("application = " + written, Facts.of(S6A, ULR))).isTrue();
            assertThat(matches("application = " + written, Facts.of(SH, ULR))).isFalse();
        }
    }

    @Test
    void applicationUpToAll32Bits() {
        assertThat(matches("application = 4294967295", Facts.of(-1, 280))).isTrue();
        assertThat(matches("application = Relay", Facts.of(-1, 280))).isTrue();
        assertThat(matches("application = 4294967295", Facts.of(Integer.MAX_VALUE, 280)))
                .isFalse();
    }

    @Test
    void commandByShortNameLongNameAndCode() {
        for (String written :
                new String[] {"ULR", "ULA", "ulr", "Update-Location", "Update-Location-Request", "316", "[CLR, ULR]"}) {
            assertThat(matches("command = " + written, Facts.of(S6A, ULR))).isTrue();
            assertThat(matches("command = " + written, Facts.of(S6A, 318))).isFalse();
        }
    }

    @Test
    void aShortNameOfSeveralCommandsMeansThoseOfTheApplicationsAround() {
        assertThat(matches("application = S6a, command = PUR", Facts.of(S6A, 321)))
                .isTrue();
        assertThat(matches("application = S6a, command = PUR", Facts.of(S6A, 307)))
                .isFalse();
        assertThat(matches("application = Sh, command = PUR", Facts.of(SH, 307)))
                .isTrue();
        assertThat(matches("application = [Sh, S6a], command = PUR", Facts.of(SH, 307)))
                .isTrue();
        assertThat(matches("application = [Sh, S6a], command = PUR", Facts.of(S6A, 321)))
                .isTrue();
        assertThat(matches("application = Sh, not { command = PUR }", Facts.of(SH, 307)))
                .isFalse();
        assertThat(matches("application = Sh, any = [ { command = PUR } ]", Facts.of(SH, 307)))
                .isTrue();
    }

    @Test
    void destinationRealm() {
        assertThat(matches("destination-realm = home.example", Facts.ulr().toRealm("home.example")))
                .isTrue();
        assertThat(matches("destination-realm = home.example", Facts.ulr().toRealm("home.exampl")))
                .isFalse();
        assertThat(matches("destination-realm = home.example", Facts.ulr().toRealm(null)))
                .isFalse();
    }

    @Test
    void originRealmAndOriginHost() {
        assertThat(matches("origin-realm = home.example", Facts.ulr().ofRealm("home.example")))
                .isTrue();
        assertThat(matches("origin-realm = home.example", Facts.ulr().toRealm("home.example")))
                .isFalse();
        assertThat(matches("origin-host = h.home.example", Facts.ulr().ofHost("h.home.example")))
                .isTrue();
        assertThat(matches("origin-host = h.home.example", Facts.ulr().ofHost("home.example")))
                .isFalse();
        assertThat(matches("origin-host = h.home.example", Facts.ulr())).isFalse();
    }

    @Test
    void namesCompareWithoutCase() {
        assertThat(matches("destination-realm = Home.EXAMPLE", Facts.ulr().toRealm("hOME.example")))
                .isTrue();
        assertThat(matches("destination-realm = \"*.Home.EXAMPLE\"", Facts.ulr().toRealm("EPC.hOME.example")))
                .isTrue();
    }

    @Test
    void onlyLettersOfAsciiAreFolded() {
        assertThat(matches("destination-realm = a_b", Facts.ulr().toRealm("a\u007fb")))
                .isFalse();
        assertThat(matches("destination-realm = k.example", Facts.ulr().toRealm("\u212a.example")))
                .isFalse();
    }

    @Test
    void aStarStandsForEveryNameBelowButNotForTheNameItself() {
        String below = "destination-realm = \"*.home.example\"";
        assertThat(matches(below, Facts.ulr().toRealm("epc.home.example"))).isTrue();
        assertThat(matches(below, Facts.ulr().toRealm("a.b.home.example"))).isTrue();
        assertThat(matches(below, Facts.ulr().toRealm("home.example"))).isFalse();
        assertThat(matches(below, Facts.ulr().toRealm(".home.example"))).isFalse();
        assertThat(matches(below, Facts.ulr().toRealm("ehome.example"))).isFalse();
        assertThat(matches(below, Facts.ulr().toRealm("epc.home.example.org"))).isFalse();
        assertThat(matches(below, Facts.ulr().toRealm(""))).isFalse();
    }

    @Test
    void destinationHostByName() {
        assertThat(matches("destination-host = h.home.example", Facts.ulr().toHost("H.home.example")))
                .isTrue();
        assertThat(matches("destination-host = \"*.home.example\"", Facts.ulr().toHost("h.home.example")))
                .isTrue();
        assertThat(matches("destination-host = h.home.example", Facts.ulr().toHost("other.home.example")))
                .isFalse();
        assertThat(matches("destination-host = h.home.example", Facts.ulr())).isFalse();
    }

    @Test
    void destinationHostAbsentSelfKnown() {
        Facts absent = Facts.ulr();
        Facts self = Facts.ulr().toHost("dra.example").hostIsSelf();
        Facts known = Facts.ulr().toHost("hss1.home.example").hostIsKnown();
        Facts other = Facts.ulr().toHost("hss9.home.example");
        assertThat(matches("destination-host = absent", absent)).isTrue();
        assertThat(matches("destination-host = absent", self)).isFalse();
        assertThat(matches("destination-host = self", self)).isTrue();
        assertThat(matches("destination-host = self", known)).isFalse();
        assertThat(matches("destination-host = self", absent)).isFalse();
        assertThat(matches("destination-host = known", known)).isTrue();
        assertThat(matches("destination-host = known", other)).isFalse();
        assertThat(matches("destination-host = [absent, hss9.home.example]", absent))
                .isTrue();
        assertThat(matches("destination-host = [absent, hss9.home.example]", other))
                .isTrue();
        assertThat(matches("destination-host = [absent, hss9.home.example]", known))
                .isFalse();
    }

    @Test
    void fromPeerOrGroup() {
        assertThat(matches("from = HSS1.home.example", Facts.ulr().from("hss1.home.example")))
                .isTrue();
        assertThat(matches("from = hss1.home.example", Facts.ulr().from("hss2.home.example")))
                .isFalse();
        assertThat(matches("from = partners", Facts.ulr().from("mme1.visited.example", "partners")))
                .isTrue();
        assertThat(matches("from = partners", Facts.ulr().from("mme1.visited.example", "visited")))
                .isFalse();
        assertThat(matches("from = [partners, hss1.home.example]", Facts.ulr().from("hss1.home.example")))
                .isTrue();
        assertThat(matches("from = mme7.visited.example", Facts.ulr().from("mme7.visited.example")))
                .isTrue();
    }

    @Test
    void allKeysMustHold() {
        String both = "application = S6a, destination-realm = home.example";
        assertThat(matches(both, Facts.of(S6A, ULR).toRealm("home.example"))).isTrue();
        assertThat(matches(both, Facts.of(SH, ULR).toRealm("home.example"))).isFalse();
        assertThat(matches(both, Facts.of(S6A, ULR).toRealm("visited.example"))).isFalse();
    }

    @Test
    void notOfSeveralKeysFailsOnlyIfAllOfThemHold() {
        String notBoth = "not { application = S6a, command = ULR }";
        assertThat(matches(notBoth, Facts.of(S6A, ULR))).isFalse();
        assertThat(matches(notBoth, Facts.of(S6A, 317))).isTrue();
        assertThat(matches(notBoth, Facts.of(SH, ULR))).isTrue();
    }

    @Test
    void notOfAListFailsIfOneOfThemHolds() {
        String neither = "not = [ { application = S6a }, { command = ULR } ]";
        assertThat(matches(neither, Facts.of(SH, 317))).isTrue();
        assertThat(matches(neither, Facts.of(S6A, 317))).isFalse();
        assertThat(matches(neither, Facts.of(SH, ULR))).isFalse();
    }

    @Test
    void notHoldsForAMessageWithoutTheAvp() {
        assertThat(matches("not { destination-realm = home.example }", Facts.ulr()))
                .isTrue();
    }

    @Test
    void anyHoldsIfOneAlternativeDoes() {
        String either = "any = [ { application = Sh, command = UDR }, { destination-realm = home.example } ]";
        assertThat(matches(either, Facts.of(SH, 306))).isTrue();
        assertThat(matches(either, Facts.of(S6A, ULR).toRealm("home.example"))).isTrue();
        assertThat(matches(either, Facts.of(SH, 307))).isFalse();
    }

    @Test
    void nothingToMatchMatchesEverything() {
        assertThat(matches("", Facts.of(12345, 99))).isTrue();
    }

    @Test
    void listener() {
        assertThat(matches("listener = edge", Facts.ulr().by("edge"))).isTrue();
        assertThat(matches("listener = [core, edge]", Facts.ulr().by("edge"))).isTrue();
        assertThat(matches("listener = core", Facts.ulr().by("edge"))).isFalse();
        assertThat(matches("listener = edge", Facts.ulr().by(null))).isFalse();
        assertThat(matches("not { listener = edge }", Facts.ulr().by(null))).isTrue();
    }
}
