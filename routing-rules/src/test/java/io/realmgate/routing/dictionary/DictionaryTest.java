package io.realmgate.routing.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realmgate.routing.model.ResultValue;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DictionaryTest {

    private final Dictionary dictionary = Dictionary.standard();

    @Test
    void applicationsHaveNamesAliasesAndNumbers() {
        assertThat(dictionary.application("S6a")).contains(16777251);
        assertThat(dictionary.application("s6D")).contains(16777251);
        assertThat(dictionary.application("Dx")).contains(16777216);
        assertThat(dictionary.application("Gy")).contains(4);
        assertThat(dictionary.application("Ro")).contains(4);
        assertThat(dictionary.application("Relay")).contains(-1);
        assertThat(dictionary.application("nonsense")).isEmpty();
        assertThat(dictionary.applicationName(16777251)).isEqualTo("S6a");
        assertThat(dictionary.applicationName(-1)).isEqualTo("Relay");
        assertThat(dictionary.applicationName(99)).isNull();
    }

    /** RFC 6733 5.3: a vendor's application is advertised with its vendor, one of the IETF without. */
    @Test
    void applicationsBelongToVendors() {
        assertThat(dictionary.applicationVendor(16777251)).isEqualTo(10415);
        assertThat(dictionary.applicationVendor(16777231)).isEqualTo(13019);
        assertThat(dictionary.applicationVendor(4)).isZero();
        assertThat(dictionary.applicationVendor(-1)).isZero();
        assertThat(dictionary.applicationVendor(16777999)).isEqualTo(-1);
    }

    @Test
    void everyInterfaceThatOperatorsNameIsThere() {
        for (String name : List.of(
                "NASREQ", "EAP", "SIP", "QoS", "S6a", "S6d", "S13", "SWx", "SWm", "S6b", "S9", "Cx", "Dx", "Sh", "Gx",
                "Rx", "Gy", "Ro", "Rf", "SLg", "SLh", "Sy", "SGd", "S6c", "STa", "S6m", "T6a")) {
            assertThat(dictionary.application(name)).as(name).isPresent();
        }
        assertThat(dictionary.applicationNames()).contains("S6a", "S6d");
    }

    @Test
    void commandsAreFoundByEachOfTheirNames() {
        for (String name :
                List.of("ULR", "ULA", "ulr", "Update-Location", "Update-Location-Request", "update-location-answer")) {
            assertThat(dictionary.commands(name))
                    .extracting(CommandDefinition::code)
                    .containsExactly(316);
        }
        assertThat(dictionary.commands("AA-Request"))
                .extracting(CommandDefinition::code)
                .containsExactly(265);
        assertThat(dictionary.commands("PUR"))
                .extracting(CommandDefinition::code)
                .containsExactlyInAnyOrder(307, 321);
        assertThat(dictionary.commands("-Request")).isEmpty();
        assertThat(dictionary.commands("nonsense")).isEmpty();
        assertThat(dictionary.commandNames()).contains("ULR", "ULA", "Update-Location");
    }

    @Test
    void commandNamesDependOnRequestAndAnswer() {
        assertThat(dictionary.commandName(316, 16777251, true)).isEqualTo("ULR");
        assertThat(dictionary.commandName(316, 16777251, false)).isEqualTo("ULA");
        assertThat(dictionary.commandName(316, 99, true)).isEqualTo("ULR");
        assertThat(dictionary.commandName(258, 99, true)).isEqualTo("RAR");
        assertThat(dictionary.commandName(1, 0, true)).isNull();
        assertThat(dictionary.command(303, 16777265))
                .satisfies(c -> assertThat(c.longName()).isEqualTo("Multimedia-Auth"));
    }

    @Test
    void sessionsThatEndWithAnStr() {
        assertThat(dictionary.opensSession(265, 1)).isTrue();
        assertThat(dictionary.opensSession(268, 16777264)).as("SWm").isTrue();
        assertThat(dictionary.opensSession(265, 99))
                .as("an unknown application")
                .isFalse();
        assertThat(dictionary.opensSession(272, 16777238)).as("Gx").isFalse();
        assertThat(dictionary.opensSession(275, 1)).as("the end itself").isFalse();
    }

    @Test
    void resultCodesOfRfc6733AreComplete() {
        int[][] ranges = {{1001, 1001}, {2001, 2002}, {3001, 3010}, {4001, 4003}, {5001, 5017}};
        for (int[] range : ranges) {
            for (int code = range[0]; code <= range[1]; code++) {
                String name = Objects.requireNonNull(dictionary.resultCodeName(code), Integer.toString(code));
                assertThat(dictionary.resultCode(name)).contains(code);
            }
        }
        assertThat(dictionary.resultCode("DIAMETER_UNABLE_TO_DELIVER")).contains(3002);
        assertThat(dictionary.resultCode("diameter_too_busy")).contains(3004);
        assertThat(dictionary.resultCode("DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION"))
                .isEmpty();
        assertThat(dictionary.resultCodeName(9999)).isNull();
        assertThat(dictionary.resultCodeNames()).doesNotContain("DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION");
    }

    @Test
    void experimentalResultsBelongToAVendor() {
        assertThat(dictionary.experimentalResultCodeName(10415, 5001)).isEqualTo("DIAMETER_ERROR_USER_UNKNOWN");
        assertThat(dictionary.experimentalResultCodeName(10415, 5004)).isEqualTo("DIAMETER_ERROR_ROAMING_NOT_ALLOWED");
        assertThat(dictionary.experimentalResultCodeName(10415, 5420))
                .isEqualTo("DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION");
        assertThat(dictionary.experimentalResultCodeName(13019, 5001)).isNull();
        assertThat(dictionary.experimentalResults("DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION"))
                .containsExactly(new ResultValue(10415, 5420));
        assertThat(dictionary.experimentalResults("DIAMETER_ERROR_ABSENT_USER"))
                .extracting(ResultValue::text)
                .containsExactly("10415:4201", "10415:5550");
        assertThat(dictionary.experimentalResults("DIAMETER_TOO_BUSY")).isEmpty();
        assertThat(dictionary.experimentalResultNames())
                .contains("DIAMETER_ERROR_ABSENT_USER")
                .doesNotContain("DIAMETER_TOO_BUSY");
        assertThat(new ResultValue(0, 3004).text()).isEqualTo("3004");
    }

    @Test
    void avpsByCodeVendorAndName() {
        assertThat(dictionary.avp(283, 0))
                .isEqualTo(new AvpDefinition("Destination-Realm", 283, 0, AvpType.DIAMETER_IDENTITY, true));
        assertThat(dictionary.avp("visited-plmn-id"))
                .isEqualTo(new AvpDefinition("Visited-PLMN-Id", 1407, 10415, AvpType.OCTET_STRING, true));
        assertThat(dictionary.avp(301, 0)).extracting(AvpDefinition::name).isEqualTo("DRMP");
        assertThat(dictionary.avp(650, 0)).extracting(AvpDefinition::name).isEqualTo("Load");
        assertThat(dictionary.avp(650, 10415)).extracting(AvpDefinition::name).isEqualTo("Session-Priority");
        assertThat(dictionary.avp("Service-Type"))
                .extracting(AvpDefinition::code)
                .isEqualTo(6);
        assertThat(dictionary.avp("User-Data")).extracting(AvpDefinition::code).isEqualTo(606);
        assertThat(dictionary.avp(702, 10415)).extracting(AvpDefinition::name).isEqualTo("User-Data");
        assertThat(dictionary.avp("SIP-Auth-Data-Item"))
                .as("of 3GPP, not of RFC 4740")
                .extracting(AvpDefinition::code)
                .isEqualTo(612);
        assertThat(dictionary.avp(376, 0)).extracting(AvpDefinition::name).isEqualTo("SIP-Auth-Data-Item");
        assertThat(dictionary.avp("Deferred-Location-Type"))
                .extracting(AvpDefinition::code)
                .isEqualTo(2532);
        assertThat(dictionary.avp(1, 99)).isNull();
        assertThat(dictionary.avp("nonsense")).isNull();
        assertThat(AvpType.IP_FILTER_RULE.text()).isEqualTo("IPFilterRule");
    }

    @Test
    void malformedDataFilesAreMistakesOfTheBuild() {
        assertThatThrownBy(() -> TsvReader.read("missing.tsv", 4)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TsvReader.read("applications.tsv", 6)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TsvReader.read("applications.tsv", 4)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> AvpType.of("Text")).isInstanceOf(IllegalArgumentException.class);
    }
}
