package io.realmgate.agent.peer;

import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.metrics.ConnectionCounters;
import io.realmgate.agent.metrics.ConnectionRefusal;
import io.realmgate.agent.transport.IoLoop;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Watches over the connections of one loop that were made to us and whose CER is still to come: so many and no more, so
 * that those who say nothing keep nobody out. Counts and logs those that are refused. Confined to its loop.
 *
 * <p>At the bound the one that has waited longest is closed, rather than the new one refused: a peer sends its CER as soon
 * as it is connected, so a long wait is the mark of one that will not.
 */
public final class Doorkeeper {
    private final IoLoop loop;
    private final int most;
    private final RefusalLog log;
    private final ConnectionCounters counters = new ConnectionCounters();
    /** Oldest first; some of them have opened or gone meanwhile. */
    private final Deque<PeerConnection> waiting = new ArrayDeque<>();
    /** Those that had waited longest, to be closed in the next iteration of the loop. */
    private final Deque<PeerConnection> displaced = new ArrayDeque<>();

    /** @param most connections that may wait for their CER at once, at least 1 */
    public Doorkeeper(IoLoop loop, int most, RefusalLog log) {
        this.loop = loop;
        this.most = most;
        this.log = log;
    }

    /** A connection was made to us and is not refused yet. */
    public void entered(PeerConnection connection) {
        if (!connection.isWaiting()) {
            return;
        }
        if (waiting.size() >= most) {
            waiting.removeIf(one -> !one.isWaiting());
        }
        if (waiting.size() >= most) {
            displaced.add(waiting.remove());
            if (displaced.size() == 1) {
                // A timer that is due runs after the next look at all sockets: a CER that has come already is read
                // first.
                loop.schedule(0, this::closeDisplaced);
            }
        }
        waiting.add(connection);
    }

    private void closeDisplaced() {
        for (PeerConnection one = displaced.poll(); one != null; one = displaced.poll()) {
            if (one.isWaiting()) {
                one.refuse(
                        ConnectionRefusal.DISPLACED,
                        "agent.limits.connections-not-open wait for their CER, it longest");
            }
        }
    }

    /**
     * Counts and logs a connection that is not let in.
     *
     * @param who what it calls itself, or its address
     */
    public void refused(ConnectionRefusal cause, String who, String line) {
        counters.refused(cause);
        if (log.isNews(who, cause.label())) {
            log.say(line);
        }
    }

    /** The same by the address alone. */
    void refused(ConnectionRefusal cause, InetSocketAddress remote, String reason) {
        refused(cause, remote.getAddress().getHostAddress(), remote + ": connection refused, " + reason);
    }

    /** Why a CER is answered with {@code resultCode}. */
    static ConnectionRefusal causeOf(int resultCode) {
        return switch (resultCode) {
            case ResultCodes.UNKNOWN_PEER -> ConnectionRefusal.UNKNOWN_PEER;
            case ResultCodes.NO_COMMON_APPLICATION -> ConnectionRefusal.NO_COMMON_APPLICATION;
            case ResultCodes.NO_COMMON_SECURITY -> ConnectionRefusal.NO_COMMON_SECURITY;
            case ResultCodes.UNABLE_TO_COMPLY -> ConnectionRefusal.NOT_NOW;
            default -> ConnectionRefusal.WRONG_CER;
        };
    }

    public RefusalLog log() {
        return log;
    }

    public ConnectionCounters counters() {
        return counters;
    }
}
