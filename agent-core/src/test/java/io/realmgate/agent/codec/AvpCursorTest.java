package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import org.junit.jupiter.api.Test;

class AvpCursorTest {
    private final AvpCursor cursor = new AvpCursor();

    @Test
    void readsEveryFieldOfAnAvp() {
        over(
                TestAvp.u32(268, 0xfffffff0),
                TestAvp.raw(1407, TestAvp.V | TestAvp.M, 0xfffffffe, (byte) 1, (byte) 2, (byte) 3),
                TestAvp.text(283, "größe.example"));

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.start()).isEqualTo(20);
        assertThat(cursor.code()).isEqualTo(268);
        assertThat(cursor.is(268)).isTrue();
        assertThat(cursor.is(283)).isFalse();
        assertThat(cursor.flags()).isEqualTo(TestAvp.M);
        assertThat(cursor.hasVendor()).isFalse();
        assertThat(cursor.vendor()).isZero();
        assertThat(cursor.length()).isEqualTo(12);
        assertThat(cursor.dataStart()).isEqualTo(28);
        assertThat(cursor.dataLength()).isEqualTo(4);
        assertThat(cursor.unsigned32()).isEqualTo(0xfffffff0);

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.start()).isEqualTo(32);
        assertThat(cursor.flags()).isEqualTo(TestAvp.V | TestAvp.M);
        assertThat(cursor.vendor()).isEqualTo(0xfffffffe);
        assertThat(cursor.is(1407)).isFalse();
        assertThat(cursor.dataStart()).isEqualTo(44);
        assertThat(cursor.dataLength()).isEqualTo(3);

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.text()).isEqualTo("größe.example");

        assertThat(cursor.next()).isFalse();
        assertThat(cursor.malformed()).isFalse();
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void hasNothingToSayBeforeItIsGivenBytes() {
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.malformed()).isFalse();
    }

    @Test
    void walksAGroupAndLeavesTheOuterCursorWhereItStood() {
        over(TestAvp.group(284, TestAvp.text(280, "relay"), TestAvp.of(33)), TestAvp.of(282));
        assertThat(cursor.next()).isTrue();

        AvpCursor inner = new AvpCursor().inside(cursor);
        assertThat(inner.next()).isTrue();
        assertThat(inner.text()).isEqualTo("relay");
        assertThat(inner.next()).isTrue();
        assertThat(inner.code()).isEqualTo(33);
        assertThat(inner.next()).isFalse();
        assertThat(inner.malformed()).isFalse();

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.code()).isEqualTo(282);
    }

    @Test
    void walksAGroupOfAVendor() {
        byte[] inner = TestAvp.encode(java.util.List.of(TestAvp.u32(266, 7)));
        over(TestAvp.raw(260, TestAvp.V, 10415, inner));
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.inside(cursor).next()).isTrue();
        assertThat(cursor.unsigned32()).isEqualTo(7);
    }

    @Test
    void anInnerAvpMayNotReachBeyondItsGroup() {
        byte[] message = TestMessage.request(TestAvp.group(284, TestAvp.of(33, new byte[4])), TestAvp.of(282));
        message[35] = 20;
        cursor.over(new DiameterMessage().wrap(Fenced.exact(message), 0, message.length));
        assertThat(cursor.next()).isTrue();

        assertThat(cursor.inside(cursor).next()).isFalse();
        assertThat(cursor.malformed()).isTrue();
        assertThat(cursor.start()).isEqualTo(28);
        assertThat(cursor.length()).isEqualTo(12);
    }

    @Test
    void theLastAvpOfAGroupMayLackItsPadding() {
        byte[] message = TestMessage.request(TestAvp.group(284, TestAvp.of(33, (byte) 1)), TestAvp.of(282));
        message[27] = 17;
        cursor.over(new DiameterMessage().wrap(Fenced.exact(message), 0, message.length));
        assertThat(cursor.next()).isTrue();
        AvpCursor inner = new AvpCursor().inside(cursor);
        assertThat(inner.next()).isTrue();
        assertThat(inner.dataLength()).isOne();
        assertThat(inner.next()).isFalse();
        assertThat(inner.malformed()).isFalse();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.code()).isEqualTo(282);
    }

    @Test
    void whatItSaysOfAMalformedAvpLiesInsideTheWindow() {
        ByteBuf bytes = Fenced.exact(new byte[] {0, 0, 1, 26, 0, (byte) 0xff, (byte) 0xff, (byte) 0xfc});
        assertThat(cursor.over(bytes, 0, 8).next()).isFalse();
        assertThat(cursor.malformed()).isTrue();
        assertThat(cursor.start()).isZero();
        assertThat(cursor.length()).isEqualTo(8);

        assertThat(cursor.over(bytes, 0, 3).next()).isFalse();
        assertThat(cursor.malformed()).isTrue();
        assertThat(cursor.length()).isEqualTo(3);
    }

    @Test
    void staysPutOnceMalformed() {
        byte[] message = TestMessage.request(TestAvp.of(1, new byte[4]), TestAvp.of(282));
        message[27] = 7;
        cursor.over(new DiameterMessage().wrap(Fenced.exact(message), 0, message.length));
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.start()).isEqualTo(20);
        assertThat(cursor.malformed()).isTrue();
    }

    @Test
    void climbsDownADeepGroupWithoutAStack() {
        int depth = (1 << 20) / 8;
        ByteBuf bytes = Unpooled.buffer(depth * 8);
        for (int i = depth; i > 0; i--) {
            bytes.writeInt(284).writeInt(i * 8);
        }
        cursor.over(bytes, 0, depth * 8);
        int levels = 0;
        while (cursor.next()) {
            levels++;
            cursor.inside(cursor);
        }
        assertThat(levels).isEqualTo(depth);
        assertThat(cursor.malformed()).isFalse();
    }

    private void over(TestAvp... avps) {
        byte[] message = TestMessage.request(avps);
        cursor.over(new DiameterMessage().wrap(Fenced.exact(message), 0, message.length));
    }
}
