package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.message.CapturedMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of applications that a node sent and received lately, oldest first; the oldest make room for new ones.
 * Thread-safe.
 */
public final class Journal {
    private final int bound;
    private final Deque<Entry> entries = new ArrayDeque<>();

    /** Which way a message went. */
    public enum Way {
        SENT,
        RECEIVED
    }

    /** One message, and the identity of the peer on the other end of its connection. */
    public record Entry(Way way, String peer, CapturedMessage message) {}

    Journal(int bound) {
        this.bound = bound;
    }

    synchronized void add(Entry entry) {
        if (entries.size() == bound) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    /** The entries that {@code wanted} accepts, oldest first. */
    public synchronized List<Entry> find(Predicate<Entry> wanted) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (wanted.test(entry)) {
                found.add(entry);
            }
        }
        return found;
    }

    /** The youngest request of an application that was received, or null. */
    public synchronized @Nullable Entry lastRequest(int application) {
        Entry last = null;
        for (Entry entry : entries) {
            if (entry.way == Way.RECEIVED
                    && entry.message.view().isRequest()
                    && entry.message.view().application() == application) {
                last = entry;
            }
        }
        return last;
    }
}
