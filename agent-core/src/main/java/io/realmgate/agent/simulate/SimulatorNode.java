package io.realmgate.agent.simulate;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.agent.transport.OutboxLimits;
import io.realmgate.agent.transport.SctpPorts;
import io.realmgate.agent.transport.SctpTransport;
import io.realmgate.agent.transport.TcpTransport;
import io.realmgate.agent.transport.Transports;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;

/**
 * A client or server of a realm: listens, connects, speaks the base protocol, sends requests and answers them. All its
 * connections are on one event loop; its methods may be called from any thread.
 */
public final class SimulatorNode {
    private static final int MAX_MESSAGE = DiameterMessage.MAX_LENGTH;
    private static final OutboxLimits OUTBOX = OutboxLimits.of(1 << 20, 64L << 20);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BEAT = Duration.ofMillis(50);
    private static final int PARTING_BEATS = 20;

    private final Vertx vertx;
    private final NodeSettings settings;
    private final NodeListener listener;
    private final Context context;
    private final IoLoop loop;
    private final Transports transports;
    private final NodeCore core;
    private final Promise<Void> stopped = Promise.promise();
    private boolean stopping;

    private SimulatorNode(Vertx vertx, Context context, NodeSettings settings, NodeListener listener) {
        this.vertx = vertx;
        this.context = context;
        this.settings = settings;
        this.listener = listener;
        this.loop = new IoLoop(
                ((ContextInternal) context).nettyEventLoop(), settings.origins().nanoClock());
        this.transports = new Transports(
                new TcpTransport(vertx, loop, MAX_MESSAGE, OUTBOX, CONNECT_TIMEOUT),
                new SctpTransport(vertx, loop, MAX_MESSAGE, OUTBOX, CONNECT_TIMEOUT, 1),
                new SctpPorts());
        this.core = new NodeCore(settings, listener, loop);
    }

    /** Starts a node that neither listens nor connects yet. */
    public static Future<SimulatorNode> start(Vertx vertx, NodeSettings settings, NodeListener listener) {
        Promise<SimulatorNode> started = Promise.promise();
        VerticleBase verticle = new VerticleBase() {
            @Override
            public Future<?> start() {
                SimulatorNode node = new SimulatorNode(vertx, context, settings, listener);
                node.beatLater();
                started.complete(node);
                return Future.succeededFuture();
            }
        };
        return vertx.deployVerticle(verticle).compose(id -> started.future());
    }

    private void beatLater() {
        loop.schedule(BEAT.toNanos(), () -> {
            core.beat(loop.now());
            if (!stopping) {
                beatLater();
            }
        });
    }

    /** Accepts TCP connections; gives the port, which differs from {@code port} when that is 0. Fails when it is taken. */
    public Future<Integer> listen(String host, int port) {
        return listen(new ListenAddress(TransportKind.TCP, List.of(host), port, ""));
    }

    /** Accepts connections; gives the port. Fails when it is taken, or the machine has no such transport. */
    public Future<Integer> listen(ListenAddress address) {
        Promise<Integer> listening = Promise.promise();
        context.runOnContext(v -> transports
                .listen(address, connection -> core.join(connection, false))
                .onComplete(listening));
        return listening.future();
    }

    /** Connects over TCP, and again whenever the connection is lost, until the node stops. */
    public void connect(String host, int port) {
        connect(new Endpoint(TransportKind.TCP, host, port));
    }

    /** Connects, and connects again whenever the connection is lost, until the node stops. */
    public void connect(Endpoint endpoint) {
        context.runOnContext(v -> dial(endpoint));
    }

    private void dial(Endpoint endpoint) {
        if (stopping) {
            return;
        }
        transports.connect(
                endpoint,
                List.of(),
                connection -> {
                    Link link = core.join(connection, true);
                    link.whenClosed(() -> dialLater(endpoint));
                    return link;
                },
                refused -> {
                    listener.failed(textOf(endpoint), String.valueOf(refused.getMessage()));
                    dialLater(endpoint);
                });
    }

    private static String textOf(Endpoint endpoint) {
        return endpoint.host() + ':' + endpoint.port();
    }

    private void dialLater(Endpoint endpoint) {
        long pause = settings.timers().reconnect().toNanos();
        loop.schedule(pause, () -> connect(endpoint));
    }

    /** Completes with the first peer's identity when its capabilities exchange is done. */
    public Future<String> firstOpen() {
        return core.firstOpen().future();
    }

    /** Identities of the peers that requests can be sent to now. */
    public List<String> openPeers() {
        return core.openPeers();
    }

    /** Changes how requests are answered from now on. */
    public void behave(Behaviour behaviour) {
        core.behave(behaviour);
    }

    public NodeSettings settings() {
        return settings;
    }

    /** The messages of applications that this node sent and received lately. */
    public Journal journal() {
        return core.journal();
    }

    public NodeCounts counts() {
        return core.counts();
    }

    /**
     * Sends a request to one of the open peers, each in its turn. Fails with {@link NoAnswerException} when none is open,
     * the answer does not come in time or the connection is lost.
     */
    public Future<Exchanged> send(OutgoingRequest request) {
        Promise<Exchanged> promise = Promise.promise();
        if (loop.inLoop()) {
            core.send(request, promise);
        } else {
            loop.execute(() -> core.send(request, promise));
        }
        return promise.future();
    }

    IoLoop loop() {
        return loop;
    }

    /** Parts from every peer (RFC 6733 5.4), waiting at most a second for their consent, and ends. */
    public Future<Void> stop() {
        context.runOnContext(v -> {
            if (!stopping) {
                stopping = true;
                core.links().forEach(Link::disconnect);
                awaitPartings(PARTING_BEATS);
            }
        });
        return stopped.future();
    }

    private void awaitPartings(int beats) {
        if (core.links().isEmpty() || beats == 0) {
            transports.stopListening(Duration.ZERO);
            core.links().forEach(link -> link.close("stopped"));
            vertx.undeploy(context.deploymentID()).onComplete(stopped);
        } else {
            loop.schedule(BEAT.toNanos(), () -> awaitPartings(beats - 1));
        }
    }
}
