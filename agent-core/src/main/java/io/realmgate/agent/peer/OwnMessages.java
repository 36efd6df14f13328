package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.transaction.TransactionTable;
import io.realmgate.agent.transport.TransportConnection;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What we say ourselves on one connection: CER, CEA, DWR, DWA, DPR, DPA (RFC 6733 5.3 to 5.5). Confined to its loop. */
final class OwnMessages {
    private final LocalNode local;
    private final TransportConnection transport;
    private final TransactionTable<?> identifiers;
    private final RandomGenerator random;
    private final CapabilitiesExchange exchange;

    OwnMessages(PeerLoop room, TransportConnection transport, TransactionTable<?> identifiers) {
        this.local = room.local();
        this.transport = transport;
        this.identifiers = identifiers;
        this.random = room.random();
        this.exchange = new CapabilitiesExchange(local);
    }

    void capabilitiesRequest() {
        send(out -> exchange.writeRequest(out, identifiers.nextIdentifier(), random.nextInt(), addresses()));
    }

    void capabilitiesAnswer(DiameterMessage request, int resultCode, Capabilities.@Nullable Fault fault) {
        send(out -> exchange.writeAnswer(out, request, resultCode, addresses(), fault));
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
        transport.outbox().append(scratch, 0, scratch.readableBytes());
    }
}
