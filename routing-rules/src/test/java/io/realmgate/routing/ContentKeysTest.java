package io.realmgate.routing;

import static io.realmgate.routing.RuleTexts.matches;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.Facts.Avp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key of a match that looks beyond the AVPs of routing, where it holds and where it does not. */
class ContentKeysTest {

    private static final int GY = 4;
    private static final int CX = 16777216;
    private static final int SH = 16777217;
    private static final int SWM = 16777264;
    private static final int VENDOR_3GPP = 10415;

    private static final int USER_NAME = 1;
    private static final int SUBSCRIPTION_ID = 443;
    private static final int SUBSCRIPTION_ID_DATA = 444;
    private static final int SUBSCRIPTION_ID_TYPE = 450;

    private static Avp subscription(int type, String data) {
        return Avp.group(
                SUBSCRIPTION_ID, 0, Avp.number(SUBSCRIPTION_ID_TYPE, 0, type), Avp.text(SUBSCRIPTION_ID_DATA, 0, data));
    }

    private static Facts ulrOf(String userName) {
        return Facts.ulr().with(Avp.text(USER_NAME, 0, userName));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"001010123456789\"",
                "\"00101*\"",
                "\"001010123400000-001010123499999\"",
                "[ \"262*\", \"0010101234567*\" ]"
            })
    void imsi(String written) {
        assertThat(matches("imsi = " + written, ulrOf("001010123456789"))).isTrue();
        assertThat(matches("imsi = " + written, ulrOf("001020123456789"))).isFalse();
        assertThat(matches("imsi = " + written, ulrOf("00101012345678x"))).isFalse();
        assertThat(matches("imsi = " + written, Facts.ulr())).isFalse();
    }

    @Test
    void anExactNumberIsNoPrefixAndLeadingZerosCount() {
        assertThat(matches("imsi = \"00101012345678\"", ulrOf("001010123456789")))
                .isFalse();
        assertThat(matches("imsi = \"00101012345678\"", ulrOf("00101012345678")))
                .isTrue();
        assertThat(matches("imsi = \"0010100*\"", ulrOf("001010")))
                .as("too short")
                .isFalse();
        assertThat(matches("imsi = \"1010123456789\"", ulrOf("001010123456789")))
                .isFalse();
        assertThat(matches("imsi = \"001010000000000-001010000000009\"", ulrOf("00101000000005")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0001010123456789@nai.epc.mnc001.mcc001.3gppnetwork.org, true",
        "6001010123456789@nai.epc.mnc001.mcc001.3gppnetwork.org, true",
        "001010123456789@ims.mnc001.mcc001.3gppnetwork.org, true",
        "pseudonym@nai.epc.mnc001.mcc001.3gppnetwork.org, false"
    })
    void imsiInsideANetworkAccessIdentifier(String userName, boolean holds) {
        Facts der = Facts.of(SWM, 268).with(Avp.text(USER_NAME, 0, userName));
        assertThat(matches("imsi = \"00101*\"", der)).isEqualTo(holds);
    }

    @Test
    void subscriptionIdsAreToldApartByTheirType() {
        Facts ccr = Facts.of(GY, 272).with(subscription(0, "491701234567"), subscription(1, "001010123456789"));
        assertThat(matches("imsi = \"00101*\"", ccr)).isTrue();
        assertThat(matches("imsi = \"49*\"", ccr)).isFalse();
        assertThat(matches("msisdn = \"49*\"", ccr)).isTrue();
        assertThat(matches("msisdn = \"001*\"", ccr)).isFalse();
        assertThat(matches("msisdn = \"49*\"", Facts.of(GY, 272).with(subscription(0, "+491701234567"))))
                .isTrue();
    }

    @Test
    void userNameIsAnImsiOnlyWhereTheApplicationSaysSo() {
        Facts ccr = Facts.of(GY, 272).with(Avp.text(USER_NAME, 0, "001010123456789"));
        assertThat(matches("imsi = \"00101*\"", ccr)).isFalse();
    }

    @Test
    void msisdnInHalfOctets() {
        Facts udr = Facts.of(SH, 306)
                .with(Avp.group(700, VENDOR_3GPP, Avp.octets(701, VENDOR_3GPP, 0x94, 0x71, 0x10, 0x32, 0x54, 0xf6)));
        assertThat(matches("msisdn = \"49170123456\"", udr)).as("odd count").isTrue();
        assertThat(matches("msisdn = \"4917*\"", udr)).isTrue();
        assertThat(matches("msisdn = \"4918*\"", udr)).isFalse();
    }

    @Test
    void publicIdentity() {
        Facts lir = Facts.of(CX, 302).with(Avp.text(601, VENDOR_3GPP, "sip:Alice@ims.home.example"));
        assertThat(matches("public-identity = \"sip:alice@ims.home.example\"", lir))
                .isTrue();
        assertThat(matches("public-identity = \"*@ims.home.example\"", lir)).isTrue();
        assertThat(matches("public-identity = \"sip:al*\"", lir)).isTrue();
        assertThat(matches("public-identity = \"tel:*\"", lir)).isFalse();
    }

    @Test
    void visitedPlmn() {
        Facts two = Facts.ulr().with(Avp.octets(1407, VENDOR_3GPP, 0x00, 0xf1, 0x10));
        Facts three = Facts.ulr().with(Avp.octets(1407, VENDOR_3GPP, 0x00, 0x11, 0x00));
        assertThat(matches("visited-plmn = \"001-01\"", two)).isTrue();
        assertThat(matches("visited-plmn = \"001-001\"", two)).isFalse();
        assertThat(matches("visited-plmn = \"001-001\"", three)).isTrue();
        assertThat(matches("visited-plmn = \"001\"", three)).isTrue();
        assertThat(matches("visited-plmn = \"262\"", three)).isFalse();
        Facts text = Facts.of(16777238, 272).with(Avp.text(18, VENDOR_3GPP, "00101"));
        assertThat(matches("visited-plmn = \"001-01\"", text)).isTrue();
        Facts domain = Facts.of(CX, 300).with(Avp.text(600, VENDOR_3GPP, "ims.mnc001.mcc001.3gppnetwork.org"));
        assertThat(matches("visited-plmn = \"001-01\"", domain)).isTrue();
        assertThat(matches("visited-plmn = \"001-02\"", domain)).isFalse();
    }

    @Test
    void apn() {
        Facts ccr = Facts.of(16777238, 272).with(Avp.text(30, 0, "Internet.mnc001"));
        assertThat(matches("apn = \"internet*\"", ccr)).isTrue();
        assertThat(matches("apn = internet", ccr)).isFalse();
    }

    @Test
    void mobileNetworksAsRealms() {
        Facts epc = Facts.ulr().toRealm("epc.MNC001.mcc001.3gppnetwork.org");
        assertThat(matches("destination-realm = \"plmn:001-01\"", epc)).isTrue();
        assertThat(matches("destination-realm = \"plmn:001-001\"", epc)).isTrue();
        assertThat(matches("destination-realm = \"plmn:001-02\"", epc)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "epc.mnc001.mcc001.3gppnetwork.org, 001010123456789, true, false",
        "epc.mnc001.mcc001.3gppnetwork.org, 001001123456789, true, false",
        "epc.mnc101.mcc001.3gppnetwork.org, 001101123456789, true, false",
        "epc.mnc101.mcc001.3gppnetwork.org, 001010123456789, false, true",
        "epc.mnc002.mcc001.3gppnetwork.org, 001010123456789, false, true",
        "home.example, 001010123456789, false, false",
        "epc.mnc001.mcc001.3gppnetwork.org, , false, false"
    })
    void originPlmnMatchesImsi(String realm, String imsi, boolean matching, boolean differing) {
        Facts clr = Facts.ulr().ofRealm(realm);
        if (imsi != null) {
            clr.with(Avp.text(USER_NAME, 0, imsi));
        }
        assertThat(matches("origin-plmn-matches-imsi = true", clr)).isEqualTo(matching);
        assertThat(matches("origin-plmn-matches-imsi = false", clr)).isEqualTo(differing);
    }

    @Test
    void originRealmMatchesPeer() {
        Facts own = Facts.ulr().ofRealm("Visited.example").peerOf("visited.example");
        Facts other = Facts.ulr().ofRealm("another.example").peerOf("visited.example");
        assertThat(matches("origin-realm-matches-peer = true", own)).isTrue();
        assertThat(matches("origin-realm-matches-peer = false", own)).isFalse();
        assertThat(matches("origin-realm-matches-peer = false", other)).isTrue();
        assertThat(matches("origin-realm-matches-peer = false", Facts.ulr())).isFalse();
    }

    @Test
    void requestAndRecordTypes() {
        Facts initial = Facts.of(GY, 272).with(Avp.number(416, 0, 1));
        assertThat(matches("cc-request-type = INITIAL_REQUEST", initial)).isTrue();
        assertThat(matches("cc-request-type = [1, 4]", initial)).isTrue();
        assertThat(matches("cc-request-type = UPDATE_REQUEST", initial)).isFalse();
        Facts stop = Facts.of(3, 271).with(Avp.number(480, 0, 4));
        assertThat(matches("accounting-record-type = STOP_RECORD", stop)).isTrue();
        assertThat(matches("accounting-record-type = START_RECORD", stop)).isFalse();
    }

    @Test
    void priorityWithoutDrmpIsTen() {
        Facts high = Facts.ulr().with(Avp.number(301, 0, 2));
        assertThat(matches("drmp-priority = \"0-4\"", high)).isTrue();
        assertThat(matches("drmp-priority = \"0-4\"", Facts.ulr())).isFalse();
        assertThat(matches("drmp-priority = \"8-15\"", Facts.ulr())).isTrue();
        assertThat(matches("drmp-priority = \"8-15\"", high)).isFalse();
    }

    @Test
    void flagsAndSize() {
        assertThat(matches("flags = T", Facts.ulr().flags(0xd0))).isTrue();
        assertThat(matches("flags = T", Facts.ulr())).isFalse();
        assertThat(matches("not { flags = P }", Facts.ulr().flags(0x80))).isTrue();
        assertThat(matches("size = \"2000-65535\"", Facts.ulr().length(2_000))).isTrue();
        assertThat(matches("size = \"2000-65535\"", Facts.ulr().length(1_996))).isFalse();
    }

    @Test
    void groupUp() {
        assertThat(matches("group-up = home-hss", Facts.ulr().up("home-hss"))).isTrue();
        assertThat(matches("group-up = [partners, home-hss]", Facts.ulr().up("home-hss")))
                .isTrue();
        assertThat(matches("not { group-up = home-hss }", Facts.ulr())).isTrue();
    }

    @Test
    void anyAvp() {
        Facts ulr = Facts.ulr()
                .with(
                        Avp.number(1032, VENDOR_3GPP, 1004),
                        Avp.number(1405, VENDOR_3GPP, 34),
                        Avp.text(99_999, 0, "whatever"),
                        Avp.octets(1407, VENDOR_3GPP, 0x00, 0xf1, 0x10));
        assertThat(matches("avp { path = RAT-Type, equals = 1004 }", ulr)).isTrue();
        assertThat(matches("avp { path = RAT-Type, equals = [1000, 1004] }", ulr))
                .isTrue();
        assertThat(matches("avp { path = RAT-Type, range = \"1000-1003\" }", ulr))
                .isFalse();
        assertThat(matches("avp { path = \"10415:1405\", range = \"1-40\" }", ulr))
                .isTrue();
        assertThat(matches("avp { path = RAT-Type, exists = true }", ulr)).isTrue();
        assertThat(matches("avp { path = RAT-Type, exists = false }", ulr)).isFalse();
        assertThat(matches("avp { path = Error-Message, exists = false }", ulr)).isTrue();
        assertThat(matches("avp { path = 99999, prefix = what }", ulr)).isTrue();
        assertThat(matches("avp { path = 99999, suffix = [ever, never] }", ulr)).isTrue();
        assertThat(matches("avp { path = 99999, equals = \"Whatever\" }", ulr)).isFalse();
        assertThat(matches("avp { path = 99999, regex = \"^wh.t\" }", ulr)).isTrue();
        assertThat(matches("avp { path = 99999, regex = \"^ever\" }", ulr)).isFalse();
        assertThat(matches("avp { path = Visited-PLMN-Id, equals = \"0x00f110\" }", ulr))
                .isTrue();
        assertThat(matches("avp = [ { path = 99999, equals = x }, { path = RAT-Type, equals = 1004 } ]", ulr))
                .isTrue();
    }

    @Test
    void anyOfSeveralInsideGroups() {
        Facts ccr = Facts.of(GY, 272).with(subscription(0, "491701234567"), subscription(1, "001010123456789"));
        String data = "Subscription-Id.Subscription-Id-Data";
        assertThat(matches("avp { path = \"" + data + "\", prefix = \"00101\" }", ccr))
                .isTrue();
        assertThat(matches("avp { path = \"" + data + "\", prefix = \"262\" }", ccr))
                .isFalse();
        String guarded = "Subscription-Id[Subscription-Id-Type=0].Subscription-Id-Data";
        assertThat(matches("avp { path = \"" + guarded + "\", prefix = \"00101\" }", ccr))
                .isFalse();
    }

    @Test
    void signedAndUnsignedNumbers() {
        Facts facts = Facts.ulr().with(Avp.number(416, 0, -1), Avp.number(415, 0, -1));
        assertThat(matches("avp { path = CC-Request-Type, equals = -1 }", facts))
                .isTrue();
        assertThat(matches("avp { path = CC-Request-Number, equals = 4294967295 }", facts))
                .isTrue();
        assertThat(matches("avp { path = CC-Request-Number, equals = 0 }", facts))
                .isFalse();
    }
}
