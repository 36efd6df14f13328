package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.realmgate.agent.testkit.TrackingAllocator;
import org.junit.jupiter.api.Test;

class ChunkTest {
    private final TrackingAllocator allocator = new TrackingAllocator();
    private final ChunkBudget budget = new ChunkBudget(300);

    @Test
    void isChargedUntilItsLastHolderLetsGo() {
        Chunk chunk = Chunk.allocate(allocator, 100, budget);
        ByteBuf bytes = chunk.bytes();
        assertThat(chunk.isShared()).isFalse();
        assertThat(budget.used()).isEqualTo(100);

        assertThat(chunk.hold()).isSameAs(chunk);
        chunk.hold();
        assertThat(chunk.isShared()).isTrue();
        chunk.drop();
        assertThat(chunk.isShared()).isTrue();
        chunk.drop();
        assertThat(chunk.isShared()).isFalse();
        assertThat(bytes.refCnt()).isOne();

        chunk.drop();
        assertThat(bytes.refCnt()).isZero();
        assertThat(budget.used()).isZero();
        allocator.assertNothingHeld();
    }

    @Test
    void doesNotGrow() {
        Chunk chunk = Chunk.allocate(allocator, 100, budget);
        chunk.bytes().writeZero(100);
        assertThat(chunk.bytes().isWritable()).isFalse();
        assertThatThrownBy(() -> chunk.bytes().writeByte(1)).isInstanceOf(IndexOutOfBoundsException.class);
        chunk.drop();
    }

    @Test
    void bytesOnTheirWayOutOutliveTheChunk() {
        Chunk chunk = Chunk.allocate(allocator, 100, budget);
        ByteBuf leaving = chunk.bytes().writeLong(42).retainedSlice(0, 8);
        chunk.drop();
        assertThat(budget.used()).isZero();
        assertThat(leaving.getLong(0)).isEqualTo(42);
        leaving.release();
        allocator.assertNothingHeld();
    }

    @Test
    void theBudgetIsExhaustedAtItsLimitButStillGivesWay() {
        Chunk first = Chunk.allocate(allocator, 299, budget);
        assertThat(budget.exhausted()).isFalse();
        Chunk second = Chunk.allocate(allocator, 1, budget);
        assertThat(budget.exhausted()).isTrue();
        Chunk third = Chunk.allocate(allocator, 1000, budget);
        assertThat(budget.used()).isEqualTo(1300);

        third.drop();
        assertThat(budget.exhausted()).isTrue();
        second.drop();
        assertThat(budget.exhausted()).isFalse();
        first.drop();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aFailedAllocationIsNotCharged() {
        assertThatThrownBy(() -> Chunk.allocate(UnpooledByteBufAllocator.DEFAULT, -1, budget))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(budget.used()).isZero();
    }

    @Test
    void aChunkThatNobodyHoldsIsTheNextOne() {
        Chunk first = Chunk.allocate(allocator, 100, budget);
        Chunk second = Chunk.allocate(allocator, 100, budget);
        ByteBuf bytes = first.bytes();
        first.hold().drop();
        second.drop();
        first.drop();

        Chunk third = Chunk.allocate(allocator, 50, budget);
        assertThat(third).isSameAs(first);
        assertThat(third.isShared()).isFalse();
        assertThat(third.bytes()).isNotSameAs(bytes);
        Chunk fourth = Chunk.allocate(allocator, 50, budget);
        assertThat(fourth).isSameAs(second);
        assertThat(Chunk.allocate(allocator, 50, budget)).isNotIn(third, fourth);
        assertThat(budget.used()).isEqualTo(150);
    }
}
