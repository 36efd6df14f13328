package io.realmgate.agent.benchmark;

import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.parse.TableReader;
import io.realmgate.routing.table.HeapBudget;
import io.realmgate.routing.table.LookupTable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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
 * One lookup in a table of ranges or of texts, of keys that are asked at random so that no cache has them; half of those
 * asked of ranges lie behind one. A lookup waits for the one before, as a message does. {@link #readMemory} is what it is to
 * be measured by: one read of as much memory.
 *
 * <pre>
 * mvn -o -q test-compile dependency:build-classpath -Dmdep.outputFile=target/cp -pl agent-core -am
 * java -cp agent-core/target/test-classes:agent-core/target/classes:$(cat agent-core/target/cp) \
 *   io.realmgate.agent.benchmark.TableBenchmark -f 1 -wi 3 -w 1 -i 5 -r 1 -prof gc -jvmArgs -Xmx6g
 * </pre>
 *
 * {@link #main} with {@code load}, a number of rows, and kinds with commas between writes such tables and says how long
 * reading them takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TableBenchmark {
    private static final int ASKED = 1 << 20;
    private static final long FIRST = 1_010_000_000_000L;
    private static final long[] NETWORKS = {
        1_010_000_000_000L, 1_020_000_000_000L, 262_990_000_000_000L, 999_700_000_000_000L
    };
    private static final int BLOCKS = 1_000;
    private static final long ROOM_OF_BLOCK = 40_000_000;
    private static final int STEP = 20;
    private static final int LONGS_OF_LINE = 8;

    @Param({"10000", "100000", "1000000", "10000000"})
    public int rows;

    /**
     * even: ranges of ten IMSIs at equal distances; random: anywhere among all numbers of fifteen digits; blocks: at equal
     * distances in a thousand blocks of four networks, each block anywhere in its share; texts: public identities.
     */
    @Param({"even", "random", "blocks", "texts"})
    public String kind = "even";

    private @Nullable LookupTable table;
    private final byte[][] keys = new byte[ASKED][];
    private final Digits view = new Digits();
    private long[] memory = new long[0];
    private final int[] places = new int[ASKED];
    private int next;

    /** The key at hand; no other octets are made for it. */
    private static final class Digits implements Octets {
        private byte[] octets = new byte[0];

        @Override
        public int length() {
            return octets.length;
        }

        @Override
        public byte byteAt(int index) {
            return octets[index];
        }
    }

    private static String key(String kind, long start) {
        return kind.equals("texts")
                ? "sip:subscriber" + start + "@ims.home.example"
                : digits(start) + "-" + digits(start + STEP / 2 - 1);
    }

    /** Where ranges start, in order; of texts, their numbers. */
    private static long[] starts(String kind, int rows) {
        SplittableRandom random = new SplittableRandom(7);
        return switch (kind) {
            case "even" -> LongStream.range(0, rows).map(i -> FIRST + i * STEP).toArray();
            case "random" ->
                random.longs(rows, 0, 1_000_000_000_000_000L / STEP)
                        .map(start -> start * STEP)
                        .sorted()
                        .distinct()
                        .toArray();
            case "blocks" ->
                IntStream.range(0, BLOCKS)
                        .mapToObj(block -> block(block, rows / BLOCKS))
                        .flatMapToLong(start -> start)
                        .toArray();
            case "texts" -> LongStream.range(0, rows).toArray();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static LongStream block(int block, int rows) {
        long spare = ROOM_OF_BLOCK - (long) rows * STEP;
        long share = NETWORKS[block % NETWORKS.length] + block / NETWORKS.length * ROOM_OF_BLOCK;
        long first = share + new SplittableRandom(block).nextLong(spare) / STEP * STEP;
        return LongStream.range(0, rows).map(i -> first + i * STEP);
    }

    private static String digits(long number) {
        String digits = Long.toString(number);
        return "0".repeat(15 - digits.length()) + digits;
    }

    private static void write(Path file, String kind, long[] starts) throws IOException {
        try (var out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write(kind.equals("texts") ? "text,value\n" : "digits,value\n");
            for (int i = 0; i < starts.length; i++) {
                out.write(key(kind, starts[i]) + ",hss" + i % 10 + "\n");
            }
        }
    }

    private static LookupTable read(Path file) throws IOException {
        List<Diagnostic> out = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            HeapBudget budget = new HeapBudget(Long.MAX_VALUE / 2);
            return Objects.requireNonNull(
                    TableReader.read(new TableReader.Source("t", "t.csv", budget, rows -> {}), in, out),
                    () -> out.get(0).text());
        }
    }

    @Setup
    public void setUp() throws IOException {
        long[] starts = starts(kind, rows);
        Path file = Files.createTempFile("table", ".csv");
        try {
            write(file, kind, starts);
            table = read(file);
        } finally {
            Files.delete(file);
        }
        memory = new long[(int) (table.octets() / Long.BYTES)];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ASKED; i++) {
            long start = starts[random.nextInt(starts.length)];
            String key = kind.equals("texts") ? key(kind, start) : digits(start + random.nextInt(STEP));
            keys[i] = key.getBytes(StandardCharsets.US_ASCII);
            places[i] = random.nextInt(memory.length / LONGS_OF_LINE) * LONGS_OF_LINE;
        }
    }

    @Benchmark
    public int find() {
        view.octets = keys[next & (ASKED - 1)];
        int found = Objects.requireNonNull(table).find(view, kind.equals("texts") ? Encoding.TEXT : Encoding.DIGITS);
        // Adds one, but only when it is known what was found.
        next += 1 + (found >> 16);
        return found;
    }

    /** Reads from anywhere in as much memory as the table takes. */
    @Benchmark
    public int readMemory() {
        int found = (int) memory[places[next & (ASKED - 1)]];
        next += 1 + found;
        return found;
    }

    private static void load(String kind, int rows) throws IOException {
        long[] starts = starts(kind, rows);
        Path file = Files.createTempFile("table", ".csv");
        try {
            write(file, kind, starts);
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                LookupTable table = read(file);
                System.out.printf(
                        "%s: %d rows, %d MB of text, read in %d ms, %.1f octets of heap a row, key found: %b%n",
                        kind,
                        table.rows(),
                        Files.size(file) >> 20,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                        (double) table.octets() / table.rows(),
                        table.find(
                                        Names.octets(key(kind, starts[rows / 2]).split("-", 2)[0]),
                                        kind.equals("texts") ? Encoding.TEXT : Encoding.DIGITS)
                                > 0);
            }
        } finally {
            Files.delete(file);
        }
    }

    public static void main(String[] args) throws RunnerException, CommandLineOptionException, IOException {
        if (args.length == 3 && args[0].equals("load")) {
            for (String kind : args[2].split(",", -1)) {
                load(kind, Integer.parseInt(args[1]));
            }
            return;
        }
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(TableBenchmark.class.getName())
                        .build())
                .run();
    }
}
