package io.realmgate.agent;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.metrics.AgentSample;
import io.realmgate.agent.peer.PeerSnapshot;
import io.realmgate.agent.tls.Expiry;
import io.realmgate.agent.tls.TlsControl;
import io.realmgate.agent.tls.TlsStore;
import io.realmgate.routing.check.Diagnostic;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS of one agent: keys and trust, the thread that does the sums of handshakes, and a look at expiry dates. */
final class AgentTls implements TlsControl {
    private static final Logger LOG = LoggerFactory.getLogger(AgentTls.class);
    private static final Duration EXPIRY_LOOK = Duration.ofHours(12);

    private final ExecutorService tasks;
    private final TlsStore store;
    private final AtomicLong reloadFailures = new AtomicLong();

    /** @throws IllegalStateException if a file is wrong */
    AgentTls(AgentSettings settings, InstantSource clock) {
        // One thread: a storm of handshakes takes one processor and leaves the others to messages.
        tasks = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "tls");
            thread.setDaemon(true);
            return thread;
        });
        store = TlsStore.load(settings.tls(), tasks, clock);
    }

    TlsStore store() {
        return store;
    }

    /** Says now and twice a day what has expired or soon will. */
    void watchExpiry(Vertx vertx) {
        store.logExpiries();
        vertx.setPeriodic(EXPIRY_LOOK.toMillis(), timer -> store.logExpiries());
    }

    @Override
    public List<String> warnings() {
        return store.warnings();
    }

    @Override
    public List<Expiry> expiries() {
        return store.expiries();
    }

    @Override
    public List<Diagnostic> reload(String by) {
        List<Diagnostic> diagnostics = store.reload();
        if (diagnostics.isEmpty()) {
            LOG.info("TLS files read again by {}; new connections use them", by);
            store.logExpiries();
        } else {
            reloadFailures.incrementAndGet();
            LOG.warn("TLS files read again by {} and refused, what was in force stays:", by);
            diagnostics.forEach(d -> LOG.warn("  {}", d.text()));
        }
        return diagnostics;
    }

    /** For a scrape. */
    AgentSample.TlsRow sample(List<PeerSnapshot> peers) {
        List<AgentSample.ExpiryRow> expiries = store.expiries().stream()
                .map(one -> new AgentSample.ExpiryRow(
                        one.profile(), one.kind().label(), one.at().getEpochSecond()))
                .toList();
        Map<String, Long> certificates = new TreeMap<>();
        for (PeerSnapshot peer : peers) {
            PeerSnapshot.Tls tls = peer.tls();
            if (tls != null && tls.expires() != null) {
                certificates.put(peer.identity(), tls.expires().getEpochSecond());
            }
        }
        return new AgentSample.TlsRow(store.refusals().copy(), expiries, certificates, reloadFailures.get());
    }

    /** Waits a little for handshakes that are under way. */
    void close() {
        tasks.shutdown();
        try {
            tasks.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
