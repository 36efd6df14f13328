package io.realmgate.agent.tls;

import io.realmgate.agent.config.TlsSettings;
import io.realmgate.agent.metrics.TlsRefusals;
import io.realmgate.routing.check.Diagnostic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All entries of {@code agent.tls}. Their files are read when it is made and at each {@link #reload}; the entries themselves
 * stay what they were. From any thread; reading blocks.
 */
public final class TlsStore {
    private static final Logger LOG = LoggerFactory.getLogger(TlsStore.class);

    private final Map<String, TlsSettings> settings;
    private final Map<String, TlsProfile> profiles;
    private final InstantSource clock;
    private final TlsRefusals refusals = new TlsRefusals();

    private TlsStore(Map<String, TlsSettings> settings, Map<String, TlsProfile> profiles, InstantSource clock) {
        this.settings = settings;
        this.profiles = profiles;
        this.clock = clock;
    }

    /** Reads the files without using them; what is wrong goes to {@code diagnostics}, and what soon will be. */
    public static void check(
            Collection<TlsSettings> entries, String identity, InstantSource clock, List<Diagnostic> diagnostics) {
        for (TlsSettings entry : entries) {
            TlsMaterial material = TlsMaterial.load(entry, diagnostics);
            if (material != null) {
                warn(entry, material, identity, clock.instant(), diagnostics);
            }
        }
    }

    private static void warn(
            TlsSettings entry, TlsMaterial material, String identity, Instant now, List<Diagnostic> diagnostics) {
        if (!CertificateNames.cover(material.chain().get(0), identity)) {
            diagnostics.add(Diagnostic.warning(
                    entry.certificate().place(),
                    "agent.tls." + entry.name() + ".certificate does not name " + identity + " but "
                            + CertificateNames.of(material.chain().get(0))
                            + " in its subjectAltName, and peers may refuse it"));
        }
        for (Expiry expiry : material.expiries()) {
            if (expiry.isOver(now) || expiry.isNear(now)) {
                diagnostics.add(Diagnostic.warning(entry.terms().place(), expiry.text(now)));
            }
        }
    }

    /**
     * Reads the files of all entries.
     *
     * @param tasks where the costly steps of handshakes run
     * @throws IllegalStateException if one is wrong, which {@link #check} says in time
     */
    public static TlsStore load(Map<String, TlsSettings> settings, Executor tasks, InstantSource clock) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Map<String, TlsProfile> profiles = new TreeMap<>();
        settings.forEach((name, entry) -> {
            TlsMaterial material = TlsMaterial.load(entry, diagnostics);
            if (material != null) {
                profiles.put(name, new TlsProfile(name, entry.terms().clientCertificate(), tasks, material));
            }
        });
        if (!diagnostics.isEmpty()) {
            throw new IllegalStateException(diagnostics.get(0).text());
        }
        if (!profiles.isEmpty()) {
            LOG.info("TLS by {}", TlsMaterial.library());
        }
        return new TlsStore(Map.copyOf(settings), profiles, clock);
    }

    /** Reads all files again. When one is wrong, all stay as they were, and what is wrong is returned. */
    public synchronized List<Diagnostic> reload() {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Map<TlsProfile, TlsMaterial> next = new java.util.HashMap<>();
        profiles.forEach((name, profile) -> {
            TlsSettings entry = settings.get(name);
            TlsMaterial material = entry == null ? null : TlsMaterial.load(entry, diagnostics);
            if (material != null) {
                next.put(profile, material);
            }
        });
        if (diagnostics.isEmpty()) {
            next.forEach(TlsProfile::replace);
        }
        return diagnostics;
    }

    /** The entry of this name, null when there is none. */
    public @Nullable TlsProfile profile(String name) {
        return profiles.get(name);
    }

    /** What was refused so far. */
    public TlsRefusals refusals() {
        return refusals;
    }

    /** When what is in force expires, entry by entry. */
    public List<Expiry> expiries() {
        return profiles.values().stream()
                .flatMap(profile -> profile.material().expiries().stream())
                .toList();
    }

    /** What has expired of our own, so that peers cannot connect, as sentences. */
    public List<String> expired() {
        Instant now = clock.instant();
        return expiries().stream()
                .filter(one -> one.isOver(now) && one.kind() != Expiry.Kind.TRUST)
                .map(one -> one.text(now))
                .toList();
    }

    /** What will expire within 30 days, and authorities that have, as sentences. */
    public List<String> warnings() {
        Instant now = clock.instant();
        return expiries().stream()
                .filter(one -> one.isNear(now) || one.isOver(now) && one.kind() == Expiry.Kind.TRUST)
                .map(one -> one.text(now))
                .toList();
    }

    /** Says in the log what has expired or soon will; to be called now and then. */
    public void logExpiries() {
        expired().forEach(text -> LOG.error("{}", text));
        warnings().forEach(text -> LOG.warn("{}", text));
    }
}
