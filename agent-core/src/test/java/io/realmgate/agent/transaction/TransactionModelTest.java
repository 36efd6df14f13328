package io.realmgate.agent.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.codec.Chunk;
import io.realmgate.agent.codec.ChunkBudget;
import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TrackingAllocator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Three connections of one loop, any sequence of requests, answers, time-outs and losses:
 *
 * <pre>
 *   open, take, drain -> TransactionTable (bound 3, 20, 500) -+
 *                                                              +-> DeadlineWheel <- advance, expire
 * </pre>
 *
 * The real ones and the maps of {@link TransactionModel} agree after each step, and nothing is pending in the end.
 */
class TransactionModelTest {
    private static final int[] BOUNDS = {3, 20, 500};

    enum Kind {
        OPEN,
        ANSWER,
        STRAY_ANSWER,
        WATCHDOG,
        LOSE,
        WAIT
    }

    /** @param number which pending request, which identifier, or how many nanoseconds */
    record Step(Kind kind, int table, int number) {}

    @Property
    @Conforms({"6733:2.8.1/transaction-state", "6733:6.2/matching"})
    void agreesWithMapsAfterEveryStep(
            @ForAll("clocks") long start, @ForAll("identifiers") int first, @ForAll("steps") List<Step> steps) {
        TrackingAllocator allocator = new TrackingAllocator();
        ChunkBudget budget = new ChunkBudget(1000);
        Chunk chunk = Chunk.allocate(allocator, 256, budget);
        TransactionModel model = new TransactionModel(chunk, start, first, BOUNDS);
        for (Step step : steps) {
            play(model, step);
            model.checkSizes();
        }
        for (int table = 0; table < BOUNDS.length; table++) {
            model.drain(table);
        }
        model.advance(1_000_000, () -> {});
        model.checkSizes();
        chunk.drop();
        assertThat(budget.used()).isZero();
        allocator.assertNothingHeld();
    }

    private static void play(TransactionModel model, Step step) {
        switch (step.kind()) {
            case OPEN -> model.open(step.table(), step.number());
            case ANSWER -> model.takeOneOf(step.table(), step.number());
            case STRAY_ANSWER -> model.take(step.table(), step.number());
            case WATCHDOG -> model.useIdentifier(step.table());
            case LOSE -> model.drain(step.table());
            case WAIT -> model.advance(Math.abs(step.number()), meddling(model, step));
        }
    }

    /** What the room above does on a time-out: answers, sends again, loses the peer, or all of it. */
    private static Runnable meddling(TransactionModel model, Step step) {
        int[] turn = {step.number()};
        return () -> {
            int table = Math.floorMod(turn[0] + step.table(), BOUNDS.length);
            switch (turn[0]++ & 7) {
                case 0 -> model.open(table, 25);
                case 1 -> model.open(table, -40);
                case 2 -> model.takeOneOf(table, turn[0]);
                case 3 -> {
                    model.takeOneOf(table, turn[0]);
                    model.takeOneOf(0, turn[0]);
                    model.open(0, 5);
                }
                case 4 -> model.drain(0);
                default -> {
                    // Only an error answer.
                }
            }
        };
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kind = Arbitraries.frequency(
                Tuple.of(12, Kind.OPEN),
                Tuple.of(5, Kind.ANSWER),
                Tuple.of(1, Kind.STRAY_ANSWER),
                Tuple.of(1, Kind.WATCHDOG),
                Tuple.of(1, Kind.LOSE),
                Tuple.of(4, Kind.WAIT));
        Arbitrary<Integer> number = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(-30, 120)),
                Tuple.of(2, Arbitraries.integers().between(0, 3000)),
                Tuple.of(1, Arbitraries.integers().between(0, 30_000)));
        return Combinators.combine(kind, Arbitraries.integers().between(0, 2), number)
                .as(Step::new)
                .list()
                .ofMaxSize(150)
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<Long> clocks() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(-3000, 100),
                Arbitraries.longs().between(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2));
    }

    @Provide
    Arbitrary<Integer> identifiers() {
        return Arbitraries.oneOf(
                Arbitraries.integers(),
                Arbitraries.integers().between(-40, 0),
                Arbitraries.integers().between(Integer.MAX_VALUE - 40, Integer.MAX_VALUE));
    }
}
