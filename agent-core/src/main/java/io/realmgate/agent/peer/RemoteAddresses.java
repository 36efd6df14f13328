package io.realmgate.agent.peer;

import io.realmgate.agent.config.PeerSettings.Endpoint;
import java.util.List;

/**
 * Where one peer can be connected to: its addresses in turn, the first one again whenever a connection has been open.
 * Confined to one loop.
 */
final class RemoteAddresses {
    private final List<Endpoint> endpoints;
    private int next;

    /** @param endpoints at least one, the preferred one first */
    RemoteAddresses(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    /** The one to try now. */
    Endpoint current() {
        return endpoints.get(next);
    }

    /** The one tried last did not lead to an open connection; false when all have been tried, so that it is time to wait. */
    boolean failed() {
        next = (next + 1) % endpoints.size();
        return next != 0;
    }

    /** A connection was open. */
    void opened() {
        next = 0;
    }
}
