package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingAvpsTest {
    private static final byte[] NOTHING = {};

    private final RoutingAvps avps = new RoutingAvps();

    @Test
    void findsEachRoutingAvpWhereItLies() {
        byte[] message = TestMessage.request(
                TestAvp.text(263, "mme;1;2"),
                TestAvp.text(264, "mme.visited.example"),
                TestAvp.text(296, "visited.example"),
                TestAvp.text(293, "hss.home.example"),
                TestAvp.text(283, "home.example"),
                TestAvp.text(1, "001010000000001"),
                TestAvp.u32(268, 2001),
                TestAvp.group(297, TestAvp.u32(298, 5001)),
                TestAvp.group(284, TestAvp.text(280, "relay"), TestAvp.of(33, new byte[3])),
                TestAvp.text(282, "relay.transit.example"));
        ByteBuf bytes = Fenced.exact(message);

        assertThat(avps.scan(new DiameterMessage().wrap(bytes, 0, message.length)))
                .isZero();

        assertThat(text(bytes, avps.sessionId())).isEqualTo("mme;1;2");
        assertThat(text(bytes, avps.originHost())).isEqualTo("mme.visited.example");
        assertThat(text(bytes, avps.originRealm())).isEqualTo("visited.example");
        assertThat(text(bytes, avps.destinationHost())).isEqualTo("hss.home.example");
        assertThat(text(bytes, avps.destinationRealm())).isEqualTo("home.example");
        assertThat(text(bytes, avps.userName())).isEqualTo("001010000000001");
        assertThat(avps.proxyInfoCount()).isOne();
        assertThat(bytes.getInt(avps.proxyInfo(0))).isEqualTo(284);
        assertThat(avps.routeRecordCount()).isOne();
        assertThat(text(bytes, avps.routeRecord(0))).isEqualTo("relay.transit.example");
    }

    @Test
    void findsWhatRoutingNeedsInAnUpdateLocationRequest() {
        byte[] message = TestMessage.updateLocation();
        assertThat(message).hasSize(400);
        RoutingView view = RoutingView.scan(avps, Fenced.exact(message), 0, message.length);
        assertThat(view.result()).isZero();
        assertThat(view.found()).containsOnlyKeys(1, 263, 264, 283, 296);
    }

    @Test
    void anEmptyMessageHasNoAvps() {
        RoutingView view = scan();
        assertThat(view).isEqualTo(new RoutingView(0, -1, 0, java.util.Map.of(), List.of(), List.of()));
    }

    @Test
    void seesARouteRecordBehindAThousandOtherAvps() {
        List<TestAvp> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(TestAvp.raw(1000 + i, i & 0xff, 10415, new byte[i % 7]));
        }
        many.add(TestAvp.text(282, "loop.example"));
        byte[] message = TestMessage.of(TestMessage.REQUEST, 316, 1, 2, 3, many);

        RoutingView view = RoutingView.scan(avps, Fenced.exact(message), 0, message.length);

        assertThat(view.result()).isZero();
        assertThat(view.routeRecords()).containsExactly(message.length - 20);
    }

    @Test
    void remembersEveryRouteRecordAndProxyInfo() {
        List<TestAvp> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(TestAvp.text(282, "r" + i));
            many.add(TestAvp.group(284));
        }
        byte[] message = TestMessage.of(TestMessage.REQUEST, 316, 1, 2, 3, many);

        RoutingView view = RoutingView.scan(avps, Fenced.exact(message), 0, message.length);

        assertThat(view).isEqualTo(ReferenceParser.route(message));
        assertThat(view.routeRecords()).hasSize(1000);
        assertThat(view.proxyInfos()).hasSize(1000);
    }

    @Test
    void takesEmptyValuesForWhatTheyAre() {
        RoutingView view = scan(TestAvp.of(293), TestAvp.of(283), TestAvp.of(282), TestAvp.of(263), TestAvp.of(999));
        assertThat(view.result()).isZero();
        assertThat(view.found()).containsOnlyKeys(263, 283, 293);
        assertThat(view.routeRecords()).hasSize(1);
    }

    @Test
    void ignoresSameCodesOfOtherVendorsAndInsideGroups() {
        TestAvp stranger = TestAvp.raw(293, TestAvp.V, 10415, "not.a.host".getBytes(StandardCharsets.UTF_8));
        RoutingView view = scan(stranger, stranger, TestAvp.group(279, TestAvp.of(282), TestAvp.of(293)));
        assertThat(view.result()).isZero();
        assertThat(view.found()).isEmpty();
        assertThat(view.routeRecords()).isEmpty();
    }

    @Test
    void ignoresFlagsThatItDoesNotKnow() {
        RoutingView view = scan(TestAvp.raw(283, 0x7f, 0, (byte) 'x'));
        assertThat(view.found()).containsKey(283);
    }

    @ParameterizedTest
    @ValueSource(ints = {263, 264, 282, 283, 284, 293, 296})
    void refusesAnInterpretedAvpThatClaimsVendorZero(int code) {
        RoutingView view = scan(TestAvp.of(999, (byte) 1), TestAvp.raw(code, TestAvp.V, 0, new byte[5]));
        assertThat(view.result()).isEqualTo(ResultCodes.INVALID_AVP_BITS);
        assertThat(view.faultStart()).isEqualTo(32);
        assertThat(view.faultLength()).isEqualTo(17);
    }

    @Test
    void letsOpaqueAvpsClaimVendorZero() {
        RoutingView view = scan(TestAvp.raw(999, TestAvp.V, 0, NOTHING), TestAvp.raw(258, TestAvp.V, 0, NOTHING));
        assertThat(view.result()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {283, 293})
    void refusesASecondDestination(int code) {
        RoutingView view = scan(TestAvp.text(code, "a.example"), TestAvp.text(code, "b.example"), TestAvp.of(282));
        assertThat(view.result()).isEqualTo(ResultCodes.AVP_OCCURS_TOO_MANY_TIMES);
        assertThat(view.faultStart()).isEqualTo(40);
        assertThat(view.faultLength()).isEqualTo(17);
        assertThat(view.found()).containsEntry(code, 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 13, 0xfffffc, 0xffffff})
    void refusesAnAvpLengthThatCannotBe(int claimed) {
        byte[] message = TestMessage.request(TestAvp.of(999, new byte[4]));
        message[25] = (byte) (claimed >>> 16);
        message[26] = (byte) (claimed >>> 8);
        message[27] = (byte) claimed;

        RoutingView view = RoutingView.scan(avps, Fenced.exact(message), 0, message.length);

        assertThat(view.result()).isEqualTo(ResultCodes.INVALID_AVP_LENGTH);
        assertThat(view.faultStart()).isEqualTo(20);
        assertThat(view.faultLength()).isEqualTo(12);
    }

    @Test
    void refusesAVendorAvpTooShortForItsVendor() {
        byte[] message = TestMessage.request(TestAvp.raw(999, TestAvp.V, 5, new byte[8]));
        message[27] = 11;
        RoutingView view = RoutingView.scan(avps, Fenced.exact(message), 0, message.length);
        assertThat(view.result()).isEqualTo(ResultCodes.INVALID_AVP_LENGTH);
        assertThat(view.faultStart()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void refusesATornHeaderAtTheEnd(int octets) {
        byte[] whole = TestMessage.request(TestAvp.of(999, new byte[4]), TestAvp.of(282));
        byte[] torn = java.util.Arrays.copyOf(whole, 32 + octets);

        RoutingView view = RoutingView.scan(avps, Fenced.exact(torn), 0, torn.length);

        assertThat(view.result()).isEqualTo(ResultCodes.INVALID_AVP_LENGTH);
        assertThat(view.faultStart()).isEqualTo(32);
        assertThat(view.faultLength()).isEqualTo(octets);
    }

    @Test
    void aGroupOfAMebibyteNestedToTheBottomIsOneAvp() {
        int depth = (1 << 20) / 8;
        ByteBuf bytes = Unpooled.buffer(20 + depth * 8);
        bytes.writeZero(20);
        for (int i = depth; i > 0; i--) {
            bytes.writeInt(284).writeInt(TestAvp.M << 24 | i * 8);
        }
        RoutingView view = RoutingView.scan(avps, bytes, 0, bytes.readableBytes());
        assertThat(view.result()).isZero();
        assertThat(view.proxyInfos()).containsExactly(20);
    }

    @Test
    void dataLengthLeavesTheHeaderOut() {
        ByteBuf bytes = Fenced.exact(TestMessage.request(TestAvp.text(283, "home.example"), TestAvp.of(282)));
        assertThat(RoutingAvps.dataLength(bytes, 20)).isEqualTo(12);
        assertThat(RoutingAvps.dataLength(bytes, 40)).isZero();
    }

    private RoutingView scan(TestAvp... list) {
        byte[] message = TestMessage.request(list);
        return RoutingView.scan(avps, Fenced.exact(message), 0, message.length);
    }

    private static String text(ByteBuf bytes, int at) {
        return bytes.toString(at + 8, RoutingAvps.dataLength(bytes, at), StandardCharsets.UTF_8);
    }
}
