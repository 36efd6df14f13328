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
 * One lookup in a table of ranges or of texts, of keys that are asked at random so that no cache has them, and how other
 * ways of searching the same cuts compare.
 *
 * <pre>
 * mvn -o -q test-compile dependency:build-classpath -Dmdep.outputFile=target/cp -pl agent-core -am
 * java -cp agent-core/target/test-classes:agent-core/target/classes:$(cat agent-core/target/cp) \
 *   io.realmgate.agent.benchmark.TableBenchmark -f 1 -wi 3 -w 1 -i 5 -r 1 -prof gc -jvmArgs -Xmx6g
 * </pre>
 *
 * {@link #main} with {@code load} and a number of rows writes such a table and says how long reading it takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TableBenchmark {
    private static final int ASKED = 1 << 20;
    private static final long FIRST = 1_010_000_000_000L;

    @Param({"10000", "10000000"})
    public int rows;

    /** ranges: of ten numbers, with gaps; texts: public identities. */
    @Param({"ranges", "texts"})
    public String kind = "ranges";

    private @Nullable LookupTable table;
    private final byte[][] keys = new byte[ASKED][];
    private final Digits view = new Digits();
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

    private static String row(String kind, int row) {
        return kind.equals("texts")
                ? "sip:subscriber" + row + "@ims.home.example,hss" + row % 10 + "\n"
                : digits(FIRST + row * 20L) + "-" + digits(FIRST + row * 20L + 9) + ",hss" + row % 10 + "\n";
    }

    private static String digits(long number) {
        String digits = Long.toString(number);
        return "0".repeat(15 - digits.length()) + digits;
    }

    private static void write(Path file, String kind, int rows) throws IOException {
        try (var out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write(kind.equals("texts") ? "text,value\n" : "digits,value\n");
            for (int i = 0; i < rows; i++) {
                out.write(row(kind, i));
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
        Path file = Files.createTempFile("table", ".csv");
        try {
            write(file, kind, rows);
            table = read(file);
        } finally {
            Files.delete(file);
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ASKED; i++) {
            int row = random.nextInt(rows);
            String key = kind.equals("texts")
                    ? "sip:subscriber" + row + "@ims.home.example"
                    : digits(FIRST + row * 20L + random.nextInt(20));
            keys[i] = key.getBytes(StandardCharsets.US_ASCII);
        }
    }

    @Benchmark
    public int find() {
        view.octets = keys[next++ & (ASKED - 1)];
        return Objects.requireNonNull(table).find(view, kind.equals("texts") ? Encoding.TEXT : Encoding.DIGITS);
    }

    private static void load(String kind, int rows) throws IOException {
        Path file = Files.createTempFile("table", ".csv");
        try {
            write(file, kind, rows);
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                LookupTable table = read(file);
                System.out.printf(
                        "%s: %d rows, %d MB of text, read in %d ms, %.1f octets of heap a row, key found: %b%n",
                        kind,
                        table.rows(),
                        Files.size(file) >> 20,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                        (double) table.octets() / rows,
                        table.find(
                                        Names.octets(row(kind, rows / 2).split("[-,]", 2)[0]),
                                        kind.equals("texts") ? Encoding.TEXT : Encoding.DIGITS)
                                > 0);
            }
        } finally {
            Files.delete(file);
        }
    }

    public static void main(String[] args) throws RunnerException, CommandLineOptionException, IOException {
        if (args.length == 2 && args[0].equals("load")) {
            load("ranges", Integer.parseInt(args[1]));
            load("texts", Integer.parseInt(args[1]));
            return;
        }
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(TableBenchmark.class.getName())
                        .build())
                .run();
    }
}
