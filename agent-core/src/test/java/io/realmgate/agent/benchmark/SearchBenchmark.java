package io.realmgate.agent.benchmark;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Ways of finding the last of many sorted numbers that is not above another: what the index of tables was chosen by. Started
 * as {@link TableBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SearchBenchmark {
    private static final int ASKED = 1 << 20;

    @Param({"20000", "20000000"})
    public int cuts;

    /** even: everywhere alike; clustered: all but one in a thousandth of what the first bits tell apart. */
    @Param({"even", "clustered"})
    public String spread = "even";

    private long[] sorted = new long[0];
    private long[][] levels = new long[0][];
    private long[] eytzinger = new long[0];
    private int[] buckets = new int[0];
    private int shift;
    private final long[] keys = new long[ASKED];
    private int next;

    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(1);
        sorted = new long[cuts];
        for (int i = 0; i < cuts; i++) {
            sorted[i] = 1_010_000_000_000L + i * 10L;
        }
        if (spread.equals("clustered")) {
            sorted[cuts - 1] = 999_999_999_999_999L;
        }
        for (int i = 0; i < ASKED; i++) {
            keys[i] = sorted[0] + random.nextLong(cuts * 10L);
        }
        levels = levels(sorted);
        eytzinger = new long[cuts + 1];
        fill(new int[1], 1);
        long width = sorted[cuts - 1] - sorted[0];
        shift = Math.max(0, 64 - Long.numberOfLeadingZeros(width) - (31 - Integer.numberOfLeadingZeros(cuts / 8)));
        buckets = new int[(int) (width >>> shift) + 2];
        Arrays.fill(buckets, cuts);
        for (int i = cuts - 1; i >= 0; i--) {
            buckets[(int) (sorted[i] - sorted[0] >>> shift)] = i;
        }
        for (int i = buckets.length - 2; i >= 0; i--) {
            buckets[i] = Math.min(buckets[i], buckets[i + 1]);
        }
    }

    private static long[][] levels(long[] sorted) {
        int depth = 1;
        for (int size = sorted.length; size > 16; size = (size + 15) >> 4) {
            depth++;
        }
        long[][] levels = new long[depth][];
        levels[0] = sorted;
        for (int level = 1; level < depth; level++) {
            long[] below = levels[level - 1];
            levels[level] = new long[(below.length + 15) >> 4];
            for (int i = 0; i < levels[level].length; i++) {
                levels[level][i] = below[i << 4];
            }
        }
        return levels;
    }

    private void fill(int[] from, int at) {
        if (at < eytzinger.length) {
            fill(from, 2 * at);
            eytzinger[at] = sorted[from[0]++];
            fill(from, 2 * at + 1);
        }
    }

    private long key() {
        return keys[next++ & (ASKED - 1)];
    }

    @Benchmark
    public int binarySearch() {
        int at = Arrays.binarySearch(sorted, key());
        return at >= 0 ? at : -at - 2;
    }

    /** Gives the place in Eytzinger's order. */
    @Benchmark
    public int eytzinger() {
        long key = key();
        long[] tree = eytzinger;
        int at = 1;
        while (at < tree.length) {
            at = 2 * at + (tree[at] <= key ? 1 : 0);
        }
        return at >> Integer.numberOfTrailingZeros(at) + 1;
    }

    @Benchmark
    public int bucketsByLeadingBits() {
        long key = key();
        int bucket = (int) (key - sorted[0] >>> shift);
        int at = Arrays.binarySearch(sorted, buckets[bucket], buckets[bucket + 1], key);
        return at >= 0 ? at : -at - 2;
    }

    /** What tables have. */
    @Benchmark
    public int levelsOfSixteen() {
        long key = key();
        int at = 0;
        for (int level = levels.length - 1; level >= 0; level--) {
            long[] of = levels[level];
            int first = at << 4;
            int end = Math.min(first + 16, of.length);
            at = first;
            for (int i = first + 1; i < end; i++) {
                at += of[i] <= key ? 1 : 0;
            }
        }
        return at;
    }

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(SearchBenchmark.class.getName())
                        .build())
                .run();
    }
}
