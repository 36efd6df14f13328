package io.realmgate.agent.discovery;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.realmgate.agent.config.AgentSettings.Discovery;
import io.realmgate.agent.config.RealmSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The servers of all realms that are found through DNS. Does nothing, not even open a socket, until there is such a realm. Its
 * methods may be called from any thread; everything else happens on the loop that it is given.
 */
public final class RealmDiscovery {
    private final EventLoop loop;
    private final LongSupplier nanoClock;
    private final Discovery settings;
    private final Consumer<Map<String, List<Server>>> listener;
    private final Map<String, RealmWatch> watches = new HashMap<>();
    private final Map<String, List<Server>> servers = new TreeMap<>();
    private @Nullable NettyDns dns;
    private boolean closed;

    /** @param listener hears of the servers of all realms whenever any change, by realm; must not block */
    public RealmDiscovery(
            EventLoop loop, LongSupplier nanoClock, Discovery settings, Consumer<Map<String, List<Server>>> listener) {
        this.loop = loop;
        this.nanoClock = nanoClock;
        this.settings = settings;
        this.listener = listener;
    }

    /** Finds the servers of these realms from now on; one whose settings are equal goes on as it is. */
    public void watch(List<RealmSettings> realms) {
        loop.execute(() -> watchOnLoop(realms));
    }

    private void watchOnLoop(List<RealmSettings> realms) {
        if (closed) {
            return;
        }
        boolean lost = false;
        for (RealmWatch old : List.copyOf(watches.values())) {
            if (!realms.contains(old.realm())) {
                old.stop();
                watches.remove(old.realm().realm());
                lost |= servers.remove(old.realm().realm()) != null;
            }
        }
        for (RealmSettings realm : realms) {
            if (!watches.containsKey(realm.realm())) {
                RealmWatch watch =
                        new RealmWatch(dns(), new LoopTimer(), settings, realm, now -> onChange(realm.realm(), now));
                watches.put(realm.realm(), watch);
                watch.start();
            }
        }
        if (lost) {
            tell();
        }
    }

    private Dns dns() {
        NettyDns made = dns;
        if (made == null) {
            made = new NettyDns(loop, settings);
            dns = made;
        }
        return made;
    }

    private void onChange(String realm, List<Server> now) {
        if (now.isEmpty()) {
            servers.remove(realm);
        } else {
            servers.put(realm, now);
        }
        tell();
    }

    private void tell() {
        listener.accept(new TreeMap<>(servers));
    }

    /** Asks no more. */
    public void close() {
        loop.execute(() -> {
            closed = true;
            new ArrayList<>(watches.values()).forEach(RealmWatch::stop);
            watches.clear();
            if (dns != null) {
                dns.close();
            }
        });
    }

    private final class LoopTimer implements Timer {
        @Override
        public long now() {
            return nanoClock.getAsLong();
        }

        @Override
        public Runnable after(Duration delay, Runnable task) {
            Future<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }
    }
}
