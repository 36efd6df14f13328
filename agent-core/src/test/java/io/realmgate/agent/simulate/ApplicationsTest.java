package io.realmgate.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.simulate.OutgoingRequest.Destination;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.simulate.message.Result;
import io.realmgate.agent.simulate.message.SimulatedApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every application, client against server, no agent between them.
 *
 * <pre>
 *   client1.visited.example ------> server1.home.example
 * </pre>
 */
class ApplicationsTest {
    private final Nodes nodes = new Nodes();
    private SimulatorNode client;
    private SimulatorNode server;

    @BeforeEach
    void connect() throws Exception {
        client = nodes.start(Nodes.client());
        server = nodes.start(Nodes.server());
        nodes.join(client, server);
    }

    @AfterEach
    void nothingPending() throws Exception {
        NodeCounts c = client.counts();
        NodeCounts s = server.counts();
        assertThat(c.answersReceived()).isEqualTo(c.requestsSent());
        assertThat(s.answersReceived()).isEqualTo(s.requestsSent());
        assertThat(c.answersWithoutRequest() + s.answersWithoutRequest()).isZero();
        nodes.close();
    }

    static Stream<SimulatedApplication> applications() {
        return Exchanges.applications().stream();
    }

    @ParameterizedTest
    @MethodSource("applications")
    void everyRequestOfAClientIsAnsweredWithSuccess(SimulatedApplication application) throws Exception {
        List<Exchange> exchanges = Exchanges.named(application.name(), Side.CLIENT);
        List<Exchanged> seen = tour(exchanges);
        assertThat(seen).hasSameSizeAs(exchanges);
        for (Exchanged exchanged : seen) {
            CapturedMessage request = exchanged.request();
            CapturedMessage answer = exchanged.answer();
            assertThat(answer.result().isSuccess()).isTrue();
            assertThat(answer.text(BaseAvps.ORIGIN_HOST)).isEqualTo("server1.home.example");
            assertThat(answer.text(BaseAvps.SESSION_ID)).isEqualTo(request.text(BaseAvps.SESSION_ID));
            assertThat(answer.view().endToEnd()).isEqualTo(request.view().endToEnd());
            assertThat(answer.view().command()).isEqualTo(exchanged.exchange().command());
            assertThat(answer.view().isProxiable()).isTrue();
            assertThat(answer.view().isError()).isFalse();
        }
        long sessions = seen.stream()
                .map(e -> e.request().text(BaseAvps.SESSION_ID))
                .distinct()
                .count();
        assertThat(sessions).isEqualTo(application.keepsSessions() ? 1 : exchanges.size());
    }

    @Test
    void theFirstRegistrationOfAnImsUserIsAnExperimentalResult() throws Exception {
        Exchanged uar = Nodes.await(client.send(Nodes.request("UAR")));
        assertThat(uar.answer().result()).isEqualTo(new Result(2001, 10415));
    }

    @Test
    void aServerCancelsALocation() throws Exception {
        Exchange clr = Nodes.exchange("CLR", Side.SERVER);
        Destination mme = new Destination("visited.example", "client1.visited.example");
        Exchanged done = Nodes.await(server.send(OutgoingRequest.of(clr, Nodes.SUBSCRIBER, mme)));
        assertThat(done.answer().result()).isEqualTo(Result.SUCCESS);
        assertThat(done.answer().text(BaseAvps.ORIGIN_HOST)).isEqualTo("client1.visited.example");
        assertThat(done.request().text(BaseAvps.DESTINATION_HOST)).isEqualTo("client1.visited.example");
    }

    @Test
    void aServerAuthorizesASessionAgainAndAbortsIt() throws Exception {
        Exchanged opened = Nodes.await(client.send(Nodes.request("AAR")));
        String session = opened.request().text(BaseAvps.SESSION_ID);
        assertThat(ask("NASREQ/RAR", session)).isEqualTo(Result.SUCCESS);
        assertThat(ask("NASREQ/ASR", session)).isEqualTo(Result.SUCCESS);
        assertThat(ask("NASREQ/RAR", session)).isEqualTo(Result.UNKNOWN_SESSION_ID);
    }

    @Test
    void aSessionThatEndedIsUnknown() throws Exception {
        List<Exchanged> seen = tour(Exchanges.named("Gx", Side.CLIENT).subList(0, 1));
        String session = seen.get(0).request().text(BaseAvps.SESSION_ID);
        assertThat(ask("Gx/RAR", session)).isEqualTo(Result.SUCCESS);
        Exchange last = Nodes.exchange("Gx/CCR-T", Side.CLIENT);
        Nodes.await(client.send(new OutgoingRequest(last, Nodes.SUBSCRIBER, Nodes.HOME, session, 1)));
        assertThat(ask("Gx/RAR", session)).isEqualTo(Result.UNKNOWN_SESSION_ID);
    }

    @Test
    void whatTheServerDoesNotServeIsAnErrorAnswer() throws Exception {
        Exchange clr = Nodes.exchange("CLR", Side.SERVER);
        Exchanged done = Nodes.await(client.send(OutgoingRequest.of(clr, Nodes.SUBSCRIBER, Nodes.HOME)));
        assertThat(done.answer().result().code()).isEqualTo(3001);
        assertThat(done.answer().view().isError()).isTrue();
        assertThat(done.answer().text(BaseAvps.SESSION_ID))
                .isEqualTo(done.request().text(BaseAvps.SESSION_ID));
    }

    private Result ask(String name, @Nullable String session) throws Exception {
        Destination nas = new Destination("visited.example", "client1.visited.example");
        Exchange exchange = Nodes.exchange(name, Side.SERVER);
        Exchanged done = Nodes.await(server.send(new OutgoingRequest(exchange, Nodes.SUBSCRIBER, nas, session, 0)));
        return done.answer().result();
    }

    private List<Exchanged> tour(List<Exchange> exchanges) throws Exception {
        List<Exchanged> seen = new ArrayList<>();
        Tour tour = new Tour(client, Nodes.SUBSCRIBER, Nodes.HOME, new Tour.Guest() {
            @Override
            public void answered(Exchanged exchanged) {
                seen.add(exchanged);
            }

            @Override
            public void unanswered(Exchange exchange, String reason) {
                throw new AssertionError(exchange.name() + ": " + reason);
            }
        });
        Nodes.await(tour.run(exchanges));
        return seen;
    }
}
