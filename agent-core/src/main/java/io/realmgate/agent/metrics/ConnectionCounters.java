package io.realmgate.agent.metrics;

/** Connections that one event loop refused since the start, by cause. Written by that loop only. */
public final class ConnectionCounters {
    private final long[] refused = new long[ConnectionRefusal.values().length];

    /** A connection was refused. */
    public void refused(ConnectionRefusal cause) {
        refused[cause.index()]++;
    }

    /** A copy that another thread may read. */
    public ConnectionCounters copy() {
        ConnectionCounters copy = new ConnectionCounters();
        System.arraycopy(refused, 0, copy.refused, 0, refused.length);
        return copy;
    }

    long count(ConnectionRefusal cause) {
        return refused[cause.index()];
    }
}
