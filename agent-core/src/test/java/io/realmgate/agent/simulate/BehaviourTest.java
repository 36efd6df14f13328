package io.realmgate.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Result;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A server that is told to misbehave.
 *
 * <pre>
 *   client1.visited.example ------> server1.home.example
 * </pre>
 */
class BehaviourTest {
    private final Nodes nodes = new Nodes();

    @AfterEach
    void close() throws Exception {
        nodes.close();
    }

    @Test
    void answersAreHeldBack() throws Exception {
        SimulatorNode client = clientOf(Behaviour.GOOD.withDelay(Duration.ofMillis(80)));
        Exchanged done = Nodes.await(client.send(Nodes.request("ULR")));
        assertThat(done.nanos()).isGreaterThan(Duration.ofMillis(79).toNanos());
    }

    @Test
    void answersComeInReverseOrder() throws Exception {
        SimulatorNode client = clientOf(Behaviour.GOOD.withShuffle(3));
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Future<Exchanged>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            all.add(client.send(Nodes.request("ULR")).onSuccess(e -> order.add(number)));
        }
        Nodes.await(Future.all(all));
        assertThat(order).containsExactly(2, 1, 0);
    }

    @Test
    void fewerThanWereToBeGatheredAreAnsweredAllTheSame() throws Exception {
        SimulatorNode client = clientOf(Behaviour.GOOD.withShuffle(3));
        assertThat(Nodes.await(client.send(Nodes.request("ULR"))).answer().result())
                .isEqualTo(Result.SUCCESS);
    }

    @Test
    void aRequestThatIsNotAnsweredIsGivenUp() throws Exception {
        SimulatorNode client = clientOf(Behaviour.GOOD.withSilentEvery(1));
        assertThatThrownBy(() -> Nodes.await(client.send(Nodes.request("ULR"))))
                .hasMessageContaining("no answer within 200 ms");
        assertThat(client.counts().answersReceived()).isZero();
    }

    @Test
    void aProtocolErrorHasTheErrorBit() throws Exception {
        SimulatorNode client = clientOf(Behaviour.GOOD.withResult(new Result(3004, 0)));
        CapturedMessage answer = Nodes.await(client.send(Nodes.request("ULR"))).answer();
        assertThat(answer.result().code()).isEqualTo(3004);
        assertThat(answer.view().isError()).isTrue();
    }

    @Test
    void anExperimentalResultHasNot() throws Exception {
        Result unknownUser = new Result(5001, 10415);
        SimulatorNode client = clientOf(Behaviour.GOOD.withResult(unknownUser));
        CapturedMessage answer = Nodes.await(client.send(Nodes.request("ULR"))).answer();
        assertThat(answer.result()).isEqualTo(unknownUser);
        assertThat(answer.view().isError()).isFalse();
    }

    @Test
    void trafficCountsEveryAnswerOnce() throws Exception {
        // A machine may stand still for longer than the others wait for an answer.
        SimulatorNode client = clientOf(Behaviour.GOOD.withShuffle(4), Duration.ofSeconds(30));
        Traffic traffic = new Traffic(client, n -> Nodes.request("ULR"), new Traffic.Pace(20_000, 64, 2_000));
        Traffic.Report report = Nodes.await(traffic.start());
        assertThat(report.sent()).isEqualTo(2_000);
        assertThat(report.from("server1.home.example")).isEqualTo(2_000);
        assertThat(report.unanswered()).isZero();
        assertThat(client.counts().answersWithoutRequest()).isZero();
    }

    private SimulatorNode clientOf(Behaviour behaviour) throws Exception {
        return clientOf(behaviour, Duration.ofMillis(200));
    }

    private SimulatorNode clientOf(Behaviour behaviour, Duration patience) throws Exception {
        SimulatorNode client = nodes.start(Nodes.timed(Nodes.client(), Duration.ofSeconds(30), patience));
        SimulatorNode server = nodes.start(Nodes.server());
        server.behave(behaviour);
        nodes.join(client, server);
        return client;
    }
}
