package io.realmgate.agent.benchmark;

import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.select.ConsistentChoice;
import io.realmgate.routing.select.TwoChoices;
import io.realmgate.routing.select.WeightedChoice;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What choosing among the usable members of a group costs, without looking who is usable. Run as {@link CodecBenchmark} is. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChoiceBenchmark {
    /** Usable members. */
    @Param({"2", "8", "32"})
    public int members;

    private final SplittableRandom random = new SplittableRandom(1);
    private Candidate[] candidates = {};
    private long[] seeds = {};
    private int[] usable = {};
    private long[] loads = {};
    private final IntToLongFunction load = this::load;
    private long key;

    @Setup
    public void setUp() {
        candidates = IntStream.range(0, members)
                .mapToObj(i -> new Candidate("hss" + i + ".home.example", 1, 1))
                .toArray(Candidate[]::new);
        seeds = Arrays.stream(candidates).mapToLong(ConsistentChoice::seed).toArray();
        usable = IntStream.range(0, members).toArray();
        loads = random.longs(members, 0, 1000).toArray();
    }

    private long load(int at) {
        return loads[at];
    }

    @Benchmark
    public int weighted() {
        return WeightedChoice.choose(candidates, usable, members, random);
    }

    @Benchmark
    public int twoChoices() {
        return TwoChoices.choose(candidates, usable, members, load, random);
    }

    /** What {@code twoChoices} is instead of. */
    @Benchmark
    public int bestOfAll() {
        int best = usable[0];
        for (int i = 1; i < members; i++) {
            int other = usable[i];
            if (load.applyAsLong(other) * candidates[best].weight()
                    < load.applyAsLong(best) * candidates[other].weight()) {
                best = other;
            }
        }
        return best;
    }

    @Benchmark
    public int consistent() {
        return ConsistentChoice.choose(candidates, seeds, usable, members, key++);
    }

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(ChoiceBenchmark.class.getName())
                        .build())
                .run();
    }
}
