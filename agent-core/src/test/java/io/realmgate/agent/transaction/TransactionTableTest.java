package io.realmgate.agent.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realmgate.agent.codec.Chunk;
import io.realmgate.agent.codec.ChunkBudget;
import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TrackingAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTableTest {
    private static final long LATER = 1_000_000;

    private final DeadlineWheel<String> wheel = new DeadlineWheel<>(10, 0, 4);
    private final TransactionTable<String> table = new TransactionTable<>("hss", 100, 1000, wheel);

    private TransactionTable<String> asker(String name) {
        return new TransactionTable<>(name, 0, 1000, wheel);
    }

    @Test
    @Conforms("6733:3/hop-by-hop-unique")
    void identifiersAreConsecutiveFromTheFirst() {
        for (int i = 0; i < 50; i++) {
            assertThat(open(table).hopByHop()).isEqualTo(100 + i);
        }
        assertThat(table.size()).isEqualTo(50);
        assertThat(wheel.size()).isEqualTo(50);
    }

    @Test
    void anAnswerTakesItsRequestOnce() {
        open(table).from(asker("mme"), 7, 42);
        PendingRequest<String> taken = take(table, 100);
        assertThat(taken.origin()).isEqualTo("mme");
        assertThat(taken.originHopByHop()).isEqualTo(7);
        assertThat(taken.start()).isEqualTo(42);
        assertThat(table.take(100)).isNull();
        table.recycle(taken);
        assertThat(table.take(100)).isNull();
        assertThat(table.size() + wheel.size()).isZero();
    }

    @Test
    void anAnswerThatWasNeverAskedForTakesNothing() {
        open(table);
        for (int other : new int[] {99, 101, 100 + 16, 100 - 16, 100 + (1 << 31), 0, -1}) {
            assertThat(table.take(other)).isNull();
        }
        assertThat(table.size()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE - 20, -20, Integer.MIN_VALUE, 0})
    void identifiersWrapAroundInThirtyTwoBits(int first) {
        TransactionTable<String> wrapping = new TransactionTable<>("hss", first, 100, wheel);
        for (int i = 0; i < 60; i++) {
            assertThat(open(wrapping).hopByHop()).isEqualTo(first + i);
        }
        for (int i = 59; i >= 0; i--) {
            assertThat(take(wrapping, first + i).hopByHop()).isEqualTo(first + i);
        }
        assertThat(wrapping.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 13, 16, 17, 48, 1000})
    void refusesAtItsBoundAndGoesOnBelowIt(int bound) {
        TransactionTable<String> small = new TransactionTable<>("hss", 5, bound, wheel);
        for (int i = 0; i < bound; i++) {
            open(small);
        }
        assertThat(small.open(LATER)).isNull();
        assertThat(small.size()).isEqualTo(bound);
        if (bound > 0) {
            small.recycle(take(small, 5));
            assertThat(open(small).hopByHop()).isEqualTo(5 + bound);
            assertThat(small.open(LATER)).isNull();
        }
    }

    @Test
    @Conforms("6733:3/hop-by-hop-unique")
    void slowRequestsKeepTheirIdentifiersWhileOthersComeAndGo() {
        Set<Integer> slow = new HashSet<>();
        for (int i = 0; i < 11; i++) {
            slow.add(open(table).hopByHop());
        }
        Set<Integer> used = new HashSet<>(slow);
        for (int i = 0; i < 10_000; i++) {
            PendingRequest<String> quick = open(table);
            assertThat(used.add(quick.hopByHop())).isTrue();
            table.recycle(take(table, quick.hopByHop()));
        }
        assertThat(table.size()).isEqualTo(11);
        for (int identifier : slow) {
            assertThat(take(table, identifier).hopByHop()).isEqualTo(identifier);
        }
    }

    @Test
    void answersMayComeInAnyOrder() {
        TransactionTable<String> large = new TransactionTable<>("hss", -500, 100_000, wheel);
        List<Integer> identifiers = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            identifiers.add(open(large).hopByHop());
        }
        Collections.shuffle(identifiers, new Random(1));
        for (int identifier : identifiers) {
            large.recycle(take(large, identifier));
        }
        assertThat(large.size() + wheel.size()).isZero();
    }

    @Test
    void drainsOldestFirst() {
        for (int i = 0; i < 40; i++) {
            open(table);
        }
        table.recycle(take(table, 103));
        List<Integer> drained = new ArrayList<>();
        table.drain(pending -> {
            drained.add(pending.hopByHop());
            table.recycle(pending);
        });
        assertThat(drained).hasSize(39).isSorted().doesNotContain(103);
        assertThat(table.size() + wheel.size()).isZero();
        assertThat(table.take(110)).isNull();
        assertThat(open(table).hopByHop()).isEqualTo(140);
    }

    @Test
    void drainingMovesEachRequestToAnotherConnection() {
        TransactionTable<String> other = new TransactionTable<>("other", 9000, 25, wheel);
        for (int i = 0; i < 40; i++) {
            open(table).from(asker("origin " + i), i, i);
        }
        List<String> refused = new ArrayList<>();
        table.drain(pending -> {
            PendingRequest<String> again = other.open(LATER);
            if (again == null) {
                refused.add(pending.origin());
            } else {
                again.from(asker(pending.origin()), pending.originHopByHop(), pending.start());
            }
            table.recycle(pending);
        });
        assertThat(refused).hasSize(15).startsWith("origin 25");
        assertThat(take(other, 9024).origin()).isEqualTo("origin 24");
        assertThat(table.size()).isZero();
        assertThat(wheel.size()).isEqualTo(24);
    }

    @Test
    void drainingEndsWhateverTheConsumerDoesToTheTable() {
        for (int i = 0; i < 100; i++) {
            open(table);
        }
        List<Integer> drained = new ArrayList<>();
        table.drain(pending -> {
            drained.add(pending.hopByHop());
            table.recycle(pending);
            PendingRequest<String> another = table.take(199 - drained.size() + 1);
            if (another != null) {
                table.recycle(another);
            }
            if (drained.size() % 3 == 0) {
                open(table);
            }
        });
        assertThat(drained).doesNotHaveDuplicates().contains(100);
        assertThat(wheel.size()).isEqualTo(table.size());
    }

    @Test
    void keepsItsBytesUntilItIsRecycled() {
        TrackingAllocator allocator = new TrackingAllocator();
        ChunkBudget budget = new ChunkBudget(1000);
        Chunk chunk = Chunk.allocate(allocator, 100, budget);
        Chunk second = Chunk.allocate(allocator, 100, budget);
        PendingRequest<String> pending = open(table);
        pending.from(asker("mme"), 1, 1);
        assertThatThrownBy(pending::chunk).isInstanceOf(IllegalStateException.class);

        pending.keep(chunk, 12, 34);
        chunk.drop();
        assertThat(pending.chunk()).isSameAs(chunk);
        assertThat(pending.offset()).isEqualTo(12);
        assertThat(pending.length()).isEqualTo(34);
        pending.keep(second, 0, 8);
        second.drop();
        assertThat(budget.used()).isEqualTo(100);
        assertThat(table.keptOctets()).isEqualTo(8);

        table.recycle(take(table, 100));
        assertThat(table.keptOctets()).isZero();
        assertThat(budget.used()).isZero();
        allocator.assertNothingHeld();
        assertThatThrownBy(pending::origin).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(pending::chunk).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void reusesAFewEntriesAndLetsTheRestGo() {
        List<PendingRequest<String>> first = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            first.add(open(table));
        }
        table.drain(table::recycle);
        List<PendingRequest<String>> second = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            second.add(open(table));
        }
        assertThat(second).doesNotHaveDuplicates();
        assertThat(second.stream().filter(first::contains)).hasSize(4);
    }

    private static PendingRequest<String> open(TransactionTable<String> table) {
        PendingRequest<String> pending = table.open(LATER);
        if (pending == null) {
            throw new AssertionError("refused");
        }
        return pending;
    }

    private static PendingRequest<String> take(TransactionTable<String> table, int hopByHop) {
        PendingRequest<String> pending = table.take(hopByHop);
        if (pending == null) {
            throw new AssertionError("not pending: " + hopByHop);
        }
        return pending;
    }

    @Test
    void aConnectionThatIsGoneIsKnownToThoseWhoWaitForItsAnswers() {
        TransactionTable<String> mme = asker("mme");
        PendingRequest<String> here = open(table);
        here.from(mme, 1, 1);
        mme.close();
        assertThat(mme.open(LATER)).isNull();
        PendingRequest<String> late = open(table);
        late.from(mme, 2, 2);
        open(table).from(asker("other"), 3, 3);

        assertThat(here.origin()).isEqualTo("mme");
        assertThat(late.origin()).isEqualTo("mme");
        table.recycle(take(table, here.hopByHop()));
        assertThat(late.origin()).isEqualTo("mme");
        PendingRequest<String> again = open(table);
        again.from(asker("third"), 4, 4);
        assertThat(again.origin()).isEqualTo("third");
        assertThat(take(table, 102).origin()).isEqualTo("other");
    }

    @Test
    void anAskerOnAnotherLoopIsKnownToo() {
        DeadlineWheel<String> elsewhere = new DeadlineWheel<>(10, 0, 4);
        PendingRequest<String> pending = open(table);
        pending.from(new TransactionTable<>("afar", 0, 10, elsewhere), 1, 1);
        assertThat(pending.origin()).isEqualTo("afar");
        assertThat(pending.isOwn()).isFalse();
        table.recycle(take(table, pending.hopByHop()));
        assertThat(open(table).isOwn()).isTrue();
    }

    @Test
    void aTableIsNotGoneWhileItsRequestsWait() {
        PendingRequest<String> pending = open(table);
        table.close();
        assertThat(table.take(pending.hopByHop())).isSameAs(pending);
    }

    @Test
    void routesThatAreForgottenAreInNoSpareEntry() {
        Object first = new Object();
        PendingRequest<String> waits = open(table);
        waits.from(asker("mme"), 1, 1);
        waits.routed(first, 0, false);
        PendingRequest<String> spare = open(table);
        spare.from(asker("mme"), 1, 1);
        spare.routed(first, 0, false);
        table.recycle(take(table, spare.hopByHop()));

        wheel.forgetRoutes();
        assertThat(waits.route()).isSameAs(first);
        table.recycle(take(table, waits.hopByHop()));

        for (int i = 0; i < 2; i++) {
            PendingRequest<String> again = open(table);
            again.from(asker("mme"), 1, 1);
            assertThatThrownBy(again::route).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void requestsThatLieInOneChunkHoldItTogether() {
        TrackingAllocator allocator = new TrackingAllocator();
        Chunk chunk = Chunk.allocate(allocator, 100, new ChunkBudget(1000));
        PendingRequest<String> one = open(table);
        PendingRequest<String> other = open(table);
        one.keep(chunk, 0, 50);
        other.keep(chunk, 50, 50);
        assertThat(chunk.isShared()).isTrue();
        table.recycle(take(table, one.hopByHop()));
        assertThat(other.chunk()).isSameAs(chunk);
        table.recycle(take(table, other.hopByHop()));
        assertThat(chunk.isShared()).isFalse();
        PendingRequest<String> third = open(table);
        third.keep(chunk, 0, 50);
        chunk.drop();
        assertThat(third.chunk()).isSameAs(chunk);
        table.recycle(take(table, third.hopByHop()));
        allocator.assertNothingHeld();
    }
}
