package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.message.CapturedMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The messages of applications that a node sent and received lately, oldest first; the oldest make room for new ones, by
 * number and by octets. Thread-safe.
 */
public final class Journal {
    private static final int MESSAGES = 4096;
    private static final long OCTETS = 32L << 20;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long octets;

    /** Which way a message went. */
    public enum Way {
        SENT,
        RECEIVED
    }

    /** One message, and the identity of the peer on the other end of its connection. */
    public record Entry(Way way, String peer, CapturedMessage message) {}

    synchronized void add(Entry entry) {
        entries.addLast(entry);
        octets += entry.message.view().length();
        while (entries.size() > MESSAGES || octets > OCTETS) {
            octets -= entries.removeFirst().message.view().length();
        }
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
}
