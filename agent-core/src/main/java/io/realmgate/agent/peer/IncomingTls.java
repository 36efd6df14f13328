package io.realmgate.agent.peer;

import io.realmgate.agent.metrics.TlsRefusal;
import io.realmgate.agent.transport.RefusalLog;
import io.realmgate.agent.transport.TlsWatch;
import java.net.InetSocketAddress;

/**
 * Handshakes with strangers on one loop: they count as connections of their address, and what fails is counted and said in
 * the log, at most so many lines a second. Whom they claim to be is known with the CER only.
 */
public final class IncomingTls implements TlsWatch {
    private final PeerLoop room;
    private final RefusalLog log;

    public IncomingTls(PeerLoop room) {
        this.room = room;
        this.log = new RefusalLog(room.io());
    }

    @Override
    public boolean begun(InetSocketAddress remote) {
        boolean welcome = room.peers().connectionOpened(remote.getAddress());
        if (!welcome) {
            room.peers().connectionClosed(remote.getAddress());
            room.io().tick();
            log.say(() -> remote + ": refused, its address has agent.limits.connections-per-address connections");
        }
        return welcome;
    }

    @Override
    public void ended(InetSocketAddress remote) {
        room.peers().connectionClosed(remote.getAddress());
    }

    @Override
    public void refused(TlsRefusal reason, InetSocketAddress remote, String text) {
        room.tls().refusals().count(reason);
        room.io().tick();
        log.say(() -> remote + ": refused, " + text);
    }
}
