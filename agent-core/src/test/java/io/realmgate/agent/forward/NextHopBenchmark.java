package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.PeerPolicy;
import io.realmgate.agent.config.PeerProfile;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.forward.redirect.RedirectLookup;
import io.realmgate.agent.metrics.LoopCounters;
import io.realmgate.agent.peer.Doorkeeper;
import io.realmgate.agent.peer.LocalNode;
import io.realmgate.agent.peer.MessageHandler;
import io.realmgate.agent.peer.Peer;
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
import java.util.HashMap;
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
 * What it costs to find the connection for a request whose AVPs were scanned: the rule, and the choice among the open
 * members of its group. Run as {@code io.realmgate.agent.benchmark.CodecBenchmark} is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m"})
public class NextHopBenchmark {
    private static final String CLIENT = "client.visited.example";

    /** How the group chooses. */
    @Param({"weighted", "round-robin", "least-pending", "lowest-latency", "consistent-hash, key = session-id"})
    public String select = "weighted";

    /** Members of the group, all of them open. */
    @Param({"2", "8"})
    public int members;

    /** Rules before the one that decides: one that gives a tag, one that observes. */
    @Param({"", "{ name = c, action = continue, tag = t }, { name = o, action = discard, mode = observe }, "})
    public String before = "";

    private final DiameterMessage request = new DiameterMessage();
    private final RoutingAvps avps = new RoutingAvps();
    private final RequestFacts facts = new RequestFacts();
    private @Nullable NextHop nextHop;
    private @Nullable Decider decider;
    private @Nullable RoutingView view;
    private @Nullable Peer client;

    /** Nothing arrives here. */
    private static final class Nowhere implements MessageHandler {
        @Override
        public void onRequest(PeerConnection from, DiameterMessage request) {}

        @Override
        public void onAnswer(PeerConnection from, DiameterMessage answer) {}

        @Override
        public void onOversized(PeerConnection from, DiameterMessage head, int claimedLength) {}

        @Override
        public void onSuspect(PeerConnection connection) {}

        @Override
        public void onRestarted(PeerConnection connection) {}

        @Override
        public void onConnectionLost(PeerConnection connection) {}
    }

    /** A socket without a network. */
    private static final class Socket extends EmbeddedChannel {
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
        StringBuilder peersFile =
                new StringBuilder("peers = [ { identity = " + CLIENT + ", realm = visited.example }\n");
        StringBuilder group = new StringBuilder();
        List<PeerSettings> configured = new ArrayList<>(List.of(peer(CLIENT, "visited.example")));
        Map<String, Set<String>> groups = new HashMap<>();
        for (int i = 0; i < members; i++) {
            String name = "hss" + i + ".home.example";
            peersFile.append("{ identity = ").append(name).append(", realm = home.example }\n");
            group.append(name).append(' ').append('\n');
            configured.add(peer(name, "home.example"));
            groups.put(name, Set.of("hss"));
        }
        peersFile.append("]\ngroups { hss { select = ").append(select).append(", members = [ ");
        peersFile.append(group).append(" ] } }");
        RuleSet set = RuleSetCompiler.compile(
                new SourceFile("peers.conf", peersFile.toString()),
                List.of(new SourceFile(
                        "rules.conf", "rules = [ " + before + "{ name = r, action = relay, to = hss } ]")),
                Dictionary.standard());
        LocalNode local = new LocalNode(settings.identity(), settings.realm(), "benchmark", 0, 1);
        PeerTable peers = new PeerTable(local, settings, forgotten -> {});
        peers.configure(configured, List.of(), groups);

        IoLoop io = new IoLoop(new Socket().eventLoop(), System::nanoTime);
        PeerLoop room = new PeerLoop(
                io,
                local,
                peers,
                settings,
                TlsStore.load(Map.of(), Runnable::run, InstantSource.system()),
                new Doorkeeper(io, 1000, new RefusalLog(io)),
                new DeadlineWheel<>(20_000_000, io.now(), 100),
                new LoopCounters(),
                new SplittableRandom(1));
        configured.forEach(peer -> open(room, peer.identity()));
        nextHop = NextHop.on(
                room,
                connection -> connection.outbox().isFull(),
                new RedirectedHop(new RedirectLookup(new RedirectCache(10, System::nanoTime))),
                false);
        view = new RoutingView(
                Objects.requireNonNull(set.table()),
                Objects.requireNonNull(set.directory()),
                peers.edition(),
                configured,
                new RoutingView.Discovered(Set.of(), Map.of()),
                LocalIdentities.of(settings.identity(), List.of(), List.of()));
        decider = new Decider(room, () -> Objects.requireNonNull(view));
        client = Objects.requireNonNull(peers.get(CLIENT));
        show(TestMessage.of(
                0xc0,
                316,
                16777251,
                1,
                2,
                List.of(
                        TestAvp.text(263, "client.visited.example;1795300162;1;00101000000001"),
                        TestAvp.text(264, CLIENT),
                        TestAvp.text(296, "visited.example"),
                        TestAvp.text(283, "home.example"))));
    }

    private static PeerSettings peer(String identity, String realm) {
        return new PeerSettings(identity, realm, List.of(), List.of(), List.of(), 0, PeerProfile.USUAL, PeerPolicy.ANY);
    }

    /** The peer connects to us: its CER makes it open. */
    private static void open(PeerLoop room, String identity) {
        Socket socket = new Socket();
        socket.pipeline()
                .addLast(new TransportConnection(room.io(), 1 << 20, OutboxLimits.of(1 << 20, 1 << 24), transport -> {
                    PeerConnection connection = new PeerConnection(room, transport, new Nowhere(), null);
                    connection.start();
                    return connection;
                }));
        socket.writeInbound(Unpooled.wrappedBuffer(TestMessage.of(
                0x80,
                257,
                0,
                1,
                1,
                List.of(
                        TestAvp.text(264, identity),
                        TestAvp.text(296, "home.example"),
                        TestAvp.of(257, new byte[] {0, 1, 127, 0, 0, 1}),
                        TestAvp.u32(266, 0),
                        TestAvp.text(269, "benchmark"),
                        TestAvp.u32(258, -1)))));
        PeerConnection open = Objects.requireNonNull(room.peers().get(identity)).connection();
        if (open == null || !open.isOpen()) {
            throw new IllegalStateException(identity + " is not open");
        }
        open.trackRecord().time().observe(1_000_000, room.io().now());
    }

    private void show(byte[] bytes) {
        ByteBuf received = Unpooled.directBuffer().writeBytes(bytes);
        request.wrap(received, 0, bytes.length);
        avps.scan(request);
    }

    @Benchmark
    public @Nullable PeerConnection find() {
        Peer from = Objects.requireNonNull(client);
        RoutingView routing = Objects.requireNonNull(view);
        facts.show(from, null, request, avps, routing);
        Route decided = Objects.requireNonNull(decider).decide(facts, routing);
        return Objects.requireNonNull(nextHop).find(from, request, avps, facts, decided);
    }

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(NextHopBenchmark.class.getName())
                        .build())
                .run();
    }
}
