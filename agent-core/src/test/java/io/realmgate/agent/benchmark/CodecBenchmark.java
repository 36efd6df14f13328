package io.realmgate.agent.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.agent.transaction.DeadlineWheel;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transaction.TransactionTable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What one relayed message costs in codec and transaction: a 400-octet S6a request in a direct buffer, as it is received.
 *
 * <pre>
 *   mvn -q test-compile dependency:build-classpath -pl agent-core -am -Dmdep.outputFile=target/test.classpath
 *   java -cp agent-core/target/test-classes:agent-core/target/classes:$(cat agent-core/target/test.classpath) \
 *       io.realmgate.agent.benchmark.CodecBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-Dio.netty.allocator.type=pooled"})
public class CodecBenchmark {
    private static final int IN_FLIGHT = 1000;
    private static final int CHUNK = 32 * 1024;
    private static final long FIVE_SECONDS = 5_000_000_000L;
    private static final long TEN_MILLIS = 10_000_000L;

    private final DiameterMessage message = new DiameterMessage();
    private final RoutingAvps avps = new RoutingAvps();
    private final AvpCursor cursor = new AvpCursor();
    private final ByteBuf received = PooledByteBufAllocator.DEFAULT.directBuffer(65536);
    private final ByteBuf routeRecord = Unpooled.directBuffer();
    private final ByteBuf outbox = PooledByteBufAllocator.DEFAULT.directBuffer(CHUNK, CHUNK);

    private final DeadlineWheel<String> wheel = new DeadlineWheel<>(TEN_MILLIS, 0, 2 * IN_FLIGHT);
    private final TransactionTable<String> table = new TransactionTable<>("hss", -IN_FLIGHT, 2 * IN_FLIGHT, wheel);
    private final TransactionTable<String> asker = new TransactionTable<>("mme", 0, 1, wheel);
    private long now;
    private int oldest = -IN_FLIGHT;
    private int hopByHop;

    /** A message amid others, and a table in full use. */
    @Setup
    public void fill() {
        byte[] request = TestMessage.updateLocation();
        received.writeZero(4096).writeBytes(request).writeZero(4096);
        message.wrap(received, 4096, request.length);
        routeRecord.writeBytes(
                TestAvp.encode(List.of(TestAvp.text(AvpCodes.ROUTE_RECORD, "mme1.epc.mnc001.mcc001.3gppnetwork.org"))));
        for (int i = 0; i < IN_FLIGHT; i++) {
            open();
        }
    }

    /** Walks all AVPs and notes those that routing needs. */
    @Benchmark
    public int scan() {
        return avps.scan(message) + avps.destinationRealm();
    }

    /** The same walk with the general cursor. */
    @Benchmark
    public int walk() {
        cursor.over(message);
        int codes = 0;
        while (cursor.next()) {
            codes += cursor.code();
        }
        return codes;
    }

    /** The one copy: message and Route-Record behind it, identifier and length patched, as the outbox does it. */
    @Benchmark
    public int copyWithRouteRecord() {
        int tail = routeRecord.readableBytes();
        int length = message.length() + tail;
        if (outbox.writableBytes() < length) {
            outbox.clear();
        }
        int at = outbox.writerIndex();
        outbox.writeBytes(message.bytes(), message.start(), message.length());
        outbox.writeBytes(routeRecord, 0, tail);
        outbox.setMedium(at + 1, length);
        outbox.setInt(at + 12, hopByHop++);
        return at;
    }

    /** One request more and the oldest one answered, 1,000 in flight; the clock moves on by a microsecond. */
    @Benchmark
    public int openAndTake() {
        open();
        PendingRequest<String> answered = table.take(oldest++);
        if (answered == null) {
            throw new IllegalStateException("lost");
        }
        int was = answered.originHopByHop();
        table.recycle(answered);
        return was;
    }

    /** All of it, as for one request and its answer. */
    @Benchmark
    public int relay() {
        int fault = avps.scan(message);
        return fault + openAndTake() + copyWithRouteRecord();
    }

    /** A Device-Watchdog-Answer, what the agent itself says most often. */
    @Benchmark
    public int writeWatchdogAnswer() {
        if (outbox.writableBytes() < 1024) {
            outbox.clear();
        }
        return MessageWriter.answer(outbox, message, 0)
                .unsigned32(AvpCodes.RESULT_CODE, 2001)
                .text(AvpCodes.ORIGIN_HOST, "dra1.transit.example")
                .text(AvpCodes.ORIGIN_REALM, "transit.example")
                .end();
    }

    private void open() {
        now += 1000;
        PendingRequest<String> pending = table.open(now + FIVE_SECONDS);
        if (pending == null) {
            throw new IllegalStateException("full");
        }
        pending.from(asker, pending.hopByHop(), now);
        wheel.expire(now, (from, expired) -> {
            throw new IllegalStateException("late");
        });
    }

    /** Takes JMH's own command line options. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(args);
        new Runner(new OptionsBuilder()
                        .parent(given)
                        .include(given.getIncludes().isEmpty() ? CodecBenchmark.class.getSimpleName() : "(?!)")
                        .build())
                .run();
    }
}
