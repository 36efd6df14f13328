package io.realmgate.agent.simulate;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.transport.FrameSink;
import io.realmgate.agent.transport.TransportConnection;
import java.util.function.Consumer;

/**
 * One connection of a node: its base protocol, and the requests that wait for answers on it. Whoever made the connection
 * sends the CER; both sides watch, and either may disconnect (RFC 6733 5.3 to 5.5). Of one event loop.
 */
final class Link implements FrameSink {
    /** How far the connection has come. */
    enum State {
        AWAITING_CER,
        AWAITING_CEA,
        OPEN,
        CLOSING,
        CLOSED
    }

    private final TransportConnection connection;
    private final Voice voice;
    private final LinkOwner owner;
    private final PendingAnswers pending = new PendingAnswers();
    private State state;
    private String peer = "?";
    private String whyClosed = "connection closed by the peer";
    private long lastHeard;
    private boolean probing;
    private boolean wasOpen;
    private boolean orderly;
    private Runnable afterClosing = () -> {};

    /** What every link of a node speaks with. */
    record Voice(NodeSettings settings, Identifiers identifiers, BaseMessages messages, ByteBuf scratch) {}

    Link(TransportConnection connection, Voice voice, LinkOwner owner, boolean dialed) {
        this.connection = connection;
        this.voice = voice;
        this.owner = owner;
        this.lastHeard = connection.loop().tick();
        this.state = dialed ? State.AWAITING_CEA : State.AWAITING_CER;
        if (dialed) {
            say(out -> voice.messages.capabilitiesRequest(out, voice.identifiers, connection.localAddresses()));
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether the capabilities exchange succeeded. */
    boolean wasOpen() {
        return wasOpen;
    }

    /** Has {@code action} run when the connection is gone. */
    void whenClosed(Runnable action) {
        afterClosing = action;
    }

    /** Origin-Host of the peer once it has named itself. */
    String peer() {
        return peer;
    }

    String address() {
        return connection.remoteAddress().getAddress().getHostAddress()
                + ':'
                + connection.remoteAddress().getPort();
    }

    PendingAnswers pending() {
        return pending;
    }

    /** Sends a whole message. */
    void send(CapturedMessage message) {
        if (state != State.CLOSED) {
            DiameterMessage view = message.view();
            connection.outbox().append(view.bytes(), view.start(), view.length());
        }
    }

    /** Asks the peer to part, and closes when it agrees. */
    void disconnect() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            whyClosed = "disconnected";
            say(out -> voice.messages.disconnectRequest(out, voice.identifiers));
        } else {
            close("disconnected");
        }
    }

    /** Ends the connection without asking. */
    void close(String reason) {
        if (state != State.CLOSED) {
            state = State.CLOSING;
            whyClosed = reason;
            connection.close();
        }
    }

    /** Looks after time-outs and the watchdog (RFC 3539 3.4.1). {@code now} is of the loop's clock. */
    void beat(long now) {
        NodeSettings.Timers timers = voice.settings.timers();
        pending.expire(
                now - timers.answer().toNanos(),
                "no answer within " + timers.answer().toMillis() + " ms");
        long silence = now - lastHeard;
        long watchdog = timers.watchdog().toNanos();
        if (silence > 2 * watchdog || state != State.OPEN && silence > watchdog) {
            close(state == State.OPEN ? "the peer does not answer DWR" : "the peer does not answer");
        } else if (state == State.OPEN && silence > watchdog && !probing) {
            probing = true;
            say(out -> voice.messages.watchdogRequest(out, voice.identifiers));
        }
    }

    @Override
    public void onMessage(DiameterMessage message) {
        lastHeard = connection.loop().now();
        probing = false;
        if (message.version() != DiameterMessage.VERSION) {
            close("the peer speaks version " + message.version());
        } else if (Commands.isPeerToPeer(message.command()) && message.application() == 0) {
            base(message);
        } else if (state != State.OPEN && state != State.CLOSING) {
            close("the peer sent command " + message.command() + " before the capabilities exchange");
        } else if (message.isRequest()) {
            owner.request(this, message);
        } else {
            owner.answer(this, message);
        }
    }

    private void base(DiameterMessage message) {
        boolean request = message.isRequest();
        switch (message.command()) {
            case Commands.CAPABILITIES_EXCHANGE -> {
                if (request) {
                    capabilitiesRequest(message);
                } else {
                    capabilitiesAnswer(message);
                }
            }
            case Commands.DEVICE_WATCHDOG -> {
                if (request) {
                    say(out -> voice.messages.watchdogAnswer(out, message, ResultCodes.SUCCESS));
                }
            }
            default -> {
                if (request) {
                    state = State.CLOSING;
                    orderly = true;
                    whyClosed = "the peer disconnected";
                    say(out -> voice.messages.disconnectAnswer(out, message, ResultCodes.SUCCESS));
                } else {
                    orderly = true;
                    close(whyClosed);
                }
            }
        }
    }

    /** RFC 6733 5.3: on an open connection a CER changes nothing and is just answered. */
    private void capabilitiesRequest(DiameterMessage request) {
        Capabilities offered = Capabilities.of(request);
        int verdict = offered.verdict(voice.settings);
        say(out -> voice.messages.capabilitiesAnswer(out, request, verdict, connection.localAddresses()));
        if (verdict != ResultCodes.SUCCESS) {
            close("refused the CER of " + offered.identity() + " with " + verdict);
        } else if (state == State.AWAITING_CER) {
            opened(offered);
        }
    }

    private void capabilitiesAnswer(DiameterMessage answer) {
        Capabilities offered = Capabilities.of(answer);
        if (state != State.AWAITING_CEA) {
            close("unexpected CEA");
        } else if (offered.result() != ResultCodes.SUCCESS) {
            close(offered.identity() + " refused the CER with " + offered.result());
        } else {
            opened(offered);
        }
    }

    private void opened(Capabilities offered) {
        String identity = offered.identity();
        peer = identity == null ? "?" : identity;
        state = State.OPEN;
        wasOpen = true;
        owner.opened(this);
    }

    private void say(Consumer<ByteBuf> message) {
        ByteBuf scratch = voice.scratch.clear();
        message.accept(scratch);
        connection.outbox().append(scratch, 0, scratch.writerIndex());
    }

    @Override
    public void onOversized(DiameterMessage head, int claimedLength) {
        close("the peer sent a message of " + claimedLength + " octets");
    }

    @Override
    public void onBroken(String reason) {
        close(reason);
    }

    @Override
    public void onClosed() {
        state = State.CLOSED;
        pending.abandon("the connection was lost: " + whyClosed);
        owner.closed(this, orderly, whyClosed);
        afterClosing.run();
    }
}
