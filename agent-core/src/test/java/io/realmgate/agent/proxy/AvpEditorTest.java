package io.realmgate.agent.proxy;

import static io.realmgate.agent.testkit.TestAvp.M;
import static io.realmgate.agent.testkit.TestAvp.V;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What edits do, written as operators write them. */
class AvpEditorTest {
    private static final TestAvp SESSION = TestAvp.text(263, "s;1");
    private static final TestAvp REALM = TestAvp.text(283, "old.example");
    private static final TestAvp IMSI = TestAvp.text(1, "001010000000001");
    private static final int MAX = 1 << 16;

    private final AvpEditor editor = new AvpEditor(MAX);

    private static DiameterMessage message(byte[] octets) {
        return new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
    }

    private byte[] edited(String edits, TestAvp... avps) {
        return edited(EditTexts.request(edits), TestMessage.request(avps));
    }

    private byte[] edited(EditPlan plan, byte[] request) {
        DiameterMessage result = Objects.requireNonNull(editor.start(message(request), "mme.visited.example")
                .apply(plan)
                .result());
        byte[] octets = new byte[result.length()];
        result.bytes().getBytes(result.start(), octets);
        return octets;
    }

    private static byte[] request(TestAvp... avps) {
        return TestMessage.request(avps);
    }

    private static TestAvp subscription(int type, String data) {
        return TestAvp.group(443, TestAvp.u32(450, type), TestAvp.text(444, data));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aValueTakesThePlaceOfTheOldOne() {
        assertThat(edited("{ set = Destination-Realm, value = new.example.org }", SESSION, REALM, IMSI))
                .isEqualTo(request(SESSION, TestAvp.text(283, "new.example.org"), IMSI));
    }

    @Test
    void everyAvpAtThePathGetsIt() {
        assertThat(edited("{ set = User-Name, value = x }", IMSI, SESSION, IMSI))
                .isEqualTo(request(TestAvp.text(1, "x"), SESSION, TestAvp.text(1, "x")));
    }

    @Test
    void anAvpThatWasThereKeepsItsFlags() {
        TestAvp optional = TestAvp.raw(1, 0x20, 0, ascii("abc"));
        assertThat(edited("{ set = User-Name, value = x }", optional))
                .isEqualTo(request(TestAvp.raw(1, 0x20, 0, ascii("x"))));
    }

    @Test
    void oneThatIsNotThereIsAdded() {
        assertThat(edited("{ set = Destination-Host, value = hss.home.example }", SESSION))
                .isEqualTo(request(SESSION, TestAvp.text(293, "hss.home.example")));
        assertThat(edited("{ add = User-Name, value = x }", IMSI)).isEqualTo(request(IMSI, TestAvp.text(1, "x")));
    }

    @Test
    void flagsOfNewAvpsAreThoseOfTheDictionary() {
        assertThat(edited("{ add = Error-Message, value = x }")).isEqualTo(request(TestAvp.raw(281, 0, 0, ascii("x"))));
        assertThat(edited("{ add = Visited-PLMN-Id, value = \"0x00f110\" }"))
                .isEqualTo(request(TestAvp.raw(1407, V | M, 10415, (byte) 0, (byte) 0xf1, (byte) 0x10)));
        assertThat(edited("{ add = UAR-Flags, value = 1 }"))
                .isEqualTo(request(TestAvp.raw(637, V, 10415, (byte) 0, (byte) 0, (byte) 0, (byte) 1)));
        assertThat(edited("{ add = \"9999:7\", value = x, mandatory = false }"))
                .isEqualTo(request(TestAvp.raw(7, V, 9999, ascii("x"))));
    }

    @Test
    void whatIsRemovedLeavesNoTrace() {
        assertThat(edited("{ remove = User-Name }", IMSI, SESSION, IMSI)).isEqualTo(request(SESSION));
        assertThat(edited(
                        "{ remove = \"Subscription-Id[Subscription-Id-Type=0]\" }",
                        subscription(0, "49"),
                        SESSION,
                        subscription(1, "001")))
                .isEqualTo(request(SESSION, subscription(1, "001")));
    }

    @Test
    void inAGroupThatANumberPicks() {
        String path = "\"Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data\"";
        assertThat(edited("{ set = " + path + ", value = \"4567\" }", subscription(0, "49"), subscription(1, "00101")))
                .isEqualTo(request(subscription(0, "49"), subscription(1, "4567")));
        assertThat(edited("{ set = " + path + ", value = \"4567\" }", SESSION, subscription(0, "49")))
                .isEqualTo(request(SESSION, subscription(0, "49"), subscription(1, "4567")));
    }

    @Test
    void groupsOnTheWayAreMadeAndTheirLengthsRight() {
        TestAvp plmn = TestAvp.raw(18, V | M, 10415, ascii("00101"));
        TestAvp ps = TestAvp.raw(874, V | M, 10415, TestAvp.encode(List.of(plmn)));
        TestAvp service = TestAvp.raw(873, V | M, 10415, TestAvp.encode(List.of(ps)));
        assertThat(edited("{ set = Service-Information.PS-Information.3GPP-SGSN-MCC-MNC, value = \"00101\" }", SESSION))
                .isEqualTo(request(SESSION, service));
        TestAvp other = TestAvp.raw(8, V | M, 10415, ascii("00102"));
        TestAvp both = TestAvp.raw(874, V | M, 10415, TestAvp.encode(List.of(plmn, other)));
        assertThat(edited("{ add = Service-Information.PS-Information.3GPP-IMSI-MCC-MNC, value = \"00102\" }", service))
                .isEqualTo(request(TestAvp.raw(873, V | M, 10415, TestAvp.encode(List.of(both)))));
    }

    @Test
    void partsOfTextsAreReplaced() {
        assertThat(edited(
                        "{ replace = Destination-Realm, regex = \"^(.*)\\\\.example$\", with = \"$1.{from}.$$\" }",
                        REALM))
                .isEqualTo(request(TestAvp.text(283, "old.mme.visited.example.$")));
        assertThat(edited("{ replace = User-Name, regex = \"0\", with = \"\" }", IMSI))
                .isEqualTo(request(TestAvp.text(1, "111")));
        assertThat(edited("{ replace = User-Name, regex = \"^9\", with = x }", IMSI))
                .isEqualTo(request(IMSI));
        TestAvp noText = TestAvp.of(1, (byte) 0xff, (byte) '0');
        assertThat(edited("{ replace = User-Name, regex = \"0\", with = x }", noText))
                .isEqualTo(request(noText));
    }

    @Test
    void templatesComeFromTheMessageAsItWasReceived() {
        assertThat(edited(
                        "{ set = Destination-Realm, value = new.example }, "
                                + "{ add = User-Name, value = \"{imsi}@{destination-realm} via {from}, {{x}\" }",
                        REALM,
                        IMSI))
                .isEqualTo(request(
                        TestAvp.text(283, "new.example"),
                        IMSI,
                        TestAvp.text(1, "001010000000001@old.example via mme.visited.example, {x}")));
        assertThat(edited("{ add = User-Name, value = \"{msisdn}\" }", subscription(0, "0049")))
                .isEqualTo(request(subscription(0, "0049"), TestAvp.text(1, "0049")));
    }

    @Test
    void withoutAValueForATemplateTheEditDoesNotHappenAndTheOthersDo() {
        assertThat(edited(
                        "{ set = User-Name, value = \"{destination-host}\" }, { remove = Destination-Realm-1 }"
                                .replace("{ remove = Destination-Realm-1 }", "{ remove = Class }"),
                        IMSI,
                        TestAvp.text(25, "c")))
                .isEqualTo(request(IMSI));
    }

    @Test
    void editsAreDoneInTheirOrder() {
        assertThat(edited(
                        "{ set = User-Name, value = a }, { remove = User-Name }, { add = User-Name, value = b }, "
                                + "{ replace = User-Name, regex = b, with = c }",
                        IMSI,
                        SESSION))
                .isEqualTo(request(SESSION, TestAvp.text(1, "c")));
    }

    @Test
    void whatIsMalformedStaysAsItIs() {
        TestAvp torn = TestAvp.of(443, (byte) 0, (byte) 0, (byte) 1, (byte) 0xc2, (byte) 0x40, (byte) 0, (byte) 1);
        assertThat(edited("{ remove = Subscription-Id.Subscription-Id-Type }", torn, subscription(1, "001")))
                .isEqualTo(request(torn, TestAvp.group(443, TestAvp.text(444, "001"))));
        byte[] broken = request(SESSION, REALM);
        broken[broken.length - REALM.data().length - 2] = 0x7f;
        assertThat(edited(EditTexts.request("{ remove = Session-Timeout }"), broken))
                .isEqualTo(broken);
    }

    @Test
    void aMessageThatWouldBecomeTooLongIsNone() {
        byte[] value = new byte[4000];
        Arrays.fill(value, (byte) 'x');
        String long1 = new String(value, StandardCharsets.US_ASCII);
        AvpEditor small = new AvpEditor(4096);
        byte[] request = request(SESSION);
        EditPlan one = EditTexts.request("{ add = User-Name, value = \"" + long1 + "\" }");
        assertThat(small.start(message(request), "a").apply(one).result()).isNotNull();
        assertThat(small.start(message(request), "a").apply(one).apply(one).result())
                .isNull();
        // The next message finds nothing left of it.
        assertThat(small.start(message(request), "a")
                        .apply(EditTexts.request("{ remove = User-Name }"))
                        .result())
                .isNotNull();
    }

    @Test
    void onlyWhatAddsOrRemovesRoutingAvpsNeedsASecondLook() {
        TestAvp[] avps = {SESSION, REALM, IMSI, TestAvp.text(282, "mme.visited.example"), TestAvp.text(25, "class")};
        String rewrites = "{ set = Destination-Realm, value = new.example.org }, { set = User-Name, value = \"001\" }";
        assertThat(follows(rewrites, avps)).isTrue();
        assertThat(follows("{ remove = Class }, { add = State, value = \"00\" }", avps))
                .isTrue();
        assertThat(follows("{ remove = User-Name }", avps)).isFalse();
        assertThat(follows("{ set = Destination-Host, value = hss.home.example }", avps))
                .isFalse();
        assertThat(follows("{ set = Class, value = \"01\" }, { set = Class, value = \"02\" }", avps))
                .isFalse();
    }

    private boolean follows(String edits, TestAvp... avps) {
        byte[] request = request(avps);
        RoutingAvps found = new RoutingAvps();
        assertThat(found.scan(message(request))).isZero();
        edited(EditTexts.request(edits), request);
        return editor.follow(found);
    }
}
