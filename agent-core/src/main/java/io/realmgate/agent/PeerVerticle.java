package io.realmgate.agent;

import io.netty.channel.EventLoop;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.forward.Forwarder;
import io.realmgate.agent.forward.RoutingView;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.metrics.ConnectionCounters;
import io.realmgate.agent.metrics.LoopCounters;
import io.realmgate.agent.metrics.RuleHits;
import io.realmgate.agent.metrics.TrafficCounters;
import io.realmgate.agent.peer.ConnectionState;
import io.realmgate.agent.peer.Doorkeeper;
import io.realmgate.agent.peer.IncomingTls;
import io.realmgate.agent.peer.LocalNode;
import io.realmgate.agent.peer.OutgoingDialler;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerConnector;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.peer.PeerTable;
import io.realmgate.agent.peer.RefusalLog;
import io.realmgate.agent.tls.TlsProfile;
import io.realmgate.agent.tls.TlsStore;
import io.realmgate.agent.transaction.DeadlineWheel;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.agent.transport.OutboxLimits;
import io.realmgate.agent.transport.SctpPorts;
import io.realmgate.agent.transport.SctpTransport;
import io.realmgate.agent.transport.TcpTransport;
import io.realmgate.agent.transport.TransportConnection;
import io.realmgate.agent.transport.Transports;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Inquiry;
import io.realmgate.routing.model.Rule;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Terminates the peer connections of one event loop: its listeners, connectors, deadlines, counters and forwarder. One
 * instance for each loop; all methods but the constructor run on it unless they return a future.
 */
final class PeerVerticle extends VerticleBase {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SPARE_ENTRIES = 1 << 16;

    private final AgentSettings settings;
    private final LocalNode local;
    private final PeerTable peers;
    private final TlsStore tls;
    private final Supplier<RoutingView> routing;
    private final byte @Nullable [] proxyKey;
    private final RedirectCache redirects;
    private final SctpPorts sctpPorts;
    private final Map<Peer, PeerConnector> connectors = new HashMap<>();
    private final Set<PeerConnection> accepted = new HashSet<>();
    private @Nullable Parts parts;
    private boolean draining;

    private record Parts(PeerLoop room, Forwarder forwarder, Transports transports) {}

    /** What all loops of an agent share. */
    record Shared(LocalNode local, PeerTable peers, TlsStore tls, SctpPorts sctpPorts, RedirectCache redirects) {}

    PeerVerticle(AgentSettings settings, Shared shared, Supplier<RoutingView> routing, byte @Nullable [] proxyKey) {
        this.settings = settings;
        this.local = shared.local();
        this.peers = shared.peers();
        this.tls = shared.tls();
        this.routing = routing;
        this.proxyKey = proxyKey;
        this.redirects = shared.redirects();
        this.sctpPorts = shared.sctpPorts();
    }

    @Override
    public Future<?> start() {
        EventLoop loop = ((ContextInternal) context).nettyEventLoop();
        IoLoop io = new IoLoop(loop, System::nanoTime);
        PeerLoop room = new PeerLoop(
                io,
                local,
                peers,
                settings,
                tls,
                new Doorkeeper(io, notOpenOnThisLoop(), new RefusalLog(io)),
                new DeadlineWheel<>(TICK_NANOS, io.now(), SPARE_ENTRIES),
                new LoopCounters(),
                new SplittableRandom());
        OutboxLimits limits = OutboxLimits.of(
                        settings.limits().outputPerPeer(), settings.limits().retainedPerPeer())
                .fitting(settings.limits().messageSize());
        parts = new Parts(room, new Forwarder(room, routing, proxyKey, redirects), transports(io, limits));
        return Future.succeededFuture();
    }

    private int notOpenOnThisLoop() {
        return Math.max(1, settings.limits().connectionsNotOpen() / settings.eventLoops());
    }

    private Transports transports(IoLoop io, OutboxLimits limits) {
        int longest = settings.limits().messageSize();
        Duration timeout = settings.timers().handshake();
        return new Transports(
                new TcpTransport(vertx, io, longest, limits, timeout),
                new SctpTransport(vertx, io, longest, limits, timeout, settings.sctpStreams()),
                sctpPorts);
    }

    private Parts parts() {
        Parts p = parts;
        if (p == null) {
            throw new IllegalStateException("not started");
        }
        return p;
    }

    Forwarder forwarder() {
        return parts().forwarder();
    }

    /** Lets these loops hand messages to each other; before traffic starts. */
    static Future<?> connect(List<PeerVerticle> loops) {
        List<Future<?>> connected = new ArrayList<>();
        for (PeerVerticle from : loops) {
            for (PeerVerticle to : loops) {
                if (from != to) {
                    connected.add(from.connectTo(to));
                }
            }
        }
        return Future.all(connected);
    }

    private Future<Void> connectTo(PeerVerticle other) {
        return onLoop(() -> parts().forwarder().connectTo(other.forwarder()));
    }

    /** Listens; the future has the port. */
    Future<Integer> listen(ListenAddress address) {
        return call(() -> listenOn(address)).compose(listening -> listening);
    }

    private Future<Integer> listenOn(ListenAddress address) {
        Parts p = parts();
        if (address.transport() != TransportKind.TLS) {
            return p.transports().listen(address, transport -> accepted(transport, address));
        }
        TlsProfile profile = Objects.requireNonNull(tls.profile(String.valueOf(address.tls())));
        IncomingTls watch = new IncomingTls(p.room(), notOpenOnThisLoop());
        return p.transports().listen(address, profile, watch, transport -> accepted(transport, address));
    }

    private PeerConnection accepted(TransportConnection transport, ListenAddress by) {
        Parts p = parts();
        PeerConnection connection = new PeerConnection(p.room(), transport, p.forwarder(), null);
        connection.cameInBy(by.name());
        connection.start();
        p.room().door().entered(connection);
        accepted.add(connection);
        connection.whenGone(() -> accepted.remove(connection));
        return connection;
    }

    /** Takes no more connections; those that exist stay, at most for {@code grace}, and the future waits for them. */
    Future<Void> stopListening(Duration grace) {
        return call(() -> parts().transports().stopListening(grace)).compose(stopped -> stopped);
    }

    /** Keeps {@code peer}, whose settings have an address to connect to, connected from this loop. */
    Future<Void> connect(Peer peer, PeerSettings where) {
        return onLoop(() -> {
            if (draining || peers.get(peer.identity()) != peer) {
                // It was changed again before its turn came, or nobody is connected to any more.
                return;
            }
            Parts p = parts();
            PeerConnector connector = new PeerConnector(
                    p.room(), p.forwarder(), peer, where, new OutgoingDialler(p.room(), p.transports(), where));
            connectors.put(peer, connector);
            connector.start();
        });
    }

    /** Stops connecting to {@code peer}, if this loop does. */
    Future<Void> stopConnecting(Peer peer) {
        return onLoop(() -> {
            PeerConnector connector = connectors.remove(peer);
            if (connector != null) {
                connector.stop();
            }
        });
    }

    /** Follows what the operator wants of {@code peer}, if this loop connects to it. */
    Future<Void> onAdminState(Peer peer) {
        return onLoop(() -> {
            PeerConnector connector = connectors.get(peer);
            if (connector != null) {
                connector.onAdminState();
            }
        });
    }

    /** Answers new requests with 3002, connects to nobody any more, and closes on those who have not said who they are. */
    Future<Void> drain() {
        return onLoop(() -> {
            draining = true;
            parts().forwarder().refuseNewRequests();
            List.copyOf(accepted).stream()
                    .filter(connection -> connection.state() == ConnectionState.WAIT_CER)
                    .forEach(connection -> connection.close("draining"));
            connectors.values().forEach(PeerConnector::stop);
            connectors.clear();
        });
    }

    /** Answers every request that still waits with 3002. */
    Future<Void> giveUp() {
        return onLoop(() -> parts().forwarder().giveUp());
    }

    /** Requests that wait for an answer on this loop. */
    Future<Integer> pending() {
        return call(() -> parts().room().wheel().size());
    }

    /** Drops the counters of peers that are known no more, so that names that come and go take no memory. */
    Future<Void> forget(List<String> identities) {
        return onLoop(() -> identities.stream()
                .filter(identity -> peers.get(identity) == null)
                .forEach(parts().room().counters()::forget));
    }

    /** What would become of a message now, seen from this loop. */
    Future<Answer> explain(Inquiry inquiry) {
        return call(() -> parts().forwarder().explain(inquiry));
    }

    Future<Map<String, TrafficCounters>> counters() {
        return call(() -> parts().room().counters().copy());
    }

    Future<RuleHits> ruleHits() {
        return call(() -> parts().room().counters().rules().copy());
    }

    /** Drops the counters of all rules and tags but these. */
    Future<Void> keepRules(List<Rule> rules) {
        Set<String> names = rules.stream().map(Rule::name).collect(Collectors.toSet());
        Set<String> tags = rules.stream().flatMap(rule -> rule.tags().stream()).collect(Collectors.toSet());
        return onLoop(() -> parts().room().counters().rules().keep(names, tags));
    }

    Future<ConnectionCounters> refusedConnections() {
        return call(() -> parts().room().door().counters().copy());
    }

    private Future<Void> onLoop(Runnable task) {
        return call(() -> {
            task.run();
            return null;
        });
    }

    private <T extends @Nullable Object> Future<T> call(Supplier<T> task) {
        io.vertx.core.Promise<T> promise = io.vertx.core.Promise.promise();
        parts().room().io().execute(() -> {
            try {
                parts().room().io().tick();
                promise.complete(task.get());
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }
}
