package io.realmgate.agent.peer;

import io.netty.channel.embedded.EmbeddedChannel;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.metrics.LoopCounters;
import io.realmgate.agent.tls.TlsStore;
import io.realmgate.agent.transaction.DeadlineWheel;
import io.realmgate.agent.transport.FrameSink;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.agent.transport.OutboxLimits;
import io.realmgate.agent.transport.TransportConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Peers that count as connected although nobody is there: so that the classes that choose next hops can be asked about
 * files alone. Nothing is ever sent or received. A peer takes every application that {@code peers.conf} does not deny it,
 * but is no agent unless it says so: another server is not taken for a way to the one that is down.
 *
 * <p>Of one thread, whose time stands still.
 */
public final class AssumedPeers {
    private static final int OUTPUT = 1 << 20;

    private final PeerLoop room;
    private final TransportConnection transport;

    /** @param random for choices by weight; with one seed the same question has the same answer */
    public AssumedPeers(AgentSettings settings, LocalNode local, PeerTable peers, RandomGenerator random) {
        NoNetwork channel = new NoNetwork();
        IoLoop io = new IoLoop(channel.eventLoop(), () -> 0);
        this.transport = new TransportConnection(
                io, settings.limits().messageSize(), OutboxLimits.of(OUTPUT, OUTPUT), up -> new NobodyReads());
        channel.pipeline().addLast(transport);
        this.room = new PeerLoop(
                io,
                local,
                peers,
                settings,
                TlsStore.load(Map.of(), Runnable::run, () -> Instant.EPOCH),
                new Doorkeeper(io, 1, new RefusalLog(io)),
                new DeadlineWheel<>(1, 0, 1),
                new LoopCounters(),
                random);
    }

    /** The loop that the connections would belong to. */
    public PeerLoop room() {
        return room;
    }

    /** From now on {@code peer} counts as connected, or as not connected. */
    public void assume(Peer peer, boolean connected, MessageHandler handler) {
        PeerConnection before = peer.connection();
        if (connected && before == null) {
            PeerConnection connection = new PeerConnection(room, transport, handler, peer);
            connection.met(Negotiated.assumed(peer, room.counters().of(peer.identity())));
            connection.become(ConnectionState.OPEN);
            peer.machine().on(state -> new PeerState.ROpen(connection));
        } else if (!connected && before != null) {
            peer.machine().on(state -> new PeerState.Closed());
        }
    }

    /** A channel with addresses and without a network. */
    private static final class NoNetwork extends EmbeddedChannel {
        @Override
        protected SocketAddress remoteAddress0() {
            return localAddress0();
        }

        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }
    }

    private static final class NobodyReads implements FrameSink {
        @Override
        public void onMessage(DiameterMessage message) {}

        @Override
        public void onOversized(DiameterMessage head, int claimedLength) {}

        @Override
        public void onBroken(String reason) {}

        @Override
        public void onClosed() {}
    }
}
