package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.metrics.TlsRefusal;
import io.realmgate.agent.metrics.TrafficCounters;
import io.realmgate.agent.tls.Secured;
import io.realmgate.agent.transaction.TransactionTable;
import io.realmgate.agent.transport.FrameSink;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.agent.transport.Outbox;
import io.realmgate.agent.transport.TransportConnection;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a peer from the moment it is up: capabilities exchange, watchdog, disconnect; everything else goes to
 * the {@link MessageHandler}.
 *
 * <p>Confined to its event loop, except {@link #isOpen()}, {@link #supports}, {@link #isRelay()} and the final fields,
 * which any loop may read.
 */
public final class PeerConnection implements FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

    // For the life of the connection.
    private final PeerLoop room;
    private final TransportConnection transport;
    private final MessageHandler handler;
    private final @Nullable Peer expected;
    private final InetSocketAddress remote;
    private final TransactionTable<PeerConnection> transactions;
    private final Handshake handshake;
    private final OwnMessages own;
    private final Liveness liveness;
    private @Nullable Future<?> timer;
    private Consumer<PeerConnection> onClosed = c -> {};
    private boolean closedByUs;

    // From the capabilities exchange on.
    private volatile ConnectionState state;
    private volatile @Nullable Negotiated negotiated;

    /**
     * @param expected whom we connected to; null when the peer connected to us
     */
    public PeerConnection(
            PeerLoop room, TransportConnection transport, MessageHandler handler, @Nullable Peer expected) {
        this.room = room;
        this.transport = transport;
        this.handler = handler;
        this.expected = expected;
        this.remote = transport.remoteAddress();
        this.transactions = new TransactionTable<>(
                this, room.random().nextInt(), room.settings().limits().pendingPerPeer(), room.wheel());
        this.handshake = new Handshake(
                room.local(),
                room.peers(),
                new Protection(room.peers(), room.tls().refusals()));
        this.own = new OwnMessages(room, transport, transactions);
        this.liveness = new Liveness(room, transport::isPaused, this::onWatchdog);
        this.state = expected == null ? ConnectionState.WAIT_CER : ConnectionState.WAIT_CEA;
    }

    /** Starts the conversation: we speak first if we connected (RFC 6733 5.6), and nobody may be silent for long. */
    public void start() {
        if (state == ConnectionState.CLOSED) {
            // Lost between its making and its turn.
            return;
        }
        if (expected == null) {
            if (!room.peers().connectionOpened(remote.getAddress())) {
                LOG.warn("{}: refused, its address has agent.limits.connections-per-address connections", remote);
                transport.close();
                return;
            }
        } else {
            expected.setInitiating(this);
            own.capabilitiesRequest();
        }
        timer = room.io().schedule(room.settings().timers().handshake().toNanos(), () -> {
            if (state == ConnectionState.WAIT_CER || state == ConnectionState.WAIT_CEA) {
                close("no capabilities exchange within agent.timers.handshake");
            }
        });
    }

    /** Has {@code listener} told once when this connection is gone. */
    void onClosed(Consumer<PeerConnection> listener) {
        onClosed = listener;
    }

    /** Runs {@code task} on the loop when this connection is gone, or now if it is; from any thread. */
    public void whenGone(Runnable task) {
        room.io().execute(() -> {
            if (state == ConnectionState.CLOSED) {
                task.run();
            } else {
                onClosed = onClosed.andThen(c -> task.run());
            }
        });
    }

    // What other rooms need ---------------------------------------------------------------------------------------

    public IoLoop loop() {
        return room.io();
    }

    public Outbox outbox() {
        return transport.outbox();
    }

    public TransactionTable<PeerConnection> transactions() {
        return transactions;
    }

    public InetSocketAddress remoteAddress() {
        return remote;
    }

    /** What protects the connection; null when nothing does. */
    public @Nullable Secured secured() {
        return transport.secured();
    }

    public ConnectionState state() {
        return state;
    }

    /** Whether new requests may be sent here. */
    public boolean isOpen() {
        return state == ConnectionState.OPEN;
    }

    /** Whether the watchdog doubts the connection, so that new requests go here only when nobody else can take them. */
    public boolean isSuspended() {
        return liveness.isSuspended();
    }

    /** Whether answers still reach the peer. */
    public boolean canAnswer() {
        return state == ConnectionState.OPEN || state == ConnectionState.CLOSING;
    }

    /** True when we connected, false when the peer did. */
    public boolean isInitiator() {
        return expected != null;
    }

    private Negotiated negotiated() {
        Negotiated n = negotiated;
        if (n == null) {
            throw new IllegalStateException(remote + ": no capabilities exchange yet");
        }
        return n;
    }

    /** The peer; this and what follows only after the capabilities exchange. */
    public Peer peer() {
        return negotiated().peer();
    }

    public TrafficCounters counters() {
        return negotiated().counters();
    }

    /** The Route-Record AVP for requests that came from this peer (RFC 6733 6.1.9); read it by absolute index. */
    public ByteBuf routeRecord() {
        return negotiated().routeRecord();
    }

    /** Whether the peer advertised the relay application. */
    public boolean isRelay() {
        return negotiated().isRelay();
    }

    /** Whether the peer takes messages of {@code application} (RFC 6733 5.3). */
    public boolean supports(int application) {
        return negotiated().supports(application);
    }

    /** What the peer advertised, unsigned, ascending. */
    public int[] applications() {
        return negotiated().applications();
    }

    // Messages ----------------------------------------------------------------------------------------------------

    @Override
    public void onMessage(DiameterMessage message) {
        liveness.onReceived();
        switch (state) {
            case WAIT_CER -> judge(message, handshake.onFirstMessage(message, remote, transport.secured()));
            case WAIT_CEA ->
                judge(message, handshake.onReply(message, Objects.requireNonNull(expected), transport.secured()));
            case OPEN, CLOSING -> {
                if (message.application() == Applications.COMMON
                        && message.version() == DiameterMessage.VERSION
                        && Commands.isPeerToPeer(message.command())) {
                    onBaseMessage(message);
                } else if (message.isRequest()) {
                    handler.onRequest(this, message);
                } else {
                    handler.onAnswer(this, message);
                }
            }
            case CLOSED -> {
                // What was read together with the message that closed us.
            }
        }
    }

    private void judge(DiameterMessage message, Handshake.Verdict verdict) {
        if (verdict instanceof Handshake.Verdict.Drop drop) {
            close(drop.reason());
        } else if (verdict instanceof Handshake.Verdict.Refuse no) {
            own.capabilitiesAnswer(message, no.resultCode(), no.fault());
            LOG.warn("{}: peer \"{}\" refused with {}: {}", remote, no.claimed(), no.resultCode(), no.remedy());
            state = ConnectionState.CLOSED;
            transport.close();
        } else if (verdict instanceof Handshake.Verdict.Accept yes) {
            accept(message, yes.peer(), yes.offer());
        }
    }

    private void accept(DiameterMessage message, Peer candidate, Capabilities offer) {
        if (!isInitiator() && !winsElection(candidate, offer)) {
            close("the election was lost: our own connection to " + candidate.identity() + " stays");
        } else if (!candidate.claim(this)) {
            close("refused, " + candidate.identity() + " is connected already (RFC 6733 5.6: R-Reject)");
        } else {
            if (!isInitiator()) {
                own.capabilitiesAnswer(message, ResultCodes.SUCCESS, null);
            }
            opened(candidate, offer);
        }
    }

    private boolean winsElection(Peer candidate, Capabilities offer) {
        PeerConnection ours = candidate.initiating();
        if (ours == null) {
            return true;
        }
        boolean wins = handshake.winsElection(offer.originHost());
        if (wins) {
            ours.loop().execute(() -> ours.closeIfWaiting("the election was won: the peer's connection stays"));
        }
        return wins;
    }

    void closeIfWaiting(String reason) {
        if (state == ConnectionState.WAIT_CEA) {
            close(reason);
        }
    }

    private void opened(Peer opened, Capabilities offer) {
        negotiated = new Negotiated(opened, room.counters().of(opened.identity()), offer);
        clearInitiating();
        state = ConnectionState.OPEN;
        cancelTimer();
        liveness.start(opened.hasFailed());
        opened.setReconnectWelcome(true);
        opened.setLastEvent("connected " + (isInitiator() ? "to " : "from ") + remote);
        if (!offer.originRealm().equalsIgnoreCase(opened.realm())) {
            LOG.warn(
                    "{}: says realm \"{}\", peers.conf says \"{}\"; requests are routed by the latter",
                    opened.identity(),
                    offer.originRealm(),
                    opened.realm());
        }
        LOG.info("{}: open, {} {} ({})", opened.identity(), isInitiator() ? "to" : "from", remote, offer.describe());
    }

    private void onBaseMessage(DiameterMessage message) {
        switch (message.command()) {
            case Commands.DEVICE_WATCHDOG -> {
                if (message.isRequest()) {
                    own.watchdogAnswer(message);
                } else {
                    liveness.onAnswer();
                }
            }
            case Commands.DISCONNECT_PEER -> {
                if (message.isRequest()) {
                    onDisconnectRequest(message);
                } else if (state == ConnectionState.CLOSING) {
                    close("disconnected in order");
                }
            }
            default -> onCapabilitiesAgain(message);
        }
    }

    /** RFC 6733 5.6: I-Open and R-Open answer a CER and process a CEA without changing state. */
    private void onCapabilitiesAgain(DiameterMessage message) {
        if (!message.isRequest()) {
            return;
        }
        Capabilities offer = Capabilities.of(message);
        boolean same = offer.fault() == null && offer.originHost().equalsIgnoreCase(peer().identity());
        int result = same ? ResultCodes.SUCCESS : ResultCodes.UNABLE_TO_COMPLY;
        own.capabilitiesAnswer(message, result, offer.fault());
    }

    private void onDisconnectRequest(DiameterMessage request) {
        DisconnectCause cause = DisconnectCause.of(request);
        LOG.info("{}: asks to disconnect, {}", peer().identity(), cause);
        peer().setReconnectWelcome(cause.allowsReconnect());
        peer().setLastEvent("the peer asked to disconnect (" + cause + ")");
        state = ConnectionState.CLOSING;
        own.disconnectAnswer(request);
        closeLater("the peer asked to disconnect (" + cause + ")");
    }

    /** Sends a DPR (RFC 6733 5.4); the connection closes with the DPA, or after the handshake time without it. */
    public void disconnect(DisconnectCause cause) {
        if (state == ConnectionState.OPEN) {
            state = ConnectionState.CLOSING;
            own.disconnectRequest(cause);
            closeLater("no DPA came");
        } else if (state != ConnectionState.CLOSING) {
            close("we disconnect");
        }
    }

    private void closeLater(String reason) {
        cancelTimer();
        timer = room.io().schedule(room.settings().timers().handshake().toNanos(), () -> close(reason));
    }

    @Override
    public void onOversized(DiameterMessage head, int claimedLength) {
        liveness.onReceived();
        if (state == ConnectionState.OPEN || state == ConnectionState.CLOSING) {
            handler.onOversized(this, head, claimedLength);
        } else {
            close("a message of " + claimedLength + " octets instead of a capabilities exchange");
        }
    }

    @Override
    public void onTlsHello() {
        room.tls().refusals().count(TlsRefusal.TLS_ON_PLAIN_PORT);
        close(TlsRefusal.TLS_ON_PLAIN_PORT.text());
    }

    @Override
    public void onBroken(String reason) {
        close(reason);
    }

    // Time --------------------------------------------------------------------------------------------------------

    private void onWatchdog(DeviceWatchdog.Action action) {
        if (state != ConnectionState.OPEN) {
            return;
        }
        switch (action) {
            case NONE -> {
                // The table of RFC 3539 says so.
            }
            case PROBE -> own.watchdogRequest();
            case FAILOVER -> {
                LOG.warn("{}: suspect, it has not answered a DWR for Tw; its requests go elsewhere", peer().identity());
                handler.onSuspect(this);
            }
            case FAILBACK -> LOG.info("{}: answers its watchdog, requests go to it again", peer().identity());
            case CLOSE -> close("the watchdog found it dead: nothing came, not even a DWA");
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    // The end -----------------------------------------------------------------------------------------------------

    /** Closes now; what is pending is answered by the handler. */
    public void close(String reason) {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        Negotiated open = negotiated;
        Peer known = open != null ? open.peer() : expected;
        LOG.info("{}: closing, {}", known == null ? remote : known.identity() + " (" + remote + ")", reason);
        if (known != null) {
            known.setLastEvent(reason);
        }
        closedByUs = true;
        transport.close();
    }

    @Override
    public void onClosed() {
        Negotiated known = negotiated;
        ConnectionState before = state;
        state = ConnectionState.CLOSED;
        cancelTimer();
        liveness.stop();
        clearInitiating();
        if (expected == null) {
            room.peers().connectionClosed(remote.getAddress());
        }
        if (known != null) {
            Peer peer = known.peer();
            peer.setFailed(before == ConnectionState.OPEN);
            peer.release(this);
            if (before == ConnectionState.OPEN && !closedByUs) {
                peer.setLastEvent("connection lost");
            }
            LOG.info("{}: connection closed", peer.identity());
            handler.onConnectionLost(this);
        } else if (expected != null && !closedByUs) {
            expected.setLastEvent("closed the connection instead of answering our CER");
        }
        onClosed.accept(this);
    }

    private void clearInitiating() {
        if (expected != null && expected.initiating() == this) {
            expected.setInitiating(null);
        }
    }
}
