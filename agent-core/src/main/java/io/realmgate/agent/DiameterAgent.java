package io.realmgate.agent;

import io.realmgate.agent.admin.AdminServer;
import io.realmgate.agent.admin.AgentView;
import io.realmgate.agent.admin.RedirectTable;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.decode.OwnSide;
import io.realmgate.agent.discovery.RealmDiscovery;
import io.realmgate.agent.discovery.Server;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.metrics.AgentSample;
import io.realmgate.agent.peer.AdminState;
import io.realmgate.agent.peer.DisconnectCause;
import io.realmgate.agent.peer.LocalNode;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerSnapshot;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.agent.reload.Reloader;
import io.realmgate.agent.reload.SetReader;
import io.realmgate.agent.tls.TlsControl;
import io.realmgate.agent.transport.SctpPorts;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Inquiry;
import io.realmgate.routing.model.Rule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running agent: wires the rooms together, starts and stops them in order. The methods may be called from any thread.
 */
public final class DiameterAgent implements AgentView {
    private static final Logger LOG = LoggerFactory.getLogger(DiameterAgent.class);
    private static final int DRAIN_POLL_MILLIS = 20;

    private final AgentSettings settings;
    private final Vertx vertx;
    private final AgentTls tls;
    private final PeerVerticle.Shared shared;
    private final RedirectCache redirects;
    private final SetInForce inForce;
    private final Reloader reloader;
    private final List<PeerVerticle> loops = new ArrayList<>();
    private final AdminServer admin;
    private final RealmDiscovery discovery;
    private volatile List<Integer> ports = List.of();
    private volatile boolean listening;
    private volatile boolean draining;

    /**
     * @param reader reads the set again at each reload
     * @param kind of the event loops, where this machine has it
     * @throws IllegalStateException if a file of {@code agent.tls} is wrong
     */
    public DiameterAgent(AgentSettings settings, SetReader reader, EventLoops kind) {
        this(settings, reader, kind, InstantSource.system());
    }

    /** @param clock says when generations begin and certificates expire */
    public DiameterAgent(AgentSettings settings, SetReader reader, EventLoops kind, InstantSource clock) {
        this.settings = settings;
        this.tls = new AgentTls(settings, clock);
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(settings.eventLoops() + 1)
                .setPreferNativeTransport(kind == EventLoops.NATIVE)
                .setWorkerPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        LocalNode local = new LocalNode(
                settings.identity(),
                settings.realm(),
                settings.product().name(),
                settings.product().vendorId(),
                (int) Instant.now().getEpochSecond());
        this.redirects = new RedirectCache(settings.redirects().cacheSize(), System::nanoTime);
        this.inForce = new SetInForce(settings, local, redirects, loops, this::later);
        this.shared = new PeerVerticle.Shared(local, inForce.peers(), tls.store(), new SctpPorts(), redirects);
        this.reloader = new Reloader(reader, clock, this::swap);
        this.discovery = new RealmDiscovery(
                ((VertxInternal) vertx).nettyEventLoopGroup().next(),
                System::nanoTime,
                settings.discovery(),
                this::onDiscovered);
        this.admin = new AdminServer(settings.admin(), this, reloader);
    }

    /** Puts {@code first} in force, listens, connects; the future fails when an address cannot be listened on. */
    public Future<Void> start(CheckedSet first) {
        if (vertx.unavailableNativeTransportCause() != null) {
            LOG.info(
                    "event loops of Java, {}",
                    vertx.unavailableNativeTransportCause().getMessage());
        }
        byte[] proxyKey = settings.addProxyInfo() ? newKey() : null;
        List<Future<?>> deployed = new ArrayList<>();
        for (int i = 0; i < settings.eventLoops(); i++) {
            PeerVerticle loop = new PeerVerticle(settings, shared, inForce::view, proxyKey);
            loops.add(loop);
            deployed.add(vertx.deployVerticle(loop));
        }
        return Future.all(deployed)
                .compose(all -> PeerVerticle.connect(loops))
                .compose(all -> vertx.executeBlocking(() -> {
                    reloader.start(first);
                    return null;
                }))
                .compose(installed -> listen())
                .compose(up -> vertx.deployVerticle(admin)
                        .recover(e -> Future.failedFuture(cannotListen(
                                settings.admin().getHostString(),
                                settings.admin().getPort(),
                                "agent.admin.port",
                                e))))
                .map(up -> {
                    tls.watchExpiry(vertx);
                    listening = true;
                    return null;
                });
    }

    private static byte[] newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private Future<?> listen() {
        List<Integer> bound = new ArrayList<>();
        Future<?> chain = Future.succeededFuture();
        for (int i = 0; i < settings.listen().size(); i++) {
            ListenAddress address = settings.listen().get(i);
            // To Vert.x a negative port is any free one that several loops share.
            int number = address.port() == 0 ? -1 - i : address.port();
            chain = chain.compose(before -> listenOnAll(address, number)).map(port -> {
                LOG.info("listening on {}", address.withPort(port));
                bound.add(port);
                ports = List.copyOf(bound);
                return null;
            });
        }
        return chain;
    }

    /** The first loop binds the port; the others share it. */
    private Future<Integer> listenOnAll(ListenAddress address, int port) {
        ListenAddress shared = address.withPort(port);
        return loops.get(0)
                .listen(shared)
                .recover(e -> Future.failedFuture(
                        cannotListen(address.host(), address.port(), "agent.listen (" + address.place() + ")", e)))
                .compose(bound -> {
                    List<Future<?>> others = new ArrayList<>();
                    loops.subList(1, loops.size()).forEach(loop -> others.add(loop.listen(shared)));
                    return Future.all(others).map(all -> bound);
                });
    }

    private static IllegalStateException cannotListen(String host, int port, String key, Throwable cause) {
        return new IllegalStateException(
                "cannot listen on " + host + ":" + port + ": " + cause.getMessage() + "; change " + key, cause);
    }

    // Sets in force -----------------------------------------------------------------------------------------------

    private void swap(CheckedSet next) {
        inForce.put(next);
        discovery.watch(next.realms());
        loops.forEach(loop -> loop.keepRules(next.table().rules()));
    }

    /** DNS says other things than before: not on the loop that says so, since all peers are looked at. */
    private void onDiscovered(Map<String, List<Server>> servers) {
        inForce.onDiscovered(servers);
        vertx.executeBlocking(() -> {
            if (!draining) {
                inForce.refresh();
            }
            return null;
        });
    }

    private void later(Duration delay, Runnable task) {
        vertx.setTimer(
                Math.max(1, delay.toMillis()),
                t -> vertx.executeBlocking(() -> {
                    task.run();
                    return null;
                }));
    }

    @Override
    public TlsControl tls() {
        return tls;
    }

    /**
     * Reads peers and rules again and puts them in force if they are right. Blocks; not on an event loop.
     *
     * @param by who wants it, for the history
     */
    public Reloader.Result reload(String by) {
        return reloader.reload(by);
    }

    // What is asked from outside ----------------------------------------------------------------------------------

    /** Ports that are listened on, in the order of {@code agent.listen}. */
    public List<Integer> ports() {
        return ports;
    }

    public int adminPort() {
        return admin.port();
    }

    @Override
    public List<String> notReady() {
        List<String> reasons = new ArrayList<>();
        if (!listening) {
            reasons.add("not listening yet");
        }
        if (inForce.isEmpty()) {
            reasons.add("no rules loaded");
        }
        if (draining) {
            reasons.add("draining");
        }
        reasons.addAll(tls.store().expired());
        return reasons;
    }

    @Override
    public List<PeerSnapshot> peers() {
        return inForce.peers().all().stream().map(PeerSnapshot::of).toList();
    }

    @Override
    public List<PeerSnapshot> leavingPeers() {
        return inForce.peers().leaving().stream()
                .filter(peer -> peer.connection() != null)
                .map(PeerSnapshot::of)
                .toList();
    }

    @Override
    public boolean setAdminState(String identity, AdminState wanted) {
        Peer peer = inForce.peers().get(identity);
        if (peer == null) {
            return false;
        }
        LOG.info("{}: admin-state {}", peer.identity(), wanted.text());
        peer.command(wanted, settings.timers().drain());
        loops.forEach(loop -> loop.onAdminState(peer));
        return true;
    }

    @Override
    public Future<AgentSample> sample() {
        return Samples.take(loops, peers(), reloader, redirects, tls);
    }

    @Override
    public List<Rule> rules() {
        return inForce.isEmpty() ? List.of() : inForce.view().rules();
    }

    @Override
    public Dictionary dictionary() {
        return inForce.isEmpty() ? Dictionary.standard() : inForce.view().dictionary();
    }

    @Override
    public RedirectTable redirects(int most) {
        return LearnedRedirects.table(redirects, most);
    }

    @Override
    public int clearRedirects() {
        return redirects.clear();
    }

    @Override
    public OwnSide ownSide() {
        return inForce.ownSide();
    }

    @Override
    public Future<Answer> explain(Inquiry inquiry) {
        return loops.get(0).explain(inquiry);
    }

    // The end -----------------------------------------------------------------------------------------------------

    /**
     * Stops in order: new requests get 3002, pending ones may finish within the grace time and are answered with 3002 after
     * it, then every peer gets a DPR (REBOOTING).
     */
    public Future<Void> stop() {
        draining = true;
        discovery.close();
        LOG.info("draining for at most {} s", settings.timers().drain().toSeconds());
        // Connections live on: their requests may finish and their DPRs must arrive.
        Duration grace =
                settings.timers().drain().plus(settings.timers().handshake()).plusSeconds(1);
        List<Future<?>> quiet = new ArrayList<>();
        loops.forEach(loop -> {
            quiet.add(loop.drain());
            loop.stopListening(grace);
        });
        return Future.join(quiet)
                .eventually(() -> until(this::pending, settings.timers().drain()))
                .eventually(() ->
                        Future.join(loops.stream().map(PeerVerticle::giveUp).toList()))
                // Once more around all loops: by then what one handed to another has been written.
                .eventually(this::pending)
                .eventually(() -> {
                    inForce.connections().forEach(c -> c.departure().disconnect(DisconnectCause.REBOOTING));
                    return until(
                            () -> Future.succeededFuture(inForce.connections().size()),
                            settings.timers().handshake());
                })
                .eventually(vertx::close)
                .eventually(() -> {
                    tls.close();
                    return Future.succeededFuture();
                })
                .mapEmpty();
    }

    private Future<Integer> pending() {
        return Future.all(loops.stream().map(PeerVerticle::pending).toList())
                .map(all ->
                        all.<Integer>list().stream().mapToInt(Integer::intValue).sum());
    }

    /** Completes when {@code left} has come down to 0, or {@code grace} is over. */
    private Future<Void> until(java.util.function.Supplier<Future<Integer>> left, Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        return left.get().compose(n -> {
            if (n == 0 || System.nanoTime() > end) {
                return Future.succeededFuture();
            }
            return vertx.timer(DRAIN_POLL_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .compose(t -> until(left, Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
        });
    }
}
