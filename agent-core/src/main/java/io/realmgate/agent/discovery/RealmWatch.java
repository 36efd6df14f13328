package io.realmgate.agent.discovery;

import io.realmgate.agent.config.AgentSettings.Discovery;
import io.realmgate.agent.config.RealmSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the servers of one realm known: asks again before the time of the records is over, and lets the servers go when it is
 * and nobody could be asked (RFC 6733 5.2). Confined to one thread.
 */
final class RealmWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RealmWatch.class);

    private final Dns dns;
    private final Timer timer;
    private final Discovery settings;
    private final RealmSettings realm;
    private final Consumer<List<Server>> listener;
    private List<Server> servers = List.of();
    private long expiry;
    private @Nullable Runnable cancel;
    private boolean stopped;

    /** @param listener hears of the servers whenever they change */
    RealmWatch(Dns dns, Timer timer, Discovery settings, RealmSettings realm, Consumer<List<Server>> listener) {
        this.dns = dns;
        this.timer = timer;
        this.settings = settings;
        this.realm = realm;
        this.listener = listener;
    }

    RealmSettings realm() {
        return realm;
    }

    void start() {
        if (stopped) {
            return;
        }
        Set<String> inUse = servers.stream().map(Server::address).collect(Collectors.toSet());
        new RealmLookup(dns, realm, inUse).find().whenComplete((found, failure) -> {
            if (stopped) {
                return;
            }
            if (failure == null) {
                onFound(found);
            } else {
                onFailure(failure);
            }
        });
    }

    void stop() {
        stopped = true;
        if (cancel != null) {
            cancel.run();
        }
    }

    private void onFound(RealmLookup.Found found) {
        if (found.servers().isEmpty()) {
            change(List.of());
            again(settings.negativeTtl());
            return;
        }
        Duration ttl =
                Duration.ofSeconds(Math.min(found.ttl(), settings.maxTtl().toSeconds() + 1));
        Duration lives = ttl.compareTo(settings.minTtl()) < 0
                ? settings.minTtl()
                : ttl.compareTo(settings.maxTtl()) > 0 ? settings.maxTtl() : ttl;
        expiry = timer.now() + lives.toNanos();
        change(found.servers());
        // Some time is left to be asked again in, should the first attempt fail.
        again(lives.multipliedBy(9).dividedBy(10));
    }

    private void onFailure(Throwable failure) {
        long left = expiry - timer.now();
        LOG.warn("realm {}: DNS could not be asked: {}", realm.realm(), failure.toString());
        if (servers.isEmpty() || left <= 0) {
            change(List.of());
            again(settings.negativeTtl());
        } else {
            again(Duration.ofNanos(Math.min(left, settings.negativeTtl().toNanos())));
        }
    }

    private void change(List<Server> now) {
        if (!now.equals(servers)) {
            servers = now;
            LOG.info("realm {}: DNS names {}", realm.realm(), now.isEmpty() ? "nobody" : now);
            listener.accept(now);
        }
    }

    private void again(Duration delay) {
        cancel = timer.after(delay, this::start);
    }
}
