package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RouteRecord;
import io.realmgate.agent.metrics.TrafficCounters;
import io.realmgate.agent.transaction.TransactionTable;
import io.realmgate.agent.transport.FrameSink;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.agent.transport.Outbox;
import io.realmgate.agent.transport.TransportConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
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
    private final CapabilitiesExchange exchange;
    private final DeviceWatchdog watchdog = new DeviceWatchdog();
    private @Nullable Future<?> timer;
    private Consumer<PeerConnection> onClosed = c -> {};
    private boolean closedByUs;

    // From the capabilities exchange on.
    private volatile ConnectionState state;
    private volatile @Nullable Peer peer;
    private volatile int[] applications = {};
    private volatile boolean relay;
    private @Nullable TrafficCounters counters;
    private ByteBuf routeRecord = Unpooled.EMPTY_BUFFER;

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
        this.handshake = new Handshake(room.local(), room.peers());
        this.exchange = new CapabilitiesExchange(room.local());
        this.state = expected == null ? ConnectionState.WAIT_CER : ConnectionState.WAIT_CEA;
    }

    /** Starts the conversation: we speak first if we connected (RFC 6733 5.6), and nobody may be silent for long. */
    public void start() {
        if (expected == null) {
            if (!room.peers().connectionOpened(remote.getAddress())) {
                LOG.warn("{}: refused, its address has agent.limits.connections-per-address connections", remote);
                transport.close();
                return;
            }
        } else {
            expected.setInitiating(this);
            send(out -> exchange.writeRequest(
                    out,
                    transactions.nextIdentifier(),
                    room.random().nextInt(),
                    transport.localAddress().getAddress()));
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

    public ConnectionState state() {
        return state;
    }

    /** Whether new requests may be sent here. */
    public boolean isOpen() {
        return state == ConnectionState.OPEN;
    }

    /** Whether answers still reach the peer. */
    public boolean canAnswer() {
        return state == ConnectionState.OPEN || state == ConnectionState.CLOSING;
    }

    /** True when we connected, false when the peer did. */
    public boolean isInitiator() {
        return expected != null;
    }

    /** The peer; only after the capabilities exchange. */
    public Peer peer() {
        Peer p = peer;
        if (p == null) {
            throw new IllegalStateException(remote + ": no capabilities exchange yet");
        }
        return p;
    }

    public TrafficCounters counters() {
        TrafficCounters c = counters;
        if (c == null) {
            throw new IllegalStateException(remote + ": no capabilities exchange yet");
        }
        return c;
    }

    /** The Route-Record AVP for requests that came from this peer (RFC 6733 6.1.9); read it by absolute index. */
    public ByteBuf routeRecord() {
        return routeRecord;
    }

    /** Whether the peer advertised the relay application. */
    public boolean isRelay() {
        return relay;
    }

    /** Whether the peer takes messages of {@code application} (RFC 6733 5.3): advertised, relay, or common to all. */
    public boolean supports(int application) {
        if (relay || application == Applications.COMMON) {
            return true;
        }
        for (int one : applications) {
            if (one == application) {
                return true;
            }
        }
        return false;
    }

    /** What the peer advertised, unsigned, ascending. */
    public int[] applications() {
        return applications.clone();
    }

    // Messages ----------------------------------------------------------------------------------------------------

    @Override
    public void onMessage(DiameterMessage message) {
        watchdog.onReceived();
        switch (state) {
            case WAIT_CER -> judge(message, handshake.onFirstMessage(message, remote));
            case WAIT_CEA -> judge(message, handshake.onReply(message, Objects.requireNonNull(expected)));
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
            sendCapabilities(message, no.resultCode(), no.fault());
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
                sendCapabilities(message, ResultCodes.SUCCESS, null);
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

    private void closeIfWaiting(String reason) {
        if (state == ConnectionState.WAIT_CEA) {
            close(reason);
        }
    }

    private void opened(Peer opened, Capabilities offer) {
        peer = opened;
        clearInitiating();
        counters = room.counters().of(opened.identity());
        applications = offer.applications().stream().mapToInt(Integer::intValue).toArray();
        Arrays.sort(applications);
        relay = offer.isRelay();
        routeRecord = RouteRecord.of(offer.originHost());
        state = ConnectionState.OPEN;
        cancelTimer();
        scheduleWatchdog();
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
                    send(out -> BaseMessages.writeWatchdogAnswer(out, room.local(), message));
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
        sendCapabilities(message, result, offer.fault());
    }

    private void sendCapabilities(DiameterMessage request, int resultCode, Capabilities.@Nullable Fault fault) {
        send(out -> exchange.writeAnswer(
                out, request, resultCode, transport.localAddress().getAddress(), fault));
    }

    private void onDisconnectRequest(DiameterMessage request) {
        DisconnectCause cause = DisconnectCause.of(request);
        LOG.info("{}: asks to disconnect, {}", peer().identity(), cause);
        peer().setReconnectWelcome(cause.allowsReconnect());
        peer().setLastEvent("the peer asked to disconnect (" + cause + ")");
        state = ConnectionState.CLOSING;
        send(out -> BaseMessages.writeDisconnectAnswer(out, room.local(), request));
        closeLater("the peer asked to disconnect (" + cause + ")");
    }

    /** Sends a DPR (RFC 6733 5.4); the connection closes with the DPA, or after the handshake time without it. */
    public void disconnect(DisconnectCause cause) {
        if (state == ConnectionState.OPEN) {
            state = ConnectionState.CLOSING;
            send(out -> BaseMessages.writeDisconnectRequest(
                    out,
                    room.local(),
                    transactions.nextIdentifier(),
                    room.random().nextInt(),
                    cause));
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
        watchdog.onReceived();
        if (state == ConnectionState.OPEN || state == ConnectionState.CLOSING) {
            handler.onOversized(this, head, claimedLength);
        } else {
            close("a message of " + claimedLength + " octets instead of a capabilities exchange");
        }
    }

    @Override
    public void onBroken(String reason) {
        close(reason);
    }

    // Time --------------------------------------------------------------------------------------------------------

    /** RFC 3539 3.4.1: Tw with jitter, so that many peers do not probe in step. */
    private void scheduleWatchdog() {
        Duration tw = room.settings().timers().watchdog();
        long span = Math.min(Duration.ofSeconds(2).toNanos(), tw.toNanos() / 10);
        long jitter = room.random().nextLong(-span, span + 1);
        timer = room.io().schedule(tw.toNanos() + jitter, this::onWatchdogTimer);
    }

    private void onWatchdogTimer() {
        if (state != ConnectionState.OPEN) {
            return;
        }
        switch (watchdog.onTimer()) {
            case WAIT -> scheduleWatchdog();
            case PROBE -> {
                send(out -> BaseMessages.writeWatchdogRequest(
                        out,
                        room.local(),
                        transactions.nextIdentifier(),
                        room.random().nextInt()));
                scheduleWatchdog();
            }
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
        Peer known = peer != null ? peer : expected;
        LOG.info("{}: closing, {}", known == null ? remote : known.identity() + " (" + remote + ")", reason);
        if (known != null) {
            known.setLastEvent(reason);
        }
        closedByUs = true;
        transport.close();
    }

    @Override
    public void onClosed() {
        boolean wasOpen = peer != null;
        ConnectionState before = state;
        state = ConnectionState.CLOSED;
        cancelTimer();
        clearInitiating();
        if (expected == null) {
            room.peers().connectionClosed(remote.getAddress());
        }
        if (wasOpen) {
            Peer known = peer();
            known.release(this);
            if (before == ConnectionState.OPEN && !closedByUs) {
                known.setLastEvent("connection lost");
            }
            LOG.info("{}: connection closed", known.identity());
            handler.onConnectionLost(this);
        }
        onClosed.accept(this);
    }

    private void clearInitiating() {
        if (expected != null && expected.initiating() == this) {
            expected.setInitiating(null);
        }
    }

    private void send(Consumer<ByteBuf> writing) {
        ByteBuf scratch = Unpooled.buffer(256);
        writing.accept(scratch);
        outbox().append(scratch, 0, scratch.readableBytes());
    }
}
