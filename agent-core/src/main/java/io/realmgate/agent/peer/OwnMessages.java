package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.config.Advertisement;
import io.realmgate.agent.transaction.TransactionTable;
import io.realmgate.agent.transport.TransportConnection;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What we say ourselves on one connection: CER, CEA, DWR, DWA, DPR, DPA (RFC 6733 5.3 to 5.5). Confined to its loop. */
final class OwnMessages {
    private final TransportConnection transport;
    private final TransactionTable<?> identifiers;
    private final RandomGenerator random;
    private LocalNode local;
    private CapabilitiesExchange exchange;

    /** @param expected whom we connected to; null while it is not known who connected to us */
    OwnMessages(
            PeerLoop room, TransportConnection transport, TransactionTable<?> identifiers, @Nullable Peer expected) {
        this.local = room.local();
        this.transport = transport;
        this.identifiers = identifiers;
        this.random = room.random();
        this.exchange = new CapabilitiesExchange(local, Advertisement.USUAL);
        address(expected);
    }

    /** Who is spoken to, if it is known: from now on we are who we are towards it. */
    void address(@Nullable Peer peer) {
        if (peer != null) {
            local = peer.terms().local();
            exchange = new CapabilitiesExchange(local, peer.advertisement());
        }
    }

    void capabilitiesRequest() {
        send(out -> exchange.writeRequest(out, identifiers.nextIdentifier(), random.nextInt(), addresses()));
    }

    /** A CEA to be sent now or later. */
    ByteBuf capabilitiesAnswer(DiameterMessage request, int resultCode, Capabilities.@Nullable Fault fault) {
        ByteBuf scratch = Unpooled.buffer(256);
        exchange.writeAnswer(scratch, request, resultCode, addresses(), fault);
        return scratch;
    }

    void watchdogRequest() {
        send(out -> BaseMessages.writeWatchdogRequest(out, local, identifiers.nextIdentifier(), random.nextInt()));
    }

    void watchdogAnswer(DiameterMessage request) {
        send(out -> BaseMessages.writeWatchdogAnswer(out, local, request));
    }

    void disconnectRequest(DisconnectCause cause) {
        send(out ->
                BaseMessages.writeDisconnectRequest(out, local, identifiers.nextIdentifier(), random.nextInt(), cause));
    }

    void disconnectAnswer(DiameterMessage request) {
        send(out -> BaseMessages.writeDisconnectAnswer(out, local, request));
    }

    /** RFC 6733 5.3.5: the address of this very connection, or all of an SCTP association. */
    private List<InetAddress> addresses() {
        return transport.localAddresses();
    }

    private void send(Consumer<ByteBuf> writing) {
        ByteBuf scratch = Unpooled.buffer(256);
        writing.accept(scratch);
        send(scratch);
    }

    void send(ByteBuf message) {
        transport.outbox().append(message, 0, message.readableBytes());
    }
}
