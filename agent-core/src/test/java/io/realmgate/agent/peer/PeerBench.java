package io.realmgate.agent.peer;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.config.PeerPolicy;
import io.realmgate.agent.config.PeerProfile;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.metrics.LoopCounters;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.agent.transaction.DeadlineWheel;
import io.realmgate.agent.transport.FrameSink;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.agent.transport.OutboxLimits;
import io.realmgate.agent.transport.TransportConnection;
import io.realmgate.agent.transport.TransportConnection.FrameSinkFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One peer with its connector and connections, without a network and on a clock of its own. Every connection has a loop to
 * itself, as on a machine with many.
 */
final class PeerBench implements MessageHandler {
    static final Duration HANDSHAKE = Duration.ofSeconds(5);
    static final Duration TC = Duration.ofSeconds(30);
    static final int OUR_STATE_ID = 77;

    final String identity;
    final Peer peer;
    final PeerConnector connector;
    final List<String> handled = new ArrayList<>();
    private final AgentSettings settings;
    private final LocalNode local;
    private final PeerTable table;
    private final List<BenchConnection> connections = new ArrayList<>();
    private final BenchConnection home;
    private final PeerLoop connectorRoom;
    private long clock = 1;
    private int dials;
    private @Nullable FrameSinkFactory owner;
    private @Nullable Consumer<Throwable> onFailure;

    /** @param identity of the peer, as it says it itself */
    PeerBench(String ours, String identity) {
        this.identity = identity;
        this.settings = settings(ours);
        this.local = new LocalNode(ours, "transit.example", "Realmgate", 0, OUR_STATE_ID);
        this.table = new PeerTable(local, settings, forgotten -> {});
        configure("home.example");
        this.peer = Objects.requireNonNull(table.get(identity));
        this.home = new BenchConnection(this);
        this.connectorRoom = room(home);
        this.connector = new PeerConnector(connectorRoom, this, peer, entry("home.example"), (to, created, failed) -> {
            dials++;
            owner = created;
            onFailure = failed;
        });
    }

    /** The peer's entry in peers.conf changes: the table has another peer of the same name. */
    void replacePeer() {
        configure("other.example");
    }

    private void configure(String realm) {
        table.configure(List.of(entry(realm)), List.of(), Map.of());
    }

    private PeerSettings entry(String realm) {
        String name = identity.toLowerCase(java.util.Locale.ROOT);
        PeerSettings.Endpoint endpoint = new PeerSettings.Endpoint(TransportKind.TCP, name, 3868);
        return new PeerSettings(
                name, realm, List.of(endpoint), List.of(), List.of(), 0, PeerProfile.USUAL, PeerPolicy.ANY);
    }

    private static AgentSettings settings(String ours) {
        return Objects.requireNonNull(AgentSettingsReader.read(
                "agent.conf",
                "agent { identity = \"" + ours + "\", realm = transit.example, reopen-after = 1,"
                        + " timers { handshake = 5s, reconnect = 30s, watchdog = 600s } }",
                new ArrayList<>()));
    }

    long clock() {
        return clock;
    }

    /** What all connections of one loop share; each has its own here. */
    PeerLoop room(BenchConnection connection) {
        IoLoop io = new IoLoop(connection.eventLoop(), this::clock);
        return new PeerLoop(
                io,
                local,
                table,
                settings,
                new Doorkeeper(io, 1000, new RefusalLog(io)),
                new DeadlineWheel<>(1_000, clock, 16),
                new LoopCounters(),
                random());
    }

    private static SplittableRandom random() {
        return new SplittableRandom(1);
    }

    PeerTable table() {
        return table;
    }

    // Events ------------------------------------------------------------------------------------------------------

    /** Attempts to connect so far. */
    int dials() {
        return dials;
    }

    /** Our attempt succeeds. */
    BenchConnection ack() {
        BenchConnection i = add();
        FrameSinkFactory made = Objects.requireNonNull(owner);
        i.attach(new TransportConnection(connectorRoom.io(), 100_000, limits(), socket -> {
            FrameSink sink = made.create(socket);
            i.connection = (PeerConnection) sink;
            return sink;
        }));
        settle();
        return i;
    }

    /** Our attempt fails. */
    void nack() {
        Objects.requireNonNull(onFailure).accept(new java.io.IOException("Connection refused"));
        settle();
    }

    /** The peer connects. */
    BenchConnection connect() {
        BenchConnection r = add();
        PeerLoop room = room(r);
        r.attach(new TransportConnection(room.io(), 100_000, limits(), socket -> {
            PeerConnection connection = new PeerConnection(room, socket, this, null);
            connection.start();
            r.connection = connection;
            return connection;
        }));
        settle();
        return r;
    }

    /** The peer connects and sends a CER. */
    BenchConnection connCer() {
        BenchConnection r = connect();
        r.receive(cer());
        return r;
    }

    /** Time passes, and every timer that is due runs. */
    void pass(Duration time) {
        long end = clock + time.toNanos();
        while (clock < end) {
            long step = Math.min(Duration.ofMillis(100).toNanos(), end - clock);
            clock += step;
            home.pass(step);
            List.copyOf(connections).forEach(c -> c.pass(step));
            settle();
        }
    }

    /** Every loop does what it has been given to do. */
    void settle() {
        for (int i = 0; i < 4; i++) {
            home.runPendingTasks();
            List.copyOf(connections).forEach(BenchConnection::runPendingTasks);
        }
    }

    private BenchConnection add() {
        BenchConnection one = new BenchConnection(this);
        connections.add(one);
        return one;
    }

    private static OutboxLimits limits() {
        return OutboxLimits.of(100_000, 1 << 20);
    }

    // Messages of the peer ----------------------------------------------------------------------------------------

    byte[] cer(TestAvp... more) {
        return message(0x80, 257, 1, capabilities(more));
    }

    byte[] cea(int result, TestAvp... more) {
        List<TestAvp> avps = new ArrayList<>(List.of(TestAvp.u32(268, result)));
        avps.addAll(capabilities(more));
        return message(0, 257, 1, avps);
    }

    /** DWR, DWA, DPR, DPA or an application's message. */
    byte[] message(int flags, int command, TestAvp... more) {
        List<TestAvp> avps = new ArrayList<>();
        if ((flags & 0x80) == 0) {
            avps.add(TestAvp.u32(268, 2001));
        }
        avps.add(TestAvp.text(264, identity));
        avps.add(TestAvp.text(296, "home.example"));
        avps.addAll(List.of(more));
        return message(flags, command, 2, avps);
    }

    private List<TestAvp> capabilities(TestAvp... more) {
        List<TestAvp> avps = new ArrayList<>(List.of(
                TestAvp.text(264, identity),
                TestAvp.text(296, "home.example"),
                TestAvp.of(257, new byte[] {0, 1, 127, 0, 0, 1}),
                TestAvp.u32(266, 0),
                TestAvp.raw(269, 0, 0, (byte) 'b'),
                TestAvp.u32(258, 16777251)));
        avps.addAll(List.of(more));
        return avps;
    }

    private static byte[] message(int flags, int command, int hopByHop, List<TestAvp> avps) {
        int application = command < 300 ? 0 : 16777251;
        return TestMessage.of(flags, command, application, hopByHop, hopByHop, avps);
    }

    // What leaves the room ----------------------------------------------------------------------------------------

    @Override
    public void onRequest(PeerConnection from, DiameterMessage request) {
        handled.add("request");
    }

    @Override
    public void onAnswer(PeerConnection from, DiameterMessage answer) {
        handled.add("answer");
    }

    @Override
    public void onOversized(PeerConnection from, DiameterMessage head, int claimedLength) {
        handled.add("oversized");
    }

    @Override
    public void onSuspect(PeerConnection connection) {
        handled.add("suspect");
    }

    @Override
    public void onRestarted(PeerConnection connection) {
        handled.add("restarted");
    }

    @Override
    public void onConnectionLost(PeerConnection connection) {
        handled.add("lost " + (connection.isInitiator() ? "I" : "R"));
    }
}
