package io.realmgate.agent.peer;

import io.realmgate.agent.metrics.ConnectionRefusal;
import io.realmgate.agent.metrics.TlsRefusal;
import io.realmgate.agent.transport.TlsWatch;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Handshakes with strangers on one loop: they count as connections of their address, only so many go on at once, and what
 * fails is counted and said in the log. Whom they claim to be is known with the CER only.
 *
 * <p>At the bound the one that has taken longest is closed, as {@link Doorkeeper} does with those that owe a CER.
 */
public final class IncomingTls implements TlsWatch {
    private final PeerLoop room;
    private final int most;
    /** What closes them, oldest first. */
    private final Map<InetSocketAddress, Runnable> shaking = new LinkedHashMap<>();

    /** @param most handshakes that may go on at once, at least 1 */
    public IncomingTls(PeerLoop room, int most) {
        this.room = room;
        this.most = most;
    }

    @Override
    public boolean begun(InetSocketAddress remote, Runnable close) {
        room.io().tick();
        if (!room.peers().connectionOpened(remote.getAddress())) {
            room.peers().connectionClosed(remote.getAddress());
            room.door()
                    .refused(
                            ConnectionRefusal.ADDRESS_FULL,
                            remote,
                            "its address has agent.limits.connections-per-address connections");
            return false;
        }
        if (shaking.size() >= most) {
            Map.Entry<InetSocketAddress, Runnable> oldest =
                    shaking.entrySet().iterator().next();
            room.door()
                    .refused(
                            ConnectionRefusal.DISPLACED,
                            oldest.getKey(),
                            "agent.limits.connections-not-open shake hands, it longest");
            oldest.getValue().run();
        }
        shaking.put(remote, close);
        return true;
    }

    @Override
    public void ended(InetSocketAddress remote) {
        if (shaking.remove(remote) != null) {
            room.peers().connectionClosed(remote.getAddress());
        }
    }

    @Override
    public void refused(TlsRefusal reason, InetSocketAddress remote, String text) {
        room.io().tick();
        room.tls().refusals().count(reason);
        if (room.door().log().isNews(remote.getAddress().getHostAddress(), reason.label())) {
            room.door().log().say(remote + ": refused, " + text);
        }
    }
}
