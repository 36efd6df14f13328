package io.realmgate.agent.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Ingress;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.Trail;
import io.realmgate.routing.model.RouteDecision;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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

/**
 * What a decision costs, from the bytes of a 400-octet S6a request: the scan for routing AVPs and the rule that matches,
 * among few and many rules of several shapes. Run as {@link CodecBenchmark} is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-Dio.netty.allocator.type=pooled"})
public class RoutingBenchmark {
    private static final int PADDING = 148;

    /** Rules in the table. */
    @Param({"10", "1000", "100000"})
    public int rules;

    /** What tells them apart. */
    @Param({"REALMS", "SPREAD", "ALIKE"})
    public ManyRules.Shape shape = ManyRules.Shape.REALMS;

    /** Whether the request matches a rule, one in the middle, or the last of those that are alike; else none. */
    @Param({"true", "false"})
    public boolean hit;

    private final DiameterMessage message = new DiameterMessage();
    private final RoutingAvps avps = new RoutingAvps();
    private final Facts facts = new Facts();
    private final List<String> groups = List.of("g7");
    private Octets imsi = Names.octets("001010000000001");
    private @Nullable RoutingTable table;
    private final Trail trail = new Trail();

    /** Reads the request where it lies, as the agent does. */
    private final class Facts implements MessageFacts, Ingress {
        private final View destinationRealm = new View();
        private final View originRealm = new View();
        private final View originHost = new View();

        @Override
        public int flags() {
            return 0xc0;
        }

        @Override
        public int length() {
            return 400;
        }

        @Override
        public boolean anyAvp(AvpSlot avp, Predicate<Octets> test) {
            return test.test(imsi);
        }

        @Override
        public @Nullable Octets firstAvp(AvpSlot avp) {
            return imsi;
        }

        @Override
        public boolean isGroupUp(String group) {
            return true;
        }

        @Override
        public @Nullable String listener() {
            return null;
        }

        @Override
        public String realm() {
            return "";
        }

        @Override
        public int application() {
            return message.application();
        }

        @Override
        public int command() {
            return message.command();
        }

        @Override
        public Octets destinationRealm() {
            return destinationRealm.at(avps.destinationRealm());
        }

        @Override
        public @Nullable Octets destinationHost() {
            return null;
        }

        @Override
        public Octets originRealm() {
            return originRealm.at(avps.originRealm());
        }

        @Override
        public Octets originHost() {
            return originHost.at(avps.originHost());
        }

        @Override
        public Ingress ingress() {
            return this;
        }

        @Override
        public boolean isLocal() {
            return false;
        }

        @Override
        public boolean destinationHostIsKnown() {
            return false;
        }

        @Override
        public String identity() {
            return "mme.visited.example";
        }

        @Override
        public boolean inGroup(String group) {
            return group.equals("g7");
        }

        @Override
        public List<String> groups() {
            return groups;
        }
    }

    private final class View implements Octets {
        private int start;
        private int length;

        View at(int avp) {
            start = avp + 8;
            length = RoutingAvps.dataLength(message.bytes(), avp);
            return this;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public byte byteAt(int index) {
            return message.bytes().getByte(start + index);
        }
    }

    @Setup
    public void setUp() {
        if (shape == ManyRules.Shape.ALIKE && hit) {
            imsi = Names.octets(ManyRules.imsi(rules - 1));
        }
        byte[] request = TestMessage.of(
                0xc0,
                316,
                16777251,
                1,
                2,
                List.of(
                        TestAvp.text(263, "mme.visited.example;1795300162;1"),
                        TestAvp.u32(277, 1),
                        TestAvp.text(264, "mme.visited.example"),
                        TestAvp.text(296, "visited.example"),
                        TestAvp.text(283, destinationRealm()),
                        TestAvp.text(1, "001010000000001"),
                        TestAvp.of(25, new byte[PADDING])));
        ByteBuf received = PooledByteBufAllocator.DEFAULT.directBuffer(65536);
        received.writeBytes(request);
        message.wrap(received, 0, request.length);

        table = Objects.requireNonNull(ManyRules.compile(ManyRules.peers(), ManyRules.rules(rules, shape))
                .table());
        boolean found = scanAndDecide() instanceof RouteDecision.Relay;
        if (found != hit) {
            throw new IllegalStateException(hit ? "no rule holds" : "a rule holds");
        }
    }

    private String destinationRealm() {
        int middle = rules / 2 / 6 * 6 + 1;
        return switch (shape) {
            case REALMS -> hit ? ManyRules.realm(middle) : "home.example";
            case SPREAD -> hit ? "ims." + ManyRules.realm(middle) : "home.example";
            case ALIKE -> ManyRules.realm(0);
        };
    }

    /** Both steps; the result keeps the compiler from leaving one out. */
    @Benchmark
    public RouteDecision scanAndDecide() {
        avps.scan(message);
        return Objects.requireNonNull(table).decide(facts, trail);
    }

    /** The decision alone. */
    @Benchmark
    public RouteDecision decide() {
        return Objects.requireNonNull(table).decide(facts, trail);
    }

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(RoutingBenchmark.class.getName())
                        .build())
                .run();
    }
}
