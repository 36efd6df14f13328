package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.DiameterArbitraries;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    @Test
    void writesTheTypesOfTheBaseProtocol() throws UnknownHostException {
        ByteBuf out = dirty();
        MessageWriter writer = MessageWriter.begin(out, 0x80, 257, 0, 7, 9);
        writer.text(264, "relay.example")
                .optionalText(269, "Realmgate")
                .unsigned32(266, 0)
                .unsigned32(1032, 0x40, 10415, 1004)
                .unsigned64(447, 0x40, 0, 0x0102030405060708L)
                .bytes(33, new byte[] {1, 2, 3})
                .address(257, InetAddress.getByAddress(new byte[] {10, 0, 0, 1}))
                .address(257, InetAddress.getByAddress(new byte[16]));

        int length = writer.end();

        byte[] expected = TestMessage.of(
                0x80,
                257,
                0,
                7,
                9,
                List.of(
                        TestAvp.text(264, "relay.example"),
                        TestAvp.raw(269, 0, 0, "Realmgate".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        TestAvp.u32(266, 0),
                        TestAvp.raw(1032, 0xc0, 10415, new byte[] {0, 0, 3, (byte) 0xec}),
                        TestAvp.of(447, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}),
                        TestAvp.of(33, new byte[] {1, 2, 3}),
                        TestAvp.of(257, new byte[] {0, 1, 10, 0, 0, 1}),
                        TestAvp.of(257, new byte[] {0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})));
        assertThat(length).isEqualTo(expected.length);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(ByteBufUtil.hexDump(expected));
    }

    @Test
    void nestsGroups() {
        ByteBuf out = dirty();
        MessageWriter writer = MessageWriter.begin(out, 0, 1, 2, 3, 4);
        int outer = writer.beginGroup(279, AvpCursor.FLAG_MANDATORY, 0);
        int inner = writer.beginGroup(284, 0, 10415);
        writer.text(280, "a").endGroup(inner).text(33, "b").endGroup(outer).end();

        byte[] deep = TestAvp.encode(List.of(TestAvp.text(280, "a")));
        TestAvp group = TestAvp.group(279, TestAvp.raw(284, 0x80, 10415, deep), TestAvp.text(33, "b"));
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo(ByteBufUtil.hexDump(TestMessage.of(0, 1, 2, 3, 4, List.of(group))));
    }

    @Test
    @Conforms({"6733:3/t-bit-answer", "6733:3/hop-by-hop-answer", "6733:3/reserved-bits"})
    void answersWithTheRequestsIdentifiersAndOnlyItsProxiableBit() {
        byte[] request = TestMessage.of(0xff, 316, 16777251, 0x80000001, 0xdeadbeef, List.of(TestAvp.of(263)));
        DiameterMessage message = new DiameterMessage().wrap(Fenced.exact(request), 0, request.length);
        ByteBuf out = Unpooled.buffer();

        MessageWriter.answer(out, message, DiameterMessage.FLAG_ERROR).end();

        byte[] expected = TestMessage.of(0x60, 316, 16777251, 0x80000001, 0xdeadbeef, List.of());
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(ByteBufUtil.hexDump(expected));
    }

    @Test
    void anAvpWithoutVendorNeverHasTheVendorBit() {
        ByteBuf out = Unpooled.buffer();
        MessageWriter writer = MessageWriter.begin(out, 0, 1, 2, 3, 4);
        writer.bytes(999, TestAvp.V | TestAvp.M, 0, new byte[] {1});
        writer.unsigned32(998, TestAvp.V, 0, 1);
        int length = writer.end();

        AvpCursor cursor = new AvpCursor().over(new DiameterMessage().wrap(out, 0, length));
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.flags()).isEqualTo(TestAvp.M);
        assertThat(cursor.dataLength()).isOne();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.flags()).isZero();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.malformed()).isFalse();
    }

    @Test
    void appendsBehindWhatTheBufferHolds() {
        ByteBuf out = dirty().writeBytes(new byte[] {9, 9, 9});
        MessageWriter.begin(out, 0, 1, 2, 3, 4).end();
        int second = MessageWriter.begin(out, 0, 1, 2, 3, 4).text(1, "abcde").end();
        assertThat(out.readableBytes()).isEqualTo(3 + 20 + second);
        assertThat(out.getMedium(4)).isEqualTo(20);
        assertThat(out.getMedium(24)).isEqualTo(36);
    }

    @Property
    void whatItWritesIsWhatTheRfcSays(
            @ForAll("avps") List<TestAvp> avps, @ForAll @IntRange(max = 255) int flags, @ForAll int id) {
        ByteBuf out = dirty();
        MessageWriter writer = MessageWriter.begin(out, flags, 0xffffff & id, id, ~id, id);
        for (TestAvp avp : avps) {
            if (!avp.hasVendor() || avp.vendor() != 0) {
                writer.bytes(avp.code(), avp.flags(), avp.hasVendor() ? avp.vendor() : 0, avp.data());
            }
        }
        int length = writer.end();

        List<TestAvp> written =
                avps.stream().filter(a -> !a.hasVendor() || a.vendor() != 0).toList();
        byte[] expected = TestMessage.of(flags, 0xffffff & id, id, ~id, id, written);
        assertThat(length).isEqualTo(expected.length);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(ByteBufUtil.hexDump(expected));
        DiameterMessage message = new DiameterMessage().wrap(out, 0, length);
        assertThat(message.flags()).isEqualTo(flags);
        assertThat(message.command()).isEqualTo(0xffffff & id);
        assertThat(message.hopByHop()).isEqualTo(~id);
    }

    @Property
    void copiesAvpsAsTheyStand(@ForAll("avps") List<TestAvp> avps) {
        byte[] source = TestMessage.of(0, 1, 2, 3, 4, avps);
        ByteBuf out = dirty();
        MessageWriter writer = MessageWriter.begin(out, 0, 1, 2, 3, 4);
        AvpCursor cursor = new AvpCursor().over(new DiameterMessage().wrap(Fenced.exact(source), 0, source.length));
        while (cursor.next()) {
            writer.copy(cursor.bytes(), cursor.start(), cursor.length());
        }
        writer.end();
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(ByteBufUtil.hexDump(source));
    }

    /** A buffer whose memory was used before, so that padding that is not written shows. */
    private static ByteBuf dirty() {
        ByteBuf buffer = Unpooled.buffer(8192);
        while (buffer.isWritable()) {
            buffer.writeLong(-1);
        }
        return buffer.clear();
    }

    @Provide
    Arbitrary<List<TestAvp>> avps() {
        return DiameterArbitraries.avps();
    }
}
