package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.PeerPolicy;
import io.realmgate.agent.config.PeerProfile;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.metrics.LoopCounters;
import io.realmgate.agent.peer.Doorkeeper;
import io.realmgate.agent.peer.LocalNode;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.peer.PeerTable;
import io.realmgate.agent.peer.RefusalLog;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.agent.tls.TlsStore;
import io.realmgate.agent.transaction.DeadlineWheel;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.agent.transport.OutboxLimits;
import io.realmgate.agent.transport.TransportConnection;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.parse.RuleSet;
import io.realmgate.routing.parse.RuleSetCompiler;
import io.realmgate.routing.parse.SourceFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
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
 * The whole way of requests and their answers but for the sockets: received octets to messages, rule, choice, pending entry,
 * outbox, flush, and back. A read brings {@value #BATCH} messages, as under load. Run as {@code
 * io.realmgate.agent.benchmark.CodecBenchmark} is; one operation is one request with its answer.
 *
 * <pre>
 *   client.visited.example ----- [ one event loop ] ----- hss.home.example
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms512m",
            "-Xmx512m",
            "-Dio.netty.allocator.type=pooled",
            "-Djmh.executor=CUSTOM",
            "-Djmh.executor.class=io.realmgate.agent.benchmark.LoopThreads"
        })
public class RelayBenchmark {
    static final int BATCH = 32;

    private static final String CLIENT = "client.visited.example";
    private static final String SERVER = "hss.home.example";

    /** Rules before the one that decides, each of which names another realm. */
    @Param({"0", "1000"})
    public int rules;

    private final Turns client = new Turns();
    private final Turns server = new Turns();
    private final ByteBuf requests = PooledByteBufAllocator.DEFAULT.directBuffer(65536);
    private final ByteBuf answers = PooledByteBufAllocator.DEFAULT.directBuffer(65536);
    private int answerLength;
    private @Nullable Turns loop;

    /** A socket whose other end takes everything at once and remembers the hop-by-hop identifiers. */
    private static final class Turns extends EmbeddedChannel {
        private final int[] hopByHops = new int[BATCH];
        private int received;

        /** One read of the socket. */
        void read(ByteBuf octets) {
            pipeline().fireChannelRead(octets.readerIndex(0).retain());
            pipeline().fireChannelReadComplete();
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer in) {
            for (Object piece = in.current(); piece != null; piece = in.current()) {
                take((ByteBuf) piece);
                in.remove();
            }
        }

        private void take(ByteBuf bytes) {
            int at = bytes.readerIndex();
            while (at < bytes.writerIndex()) {
                if (received < BATCH) {
                    hopByHops[received] = bytes.getInt(at + 12);
                }
                received++;
                at += bytes.getInt(at) & 0xffffff;
            }
        }

        @Override
        public boolean isActive() {
            return true;
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 3868);
        }

        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 3868);
        }
    }

    @Setup
    public void setUp() {
        AgentSettings settings = Objects.requireNonNull(AgentSettingsReader.read(
                "agent.conf", "agent { identity = dra.example, realm = example }", new ArrayList<>()));
        StringBuilder text = new StringBuilder("rules = [\n");
        for (int i = 0; i < rules; i++) {
            text.append("{ name = r")
                    .append(i)
                    .append(", match { destination-realm = realm")
                    .append(i);
            text.append(".example }, action = relay, to = ").append(SERVER).append(" }\n");
        }
        text.append("{ name = last, match { application = S6a }, action = relay, to = ")
                .append(SERVER)
                .append(" } ]");
        RuleSet set = RuleSetCompiler.compile(
                new SourceFile(
                        "peers.conf",
                        "peers = [ { identity = " + CLIENT + ", realm = visited.example }\n { identity = " + SERVER
                                + ", realm = home.example } ]"),
                List.of(new SourceFile("rules.conf", text.toString())),
                Dictionary.standard());
        List<PeerSettings> configured = List.of(peer(CLIENT, "visited.example"), peer(SERVER, "home.example"));
        LocalNode local = new LocalNode(settings.identity(), settings.realm(), "benchmark", 0, 1);
        PeerTable peers = new PeerTable(local, settings, forgotten -> {});
        peers.configure(configured, List.of(), Map.of());
        RoutingView view = new RoutingView(
                Objects.requireNonNull(set.table()),
                Objects.requireNonNull(set.directory()),
                peers.edition(),
                configured,
                new RoutingView.Discovered(Set.of(), Map.of()),
                LocalIdentities.of(settings.identity(), List.of(), List.of()));
        Turns owner = new Turns();
        loop = owner;
        IoLoop own = new IoLoop(owner.eventLoop(), System::nanoTime);
        PeerLoop room = new PeerLoop(
                own,
                local,
                peers,
                settings,
                TlsStore.load(Map.of(), Runnable::run, InstantSource.system()),
                new Doorkeeper(own, 1000, new RefusalLog(own)),
                new DeadlineWheel<>(20_000_000, own.now(), 100),
                new LoopCounters(),
                new SplittableRandom(1));
        Forwarder forwarder = new Forwarder(room, () -> view, null, new RedirectCache(10, System::nanoTime));
        open(room, forwarder, client, CLIENT);
        open(room, forwarder, server, SERVER);
        fill();
    }

    private static PeerSettings peer(String identity, String realm) {
        return new PeerSettings(identity, realm, List.of(), List.of(), List.of(), 0, PeerProfile.USUAL, PeerPolicy.ANY);
    }

    /** The peer connects to us: its CER makes it open. */
    private void open(PeerLoop room, Forwarder forwarder, Turns socket, String identity) {
        socket.pipeline()
                .addLast(new TransportConnection(room.io(), 1 << 20, OutboxLimits.of(1 << 20, 1 << 24), transport -> {
                    PeerConnection connection = new PeerConnection(room, transport, forwarder, null);
                    connection.start();
                    return connection;
                }));
        socket.read(Unpooled.wrappedBuffer(TestMessage.of(
                0x80,
                257,
                0,
                1,
                1,
                List.of(
                        TestAvp.text(264, identity),
                        TestAvp.text(296, identity.substring(identity.indexOf('.') + 1)),
                        TestAvp.of(257, new byte[] {0, 1, 127, 0, 0, 1}),
                        TestAvp.u32(266, 0),
                        TestAvp.text(269, "benchmark"),
                        TestAvp.u32(258, -1)))));
        turn();
        PeerConnection connection =
                Objects.requireNonNull(room.peers().get(identity)).connection();
        if (connection == null || !connection.isOpen()) {
            throw new IllegalStateException(identity + " is not open");
        }
    }

    private void turn() {
        Objects.requireNonNull(loop).runPendingTasks();
    }

    private void fill() {
        byte[] request = TestMessage.of(
                0xc0,
                316,
                16777251,
                1,
                2,
                List.of(
                        TestAvp.text(263, "client.visited.example;1795300162;1;00101000000001"),
                        TestAvp.text(264, CLIENT),
                        TestAvp.text(296, "visited.example"),
                        TestAvp.text(283, "home.example"),
                        TestAvp.text(1, "001010000000001"),
                        TestAvp.of(25, new byte[200])));
        byte[] answer = TestMessage.of(
                0x40,
                316,
                16777251,
                1,
                2,
                List.of(
                        TestAvp.text(263, "client.visited.example;1795300162;1;00101000000001"),
                        TestAvp.u32(268, 2001),
                        TestAvp.text(264, SERVER),
                        TestAvp.text(296, "home.example")));
        answerLength = answer.length;
        for (int i = 0; i < BATCH; i++) {
            requests.writeBytes(request);
            answers.writeBytes(answer);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int relay() {
        client.received = 0;
        server.received = 0;
        client.read(requests);
        turn();
        for (int i = 0; i < BATCH; i++) {
            answers.setInt(i * answerLength + 12, server.hopByHops[i]);
        }
        server.read(answers);
        turn();
        if (server.received != BATCH || client.received != BATCH) {
            throw new IllegalStateException(server.received + " requests, " + client.received + " answers");
        }
        return client.hopByHops[BATCH - 1];
    }

    /** Takes JMH's own command line options. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(RelayBenchmark.class.getName())
                        .build())
                .run();
    }
}
