package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.OutgoingRequest.Destination;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.SimulatedApplication;
import io.realmgate.agent.simulate.message.Subscriber;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests one after the other, each when its predecessor has been answered or given up. Those of an application
 * that keeps sessions belong to one session, and stay with the server that answered its first request.
 * Of the node's event loop once it runs.
 */
public final class Tour {
    private final SimulatorNode node;
    private final Subscriber subscriber;
    private final Destination destination;
    private final Guest guest;
    private @Nullable SimulatedApplication application;
    private @Nullable String session;
    private @Nullable String server;
    private int number;

    /** Who is told of each stop of a tour, on the node's event loop. */
    public interface Guest {
        void answered(Exchanged exchanged);

        /** There is no answer, for {@code reason}. */
        void unanswered(Exchange exchange, String reason);
    }

    public Tour(SimulatorNode node, Subscriber subscriber, Destination destination, Guest guest) {
        this.node = node;
        this.subscriber = subscriber;
        this.destination = destination;
        this.guest = guest;
    }

    /** Sends them all; completes, never fails, when the last one has been answered or given up. */
    public Future<Void> run(List<Exchange> exchanges) {
        Future<Void> last = Future.succeededFuture();
        for (Exchange exchange : exchanges) {
            last = last.compose(v -> visit(exchange));
        }
        return last;
    }

    private Future<Void> visit(Exchange exchange) {
        if (!exchange.application().equals(application)) {
            application = exchange.application();
            session = null;
            server = destination.host();
            number = 0;
        }
        OutgoingRequest request = new OutgoingRequest(
                exchange, subscriber, new Destination(destination.realm(), server), session, number);
        return node.send(request).transform(sent -> {
            Exchanged exchanged = sent.result();
            if (exchanged == null) {
                guest.unanswered(exchange, String.valueOf(sent.cause().getMessage()));
            } else {
                next(exchanged);
                guest.answered(exchanged);
            }
            return Future.succeededFuture();
        });
    }

    private void next(Exchanged exchanged) {
        if (exchanged.exchange().application().keepsSessions()) {
            session = exchanged.request().text(BaseAvps.SESSION_ID);
            // RFC 6733 6.1: a request of a session that a server has taken names that server.
            server = exchanged.answer().text(BaseAvps.ORIGIN_HOST);
            number++;
        }
    }
}
