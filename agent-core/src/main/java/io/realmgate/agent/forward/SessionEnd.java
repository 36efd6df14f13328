package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.SessionTermination;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.transaction.PendingRequest;

/**
 * Tells a server that the session which it has just authorized will not be, because its asker gets an error instead of the
 * success (RFC 6733 6.2.2, 8.4): an STR that takes the same way as the request did. Confined to one loop.
 */
final class SessionEnd {
    private final PeerLoop room;
    private final RequestForwarder requests;
    private final SessionTermination termination = new SessionTermination();
    private final DiameterMessage request = new DiameterMessage();
    private final DiameterMessage written = new DiameterMessage();
    private final ByteBuf scratch = Unpooled.directBuffer(512);

    SessionEnd(PeerLoop room, RequestForwarder requests) {
        this.room = room;
        this.requests = requests;
    }

    /**
     * An answer of {@code server} does not reach its asker as it is. An STR that cannot be sent now is counted, and no more:
     * the server ends the session when its time is over.
     *
     * @param cause Termination-Cause of the STR
     */
    void end(
            PeerConnection server,
            DiameterMessage answer,
            AnswerResult result,
            PendingRequest<PeerConnection> pending,
            int cause) {
        request.wrap(pending.chunk().bytes(), pending.offset(), pending.length());
        RoutingView view = ((Route) pending.route()).view();
        if (!result.isSuccess()
                || !view.dictionary().opensSession(request.command(), request.application())
                || !termination.isDue(request, answer)) {
            return;
        }
        scratch.clear();
        int length = termination.write(scratch, request, answer, room.random().nextInt(), cause);
        long now = room.io().now();
        long deadline = now + pending.giveUp() - pending.start();
        server.counters().sessionEnded(requests.sendOwn(server, written.wrap(scratch, 0, length), now, deadline));
    }
}
