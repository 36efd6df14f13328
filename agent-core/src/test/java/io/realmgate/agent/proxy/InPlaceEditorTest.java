package io.realmgate.agent.proxy;

import static io.realmgate.agent.testkit.TestAvp.M;
import static io.realmgate.agent.testkit.TestAvp.V;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Edits that are done where the message lies, and those that are not. */
class InPlaceEditorTest {
    private static final TestAvp SESSION = TestAvp.text(263, "s;1");
    private static final TestAvp REALM = TestAvp.text(283, "old.example");
    private static final TestAvp IMSI = TestAvp.text(1, "001010000000001");
    private static final String BOTH =
            "{ set = Destination-Realm, value = new.example1 }, { set = User-Name, value = \"999990000000001\" }";

    private final InPlaceEditor editor = new InPlaceEditor();
    private byte[] result = {};

    /** Whether the edits were done; what is around the message stays as it is in any case. */
    private boolean edits(EditPlan plan, byte[] octets) {
        ByteBuf bytes = Unpooled.buffer().writeLong(7).writeBytes(octets).writeLong(7);
        DiameterMessage message = new DiameterMessage().wrap(bytes, 8, octets.length);
        RoutingAvps avps = new RoutingAvps();
        assertThat(avps.scan(message, plan.wanted())).isZero();
        boolean done = editor.apply(plan, message, avps.listed());
        result = new byte[octets.length];
        bytes.getBytes(8, result);
        assertThat(bytes.getLong(0)).isEqualTo(7);
        assertThat(bytes.getLong(8 + octets.length)).isEqualTo(7);
        return done;
    }

    private boolean edits(String edits, TestAvp... avps) {
        return edits(EditTexts.request(edits), TestMessage.request(avps));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void valuesThatAreAsLongStandWhereTheOldOnesStood() {
        assertThat(edits(BOTH, REALM, SESSION, IMSI)).isTrue();
        // One octet more, which was padding.
        assertThat(result)
                .isEqualTo(TestMessage.request(
                        TestAvp.text(283, "new.example1"), SESSION, TestAvp.text(1, "999990000000001")));
    }

    @Test
    void everyAvpGetsTheValueAndKeepsItsFlags() {
        TestAvp optional = TestAvp.raw(1, 0x20, 0, ascii("0123"));
        assertThat(edits("{ set = User-Name, value = abcd }", TestAvp.text(1, "zyx"), SESSION, optional))
                .isTrue();
        assertThat(result)
                .isEqualTo(
                        TestMessage.request(TestAvp.text(1, "abcd"), SESSION, TestAvp.raw(1, 0x20, 0, ascii("abcd"))));
        TestAvp plmn = TestAvp.raw(1407, V | M | 0x20, 10415, (byte) 1, (byte) 2, (byte) 3);
        assertThat(edits("{ set = Visited-PLMN-Id, value = \"0x00f110\" }", plmn))
                .isTrue();
        assertThat(result)
                .isEqualTo(TestMessage.request(
                        TestAvp.raw(1407, V | M | 0x20, 10415, (byte) 0, (byte) 0xf1, (byte) 0x10)));
    }

    @Test
    void whatComesToAnythingElseIsLeft() {
        // Another length, of one of them; one that is not there; a vendor's; what depends on the message; what is no
        // set.
        isLeft(BOTH, REALM, SESSION, TestAvp.text(1, "1"));
        isLeft(BOTH, REALM, SESSION, IMSI, TestAvp.text(1, "1"));
        isLeft(BOTH, REALM, SESSION);
        isLeft("{ set = User-Name, value = abcd }", TestAvp.raw(1, V, 10415, ascii("0123")));
        isLeft("{ set = User-Name, value = \"{destination-realm}\" }", REALM, TestAvp.text(1, "old.example"));
        isLeft("{ remove = User-Name }", SESSION, IMSI);
        isLeft(BOTH + ", { add = Class, value = x }", REALM, SESSION, IMSI);
        isLeft("{ set = User-Name, value = abcd }, { set = User-Name, value = efgh }", TestAvp.text(1, "0123"));
        isLeft(
                "{ set = Vendor-Specific-Application-Id.Vendor-Id, value = 10415 }",
                TestAvp.group(260, TestAvp.u32(266, 1)));
    }

    private void isLeft(String edits, TestAvp... avps) {
        assertThat(edits(edits, avps)).isFalse();
        assertThat(result).isEqualTo(TestMessage.request(avps));
    }

    /** A message whose AVPs nobody has listed is not walked over. */
    @Test
    void aListOfOtherAvpsIsNone() {
        byte[] octets = TestMessage.request(IMSI);
        DiameterMessage message = new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
        RoutingAvps avps = new RoutingAvps();
        assertThat(avps.scan(message)).isZero();
        assertThat(editor.apply(
                        EditTexts.request("{ set = User-Name, value = \"999990000000001\" }"), message, avps.listed()))
                .isFalse();
    }

    /** Whatever is done in place is what the other editor makes of the message. */
    @Test
    void isWhatTheOtherEditorMakesOfIt() {
        Random random = new Random(1);
        AvpEditor other = new AvpEditor(1 << 16);
        List<EditPlan> plans = Stream.of("abcdef", "cdef", "f")
                .map(value ->
                        EditTexts.request("{ set = User-Name, value = " + value + " }, { set = Class, value = uvwx }"))
                .toList();
        int done = 0;
        for (int i = 0; i < 5000; i++) {
            List<TestAvp> avps = new ArrayList<>();
            for (int n = random.nextInt(8); n >= 0; n--) {
                int flags = random.nextInt(8) == 0 ? V : random.nextBoolean() ? M : 0;
                avps.add(TestAvp.raw(
                        List.of(1, 25, 33, 65).get(random.nextInt(4)), flags, 10415, new byte[1 + random.nextInt(6)]));
            }
            byte[] octets = TestMessage.request(avps.toArray(TestAvp[]::new));
            EditPlan plan = plans.get(random.nextInt(plans.size()));
            if (edits(plan, octets)) {
                done++;
                DiameterMessage message = new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
                DiameterMessage expected = Objects.requireNonNull(
                        other.start(message, "a").apply(plan).result());
                byte[] all = new byte[expected.length()];
                expected.bytes().getBytes(expected.start(), all);
                assertThat(result).isEqualTo(all);
            } else {
                assertThat(result).isEqualTo(octets);
            }
        }
        assertThat(done).isBetween(100, 4900);
    }
}
