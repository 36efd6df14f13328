package io.realmgate.agent.peer;

import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;

/** What peers say to each other on an open connection: DWR, DPR, another CER (RFC 6733 5.3 to 5.5). Confined to its loop. */
final class BaseProtocol {
    private final PeerConnection connection;
    private final OwnMessages own;
    private final Liveness liveness;

    BaseProtocol(PeerConnection connection, OwnMessages own, Liveness liveness) {
        this.connection = connection;
        this.own = own;
        this.liveness = liveness;
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
        if (message.isRequest()) {
            own.watchdogAnswer(message);
        } else {
            liveness.onAnswer();
        }
    }

    /** RFC 6733 5.6: I-Open and R-Open answer a CER and process a CEA without changing state. */
    private void onCapabilitiesAgain(DiameterMessage message) {
        if (!message.isRequest()) {
            return;
        }
        Capabilities offer = Capabilities.of(message);
        boolean same = offer.fault() == null
                && offer.originHost().equalsIgnoreCase(connection.peer().identity());
        int result = same ? ResultCodes.SUCCESS : ResultCodes.UNABLE_TO_COMPLY;
        own.send(own.capabilitiesAnswer(message, result, offer.fault()));
    }
}
