package io.realmgate.agent.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import org.junit.jupiter.api.Test;

class ReceiveBufferTest {
    private final ChannelConfig one = new TestChannel().config();
    private final ChannelConfig other = new TestChannel().config();
    private final ReceiveBuffer received = new ReceiveBuffer();

    private static ByteBuf read(ChannelConfig socket, String octets) {
        ByteBuf bytes = socket.<RecvByteBufAllocator>getRecvByteBufAllocator()
                .newHandle()
                .allocate(PooledByteBufAllocator.DEFAULT);
        assertThat(bytes.readableBytes()).isZero();
        assertThat(bytes.maxWritableBytes()).isEqualTo(ReceiveBuffer.OCTETS);
        bytes.writeBytes(octets.getBytes(US_ASCII));
        return bytes;
    }

    @Test
    void allSocketsAreReadIntoOneBuffer() {
        received.join(one);
        received.join(other);
        ByteBuf first = read(one, "first");
        first.release();
        ByteBuf second = read(other, "second");
        assertThat(second).isSameAs(first);
        second.release();
        received.leave();
        assertThat(first.refCnt()).isOne();
        received.leave();
        assertThat(first.refCnt()).isZero();
    }

    @Test
    void whatSomebodyKeepsIsLeftToThem() {
        received.join(one);
        ByteBuf kept = read(one, "kept");
        ByteBuf next = read(one, "next");
        assertThat(next).isNotSameAs(kept);
        assertThat(kept.toString(US_ASCII)).isEqualTo("kept");
        assertThat(kept.refCnt()).isOne();
        kept.release();
        received.leave();
        assertThat(next.refCnt()).isOne();
        next.release();
        assertThat(next.refCnt()).isZero();
    }

    @Test
    void aLoopThatHadNoConnectionForAWhileHasABufferAgain() {
        received.join(one);
        read(one, "before").release();
        received.leave();
        received.join(other);
        ByteBuf after = read(other, "after");
        assertThat(after.refCnt()).isEqualTo(2);
        after.release();
        received.leave();
        assertThat(after.refCnt()).isZero();
    }

    /** A view of octets that were given back shows others, so that whoever still looks at them is found by a test. */
    @Test
    void whatWasReadBeforeIsGone() {
        received.join(one);
        ByteBuf bytes = read(one, "secret");
        bytes.release();
        read(one, "").release();
        assertThat(bytes.getByte(0)).isNotEqualTo((byte) 's');
        received.leave();
    }
}
