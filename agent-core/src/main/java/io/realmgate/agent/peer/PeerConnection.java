package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.metrics.ConnectionRefusal;
import io.realmgate.agent.metrics.TlsRefusal;
import io.realmgate.agent.metrics.TrafficCounters;
import io.realmgate.agent.tls.Secured;
import io.realmgate.agent.transaction.TransactionTable;
import io.realmgate.agent.transport.FrameSink;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.agent.transport.Outbox;
import io.realmgate.agent.transport.TransportConnection;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a peer from the moment it is up: capabilities exchange, watchdog, disconnect; everything else goes to
 * the {@link MessageHandler}. It tells its peer's {@link PeerStateMachine} of events and carries out the actions that
 * come back (RFC 6733 5.6.3).
 *
 * <p>Confined to its event loop, except {@link #isOpen()}, {@link #canAnswer()}, {@link #supports}, {@link #isRelay()}, the
 * final fields, and the actions, which may come from any thread.
 */
public final class PeerConnection implements FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

    private static final String LOST = "connection lost";
    private static final int ROOM_TO_APPEND = 512; // octets for a Route-Record and a Proxy-Info

    // For the life of the connection.
    private final PeerLoop room;
    private final TransportConnection transport;
    private final MessageHandler handler;
    private final @Nullable Peer expected;
    private final InetSocketAddress remote;
    private final int longestMessage;
    private final TransactionTable<PeerConnection> transactions;
    private final Introduction introduction;
    private final BaseProtocol base;
    private final OwnMessages own;
    private final Liveness liveness;
    private final TrackRecord trackRecord;
    private final Departure departure;
    private Consumer<PeerConnection> onClosed = c -> {};
    private String end = LOST;
    private boolean wasOpen;
    private boolean gone;
    private int unanswered;
    private volatile ConnectionState state;
    private volatile @Nullable Negotiated negotiated;
    private @Nullable String listener;

    /** On a socket that is up. {@code expected}: whom we connected to, null when the peer connected to us. */
    public PeerConnection(
            PeerLoop room, TransportConnection transport, MessageHandler handler, @Nullable Peer expected) {
        this.room = room;
        this.transport = transport;
        this.handler = handler;
        this.expected = expected;
        this.remote = transport.remoteAddress();
        this.longestMessage = transport.longestMessage();
        this.transactions = new TransactionTable<>(
                this, room.random().nextInt(), room.settings().limits().pendingPerPeer(), room.wheel());
        this.own = new OwnMessages(room, transport, transactions, expected);
        this.introduction = new Introduction(room, this, own, expected);
        this.departure = new Departure(room, this, own);
        this.liveness = new Liveness(room, this, own, handler, transport::isPaused);
        this.base = new BaseProtocol(this, own, liveness, handler);
        this.trackRecord =
                new TrackRecord(new AnswerTime(), new PeerHealth(room.settings().ejection(), room.random()));
        transport.boundMessageTime(room.settings().timers().watchdog());
        this.state = expected == null ? ConnectionState.WAIT_CER : ConnectionState.WAIT_CEA;
    }

    /** Starts the conversation: we speak first if we connected (RFC 6733 5.6), and nobody may be silent for long. */
    public void start() {
        introduction.start(state != ConnectionState.CLOSED);
    }

    /** Notes the name of the listener that the peer connected to, before anything arrives. */
    public void cameInBy(@Nullable String name) {
        listener = name;
    }

    /** Name of the listener that the peer connected to; null when that has none, or we connected. */
    public @Nullable String listener() {
        return listener;
    }

    /** Has {@code listener} told once when this connection is gone. */
    void onClosed(Consumer<PeerConnection> listener) {
        onClosed = listener;
    }

    /** Runs {@code task} on the loop when this connection is gone, or now if it is; from any thread. */
    public void whenGone(Runnable task) {
        room.io().run(() -> {
            onClosed = onClosed.andThen(c -> task.run());
            if (gone) {
                task.run();
            }
        });
    }

    public IoLoop loop() {
        return room.io();
    }

    /** {@code R-Open | Send-Message | R-Snd-Message | R-Open} and {@code I-Open | Send-Message | I-Snd-Message | I-Open}. */
    public Outbox outbox() {
        return transport.outbox();
    }

    public TransactionTable<PeerConnection> transactions() {
        return transactions;
    }

    /** What came of the requests that were sent here; any loop may look. */
    public TrackRecord trackRecord() {
        return trackRecord;
    }

    public InetSocketAddress remoteAddress() {
        return remote;
    }

    /** What carries the connection. */
    TransportKind transport() {
        return transport.kind();
    }

    /** What protects the connection; null when nothing does. */
    public @Nullable Secured secured() {
        return transport.secured();
    }

    /** All addresses of the peer; one, unless it uses SCTP. */
    List<InetSocketAddress> remoteAddresses() {
        return transport.remoteAddresses();
    }

    public ConnectionState state() {
        return state;
    }

    /** Whether new requests may be sent here. */
    public boolean isOpen() {
        return state == ConnectionState.OPEN;
    }

    /** Whether a request for which this connection was chosen while it was open may still be sent. */
    public boolean takesChosen() {
        ConnectionState now = state;
        return now == ConnectionState.OPEN || now == ConnectionState.DRAINING;
    }

    /** Whether the watchdog doubts the connection, so that new requests go here only when nobody else can take them. */
    public boolean isSuspended() {
        return liveness.isSuspended();
    }

    /** Whether its CER is to come. */
    boolean isWaiting() {
        return state == ConnectionState.WAIT_CER;
    }

    /** Whether answers still reach the peer. */
    public boolean canAnswer() {
        ConnectionState now = state;
        return now == ConnectionState.OPEN || now == ConnectionState.DRAINING || now == ConnectionState.CLOSING;
    }

    /** A request of the peer has been answered, or will never be. */
    public void answered() {
        unanswered--;
    }

    /** Whether messages flow, or did. */
    boolean wasOpen() {
        return wasOpen;
    }

    /** Whether the peer still waits for answers. */
    boolean owesAnswers() {
        return unanswered > 0;
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

    /** Whether the transport carries a request of so many octets, together with what we append to it. */
    public boolean carries(int length) {
        return length <= longestMessage - ROOM_TO_APPEND;
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

    @Override
    public int awaited() {
        return transactions.size();
    }

    /**
     * {@code R-Open | R-Rcv-Message | Process | R-Open} and {@code I-Open | I-Rcv-Message | Process | I-Open}, and the
     * messages that are the peers' own business.
     */
    @Override
    public void onMessage(DiameterMessage message) {
        liveness.onReceived();
        switch (state) {
            case WAIT_CER, WAIT_CEA, WAIT_TURN -> introduction.onMessage(message);
            case OPEN, DRAINING, CLOSING -> {
                if (message.application() == Applications.COMMON
                        && message.version() == DiameterMessage.VERSION
                        && Commands.isPeerToPeer(message.command())) {
                    base.onMessage(message);
                } else if (message.isRequest()) {
                    unanswered++;
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

    @Override
    public void onOversized(DiameterMessage head, int claimedLength) {
        liveness.onReceived();
        if (canAnswer()) {
            unanswered += head.isRequest() ? 1 : 0;
            handler.onOversized(this, head, claimedLength);
        } else {
            onBroken("a message of " + claimedLength + " octets instead of a capabilities exchange");
        }
    }

    @Override
    public void onTlsHello() {
        room.tls().refusals().count(TlsRefusal.TLS_ON_PLAIN_PORT);
        onBroken(TlsRefusal.TLS_ON_PLAIN_PORT.text());
    }

    @Override
    public void onBroken(String reason) {
        transport.resetOnClose();
        if (isWaiting()) {
            refuse(ConnectionRefusal.NO_CER, reason);
        } else {
            close(reason);
        }
    }

    @Override
    public void onStalled(String reason) {
        room.door().counters().refused(ConnectionRefusal.STALLED);
        close(reason);
    }

    /** The peer has said who it is, and may talk to us. */
    void met(Negotiated peer) {
        negotiated = peer;
    }

    // Actions (RFC 6733 5.6.3), asked for by the state machine ----------------------------------------------------

    /** I-Snd-CER. */
    void sendCer() {
        own.capabilitiesRequest();
    }

    /** R-Snd-CEA on a connection that the peer made; from now on messages flow. */
    void open() {
        room.io().run(() -> {
            if (state == ConnectionState.CLOSED) {
                return;
            }
            introduction.finish(negotiated());
            wasOpen = true;
            state = peer().isInService() ? ConnectionState.OPEN : ConnectionState.DRAINING;
            transport.boundMessageTime(peer().terms().watchdog());
            transport.boundOutput(
                    peer().standing().policy().output(room.settings().limits().outputPerPeer()));
            liveness.start(peer().hasFailed(), peer().terms().watchdog());
        });
    }

    /** How it ends in order. */
    public Departure departure() {
        return departure;
    }

    void become(ConnectionState next) {
        state = next;
    }

    /** Disc, Reject, Error: what was said before still leaves. */
    void disc(String reason) {
        room.io().run(() -> close(reason));
    }

    /** Reject, of a connection that somebody made to us. */
    void refuse(ConnectionRefusal cause, String reason) {
        room.io().run(() -> introduction.refuse(cause, reason));
    }

    /** A newcomer claims that this connection is dead: it has to answer a DWR soon. */
    void proveAlive() {
        room.io().run(liveness::prove);
    }

    /** Closes when what was said has left; what is pending is answered by the handler. */
    public void close(String reason) {
        if (end(reason)) {
            transport.close();
        }
    }

    /** Closes on a peer that was told why. */
    void dismiss() {
        down();
        transport.close();
    }

    /** Closes a connection that leads nowhere. */
    void abort(String reason) {
        if (end(reason)) {
            transport.abort();
        }
    }

    private boolean end(String reason) {
        if (state == ConnectionState.CLOSED) {
            return false;
        }
        Peer known = known();
        if (wasOpen) {
            ends(reason);
        } else {
            LOG.info("{}: closing, {}", known == null ? remote : known.identity() + " (" + remote + ")", reason);
        }
        if (known != null) {
            known.setLastEvent(reason, this);
        }
        down();
        return true;
    }

    /** What to say of its end, unless something was said already. */
    void ends(String reason) {
        if (end.equals(LOST)) {
            end = reason;
        }
    }

    /** Whom this connection is with, as far as it is known. */
    @Nullable
    Peer known() {
        Negotiated open = negotiated;
        return open == null ? expected : open.peer();
    }

    /** From now on nothing is sent or taken. */
    private void down() {
        if (canAnswer()) {
            peer().setFailed(state != ConnectionState.CLOSING);
        }
        state = ConnectionState.CLOSED;
        introduction.stop();
        departure.stop();
        liveness.stop();
    }

    @Override
    public void onClosed() {
        Peer known = known();
        if (state != ConnectionState.CLOSED) {
            if (known != null && state != ConnectionState.CLOSING) {
                boolean waited = state == ConnectionState.WAIT_CEA;
                known.setLastEvent(waited ? "closed the connection instead of answering our CER" : LOST, this);
            }
            down();
        }
        gone = true;
        if (expected == null) {
            room.peers().connectionClosed(remote.getAddress());
        }
        if (known != null) {
            known.machine().peerDisc(this);
        }
        if (wasOpen) {
            LOG.info("{}: closed, {}", peer().identity(), end);
            handler.onConnectionLost(this);
        }
        transactions.close();
        onClosed.accept(this);
    }
}
