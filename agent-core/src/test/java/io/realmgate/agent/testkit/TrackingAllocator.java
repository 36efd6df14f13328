package io.realmgate.agent.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.ArrayList;
import java.util.List;

/** An allocator that remembers every buffer it gave out. One thread. */
public final class TrackingAllocator extends AbstractByteBufAllocator {
    private final List<ByteBuf> all = new ArrayList<>();

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return track(new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity));
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return track(new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity));
    }

    private ByteBuf track(ByteBuf buffer) {
        all.add(buffer);
        return buffer;
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    /** Buffers handed out so far. */
    public int allocations() {
        return all.size();
    }

    /** Octets of the buffers that are still held by somebody. */
    public long liveOctets() {
        long octets = 0;
        for (ByteBuf buffer : all) {
            octets += buffer.refCnt() > 0 ? buffer.capacity() : 0;
        }
        return octets;
    }

    public long liveBuffers() {
        return all.stream().filter(buffer -> buffer.refCnt() > 0).count();
    }

    public void assertNothingHeld() {
        assertThat(liveBuffers()).as("buffers still held of %s", all.size()).isZero();
    }
}
