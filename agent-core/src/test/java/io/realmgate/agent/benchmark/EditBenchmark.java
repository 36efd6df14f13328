package io.realmgate.agent.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.proxy.AvpEditor;
import io.realmgate.agent.proxy.EditPlan;
import io.realmgate.agent.proxy.EditTexts;
import io.realmgate.agent.proxy.InPlaceEditor;
import io.realmgate.agent.testkit.TestMessage;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
 * What a proxy adds to the cost of relaying a 400-octet S6a request: the edits of one rule, and to know where routing AVPs
 * lie in what became of the request. Run as {@link CodecBenchmark} is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-Dio.netty.allocator.type=pooled"})
public class EditBenchmark {
    private static final Map<String, String> RULES = Map.of(
            "two rewrites",
            "{ set = Destination-Realm, value = epc.mnc001.mcc001.3gppnetwork.org }, { set = User-Name, value = \"999990000000000\" }",
            "template",
            "{ set = User-Name, value = \"{imsi}@{origin-realm}\" }",
            "group",
            "{ set = Vendor-Specific-Application-Id.Vendor-Id, value = 10415 }",
            "regex",
            "{ replace = Destination-Realm, regex = \"^epc\\\\.(.*)$\", with = \"ims.$1\" }");

    @Param({"two rewrites", "template", "group", "regex"})
    public String rule = "";

    private final DiameterMessage message = new DiameterMessage();
    private final RoutingAvps avps = new RoutingAvps();
    private final AvpEditor editor = new AvpEditor(1 << 20, PooledByteBufAllocator.DEFAULT);
    private final InPlaceEditor inPlace = new InPlaceEditor();
    private EditPlan plan = EditPlan.NONE;
    private EditPlan asLong = EditPlan.NONE;

    @Setup
    public void setUp() {
        byte[] request = TestMessage.updateLocation();
        ByteBuf received = PooledByteBufAllocator.DEFAULT.directBuffer(65536);
        received.writeZero(4096).writeBytes(request);
        message.wrap(received, 4096, request.length);
        asLong = EditTexts.request(Objects.requireNonNull(RULES.get("two rewrites")));
        plan = EditTexts.request(Objects.requireNonNull(RULES.get(rule)));
    }

    /** The edits alone. */
    @Benchmark
    public int edit() {
        return Objects.requireNonNull(
                        editor.start(message, "mme.visited.example").apply(plan).result())
                .length();
    }

    /** The first look, which a relay does too, and all that a proxy does more. */
    @Benchmark
    public int scanAndEdit() {
        int fault = avps.scan(message, plan.wanted());
        DiameterMessage edited = Objects.requireNonNull(editor.start(message, avps.listed(), "mme.visited.example")
                .apply(plan)
                .result());
        return editor.follow(avps) ? fault + avps.destinationRealm() : avps.scan(edited);
    }

    /** The same where values are as long as those before, so that they are written where the request lies. */
    @Benchmark
    public int scanAndEditInPlace() {
        int fault = avps.scan(message, asLong.wanted());
        if (!inPlace.apply(asLong, message, avps.listed())) {
            throw new IllegalStateException("not as long");
        }
        return fault;
    }

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(EditBenchmark.class.getName())
                        .build())
                .run();
    }
}
