package io.realmgate.agent.cli.demo;

import io.realmgate.agent.simulate.Exchanged;
import io.realmgate.agent.simulate.Journal;
import io.realmgate.agent.simulate.OutgoingRequest;
import io.realmgate.agent.simulate.OutgoingRequest.Destination;
import io.realmgate.agent.simulate.SimulatorNode;
import io.realmgate.agent.simulate.Tour;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.simulate.message.SimulatedApplication;
import io.realmgate.agent.simulate.message.Subscriber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Requests in both directions, and the way of one of them. */
final class RelayScenes {
    private static final Subscriber SUBSCRIBER = new Subscriber(1);
    private static final int REALM_NOT_SERVED = 3003;

    private final Screen screen;
    private final Cast cast;
    private final DemoLayout layout;
    private @Nullable Exchanged ulr;
    private @Nullable Exchanged aar;

    RelayScenes(Screen screen, Cast cast, DemoLayout layout) {
        this.screen = screen;
        this.cast = cast;
        this.layout = layout;
    }

    /** Every request that the client knows, application by application. */
    void fromVisited() throws DemoFailure, InterruptedException {
        String realm = layout.servers().get(0).realm();
        screen.line("2. " + layout.client().identity() + " asks for " + realm + ": routed by realm and application");
        for (SimulatedApplication application : Exchanges.applications()) {
            List<Exchanged> seen = new ArrayList<>();
            List<String> missing = new ArrayList<>();
            Tour tour = new Tour(cast.client(), SUBSCRIBER, Destination.realm(realm), new Tour.Guest() {
                @Override
                public void answered(Exchanged exchanged) {
                    seen.add(exchanged);
                }

                @Override
                public void unanswered(Exchange exchange, String reason) {
                    missing.add(exchange.name() + ' ' + reason);
                }
            });
            Cast.await(tour.run(Exchanges.named(application.name(), Side.CLIENT)), application.name());
            show(application, seen, missing);
        }
    }

    private void show(SimulatedApplication application, List<Exchanged> seen, List<String> missing) {
        StringBuilder results = new StringBuilder();
        Set<String> servers = new TreeSet<>();
        boolean good = missing.isEmpty();
        for (Exchanged exchanged : seen) {
            results.append(exchanged.exchange().name()).append(' ').append(result(exchanged));
            results.append("  ");
            servers.add(Screen.label(String.valueOf(exchanged.answer().text(BaseAvps.ORIGIN_HOST))));
            good &= exchanged.answer().result().isSuccess();
            remember(exchanged);
        }
        missing.forEach(results::append);
        screen.check(
                good,
                String.format(
                        Locale.ROOT, "%-11s%-52sfrom %s", application.name(), results, String.join(", ", servers)));
    }

    private void remember(Exchanged exchanged) {
        String name = exchanged.exchange().name();
        if (name.equals("ULR")) {
            ulr = exchanged;
        } else if (name.equals("AAR")) {
            aar = exchanged;
        }
    }

    /** Requests that a server starts, and one that nobody serves. */
    void fromHome() throws DemoFailure, InterruptedException {
        Exchanged attached = need(ulr);
        Exchanged online = need(aar);
        String host = layout.client().identity();
        screen.line("3. the home realm asks back: routed by Destination-Host " + host);
        askBack("S6a/CLR", attached);
        askBack("NASREQ/RAR", online);
        askBack("NASREQ/ASR", online);
        Exchange lost = Exchanges.named("ULR", Side.CLIENT).get(0);
        Exchanged refused =
                Cast.ask(cast.client(), OutgoingRequest.of(lost, SUBSCRIBER, Destination.realm("nowhere.example")));
        screen.check(
                refused.answer().result().code() == REALM_NOT_SERVED
                        && refused.answer().view().isError(),
                "ULR for nowhere.example: " + result(refused) + " from "
                        + Screen.label(String.valueOf(refused.answer().text(BaseAvps.ORIGIN_HOST))));
    }

    private void askBack(String name, Exchanged earlier) throws DemoFailure, InterruptedException {
        SimulatorNode server = cast.server(String.valueOf(earlier.answer().text(BaseAvps.ORIGIN_HOST)));
        Exchange exchange = Exchanges.named(name, Side.SERVER).get(0);
        String session =
                exchange.application().keepsSessions() ? earlier.request().text(BaseAvps.SESSION_ID) : null;
        Destination client =
                new Destination(layout.client().realm(), layout.client().identity());
        Exchanged done = Cast.ask(server, new OutgoingRequest(exchange, SUBSCRIBER, client, session, 0));
        String answerer = String.valueOf(done.answer().text(BaseAvps.ORIGIN_HOST));
        screen.check(
                done.answer().result().isSuccess()
                        && answerer.equals(layout.client().identity()),
                String.format(
                        Locale.ROOT,
                        "%-11s%-52sfrom %s",
                        exchange.application().name(),
                        exchange.name() + ' ' + result(done) + "  sent by "
                                + Screen.label(server.settings().identity()),
                        Screen.label(answerer)));
    }

    /** The way of the ULR, as its two ends recorded it. */
    void oneWay() throws DemoFailure {
        Exchanged shown = need(ulr);
        CapturedMessage request = shown.request();
        String serverName = String.valueOf(shown.answer().text(BaseAvps.ORIGIN_HOST));
        CapturedMessage arrived = null;
        CapturedMessage answered = null;
        for (Journal.Entry entry : cast.server(serverName).journal().find(e -> isOf(request, e.message()))) {
            if (entry.message().view().isRequest()) {
                arrived = entry.message();
            } else {
                answered = entry.message();
            }
        }
        if (arrived == null || answered == null) {
            throw new DemoFailure(serverName + " has no record of the ULR that it answered");
        }
        String client = Screen.label(layout.client().identity());
        String agent = Screen.label(layout.agent().identity());
        String server = Screen.label(serverName);
        screen.line("4. the way of one ULR, Session-Id " + request.text(BaseAvps.SESSION_ID));
        hop(client, agent, request);
        hop(agent, server, arrived);
        hop(server, agent, answered);
        hop(agent, client, shown.answer());
        boolean sound = arrived.texts(BaseAvps.ROUTE_RECORD)
                        .equals(List.of(layout.client().identity()))
                && answered.view().hopByHop() == arrived.view().hopByHop()
                && shown.answer().view().hopByHop() == request.view().hopByHop();
        screen.check(
                sound && isUntouched(request.octets(), arrived.octets()),
                "length, hop-by-hop and the Route-Record apart, all "
                        + request.view().length() + " octets arrived as they were sent");
    }

    /** RFC 6733 6.1.9: the length, the hop-by-hop identifier and what is appended are all that an agent may change. */
    private static boolean isUntouched(byte[] sent, byte[] arrived) {
        return arrived.length > sent.length
                && sent[0] == arrived[0]
                && Arrays.equals(sent, 4, 12, arrived, 4, 12)
                && Arrays.equals(sent, 16, sent.length, arrived, 16, sent.length);
    }

    private static boolean isOf(CapturedMessage request, CapturedMessage other) {
        return other.view().endToEnd() == request.view().endToEnd()
                && String.valueOf(request.text(BaseAvps.SESSION_ID)).equals(other.text(BaseAvps.SESSION_ID));
    }

    private void hop(String from, String to, CapturedMessage message) {
        List<String> way = message.texts(BaseAvps.ROUTE_RECORD);
        screen.line(String.format(
                Locale.ROOT,
                "   %-7s -> %-7s  %s  hop-by-hop 0x%08x  end-to-end 0x%08x  %s",
                from,
                to,
                message.view().isRequest() ? "ULR" : "ULA",
                message.view().hopByHop(),
                message.view().endToEnd(),
                message.view().isRequest()
                        ? "Route-Record " + (way.isEmpty() ? "none" : String.join(", ", way))
                        : "Result-Code " + message.result().code()));
    }

    private static String result(Exchanged exchanged) {
        return String.valueOf(exchanged.answer().result().code());
    }

    private static Exchanged need(@Nullable Exchanged earlier) throws DemoFailure {
        if (earlier == null) {
            throw new DemoFailure("an earlier request was not answered");
        }
        return earlier;
    }
}
