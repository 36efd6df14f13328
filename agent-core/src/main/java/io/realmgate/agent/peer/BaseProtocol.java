package io.realmgate.agent.peer;

import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What peers say to each other on an open connection: DWR, DPR, another CER (RFC 6733 5.3 to 5.5). Confined to its loop. */
final class BaseProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(BaseProtocol.class);

    private final PeerConnection connection;
    private final OwnMessages own;
    private final Liveness liveness;
    private final MessageHandler handler;

    BaseProtocol(PeerConnection connection, OwnMessages own, Liveness liveness, MessageHandler handler) {
        this.connection = connection;
        this.own = own;
        this.liveness = liveness;
        this.handler = handler;
    }

    void onMessage(DiameterMessage message) {
        switch (message.command()) {
            case Commands.DEVICE_WATCHDOG -> onWatchdog(message);
            case Commands.DISCONNECT_PEER -> {
                if (message.isRequest()) {
                    connection.peer().machine().on(s -> s.rcvDpr(connection, message));
                } else {
                    connection.departure().onAnswer();
                }
            }
            default -> onCapabilitiesAgain(message);
        }
    }

    /**
     * {@code R-Open | R-Rcv-DWR | Process-DWR, R-Snd-DWA | R-Open} and {@code R-Open | R-Rcv-DWA | Process-DWA | R-Open}, and
     * the same for I-Open.
     */
    private void onWatchdog(DiameterMessage message) {
        if (connection.peer().incarnation().heard(originStateId(message))) {
            onRestarted();
        }
        if (message.isRequest()) {
            own.watchdogAnswer(message);
        } else {
            liveness.onAnswer();
        }
    }

    /** The peer lives on, but not the process that had our requests: they go elsewhere as if the connection were lost. */
    private void onRestarted() {
        Peer peer = connection.peer();
        LOG.warn("{}: has restarted behind its connection, its Origin-State-Id has grown", peer.identity());
        peer.setLastEvent("has restarted");
        handler.onRestarted(connection);
    }

    private static int originStateId(DiameterMessage message) {
        AvpCursor cursor = new AvpCursor().over(message);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.ORIGIN_STATE_ID) && cursor.dataLength() == 4) {
                return cursor.unsigned32();
            }
        }
        return 0;
    }

    /** RFC 6733 5.6: I-Open and R-Open answer a CER and process a CEA without changing state. */
    private void onCapabilitiesAgain(DiameterMessage message) {
        if (!message.isRequest()) {
            return;
        }
        Capabilities offer = Capabilities.of(message);
        boolean same = offer.fault() == null
                && offer.originHost().equalsIgnoreCase(connection.peer().identity());
        if (same && connection.peer().incarnation().heard(offer.originStateId())) {
            onRestarted();
        }
        int result = same ? ResultCodes.SUCCESS : ResultCodes.UNABLE_TO_COMPLY;
        own.send(own.capabilitiesAnswer(message, result, offer.fault()));
    }
}
