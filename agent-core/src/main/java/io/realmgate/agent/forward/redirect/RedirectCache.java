package io.realmgate.agent.forward.redirect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.realmgate.routing.model.RedirectUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The redirects that are remembered (RFC 6733 6.13), each for its own time (6.14), shared by all loops. At its bound those
 * that were not used for longest tend to go first, which costs their requests one more redirect. Safe for all threads.
 */
public final class RedirectCache {
    /** The longest that anything is cached, whatever the answer says. */
    static final Duration LONGEST = Duration.ofDays(1);

    private final Cache<RedirectKey, Redirect> entries;
    private final AtomicIntegerArray byUsage = new AtomicIntegerArray(RedirectUsage.values().length);
    private final LongAdder hits = new LongAdder();
    private volatile boolean empty = true;

    /** @param most entries at once */
    public RedirectCache(int most, Ticker ticker) {
        entries = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Expiry.writing(
                        (RedirectKey key, Redirect redirect) -> min(Duration.ofSeconds(redirect.seconds()), LONGEST)))
                .ticker(ticker)
                .executor(Runnable::run)
                // Expired entries go although nothing is asked, so that an empty cache is known to be empty.
                .scheduler(Scheduler.systemScheduler())
                .removalListener(this::removed)
                .build();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void removed(@Nullable RedirectKey key, @Nullable Redirect redirect, RemovalCause cause) {
        if (key != null && cause != RemovalCause.REPLACED) {
            count(key.usage(), -1);
        }
    }

    /** Rare, so that a lock does no harm: entries come with redirects and go with time. */
    private synchronized void count(RedirectUsage usage, int change) {
        byUsage.addAndGet(usage.code(), change);
        boolean none = true;
        for (int i = 0; i < byUsage.length(); i++) {
            none &= byUsage.get(i) == 0;
        }
        empty = none;
    }

    /** Whether nothing is cached: all that most requests ever ask. */
    public boolean isEmpty() {
        return empty;
    }

    boolean has(RedirectUsage usage) {
        return byUsage.get(usage.code()) > 0;
    }

    @Nullable
    Redirect get(RedirectKey key) {
        return entries.getIfPresent(key);
    }

    void put(Redirect redirect) {
        if (entries.asMap().put(redirect.key(), redirect) == null) {
            count(redirect.usage(), 1);
        }
    }

    /** Forgets one redirect. */
    public void remove(Redirect redirect) {
        entries.asMap().remove(redirect.key(), redirect);
    }

    /** A request went by a cached redirect. */
    public void hit() {
        hits.increment();
    }

    public long hits() {
        return hits.sum();
    }

    /** Forgets those that {@code keep} is not true of. */
    public void retain(Predicate<Redirect> keep) {
        entries.asMap().values().removeIf(redirect -> !keep.test(redirect));
    }

    /** Forgets all; how many they were. */
    public int clear() {
        int size = size();
        entries.invalidateAll();
        return size;
    }

    /** How many are cached. */
    public int size() {
        entries.cleanUp();
        return Math.toIntExact(entries.estimatedSize());
    }

    /** A redirect and how long it still lives. */
    public record Entry(Redirect redirect, long secondsLeft) {}

    /** Up to {@code most} of them, in no order. */
    public List<Entry> entries(int most) {
        List<Entry> list = new ArrayList<>();
        entries.policy().expireVariably().ifPresent(expiry -> {
            for (Redirect redirect : entries.asMap().values()) {
                if (list.size() == most) {
                    return;
                }
                long left = expiry.getExpiresAfter(redirect.key())
                        .map(Duration::toSeconds)
                        .orElse(0L);
                list.add(new Entry(redirect, left));
            }
        });
        return list;
    }
}
