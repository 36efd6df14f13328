package io.realmgate.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.simulate.OutgoingRequest.Destination;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.simulate.message.Subscriber;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Starts nodes on loopback for one test and ends them again. */
final class Nodes {
    static final Destination HOME = Destination.realm("home.example");
    static final Subscriber SUBSCRIBER = new Subscriber(42);

    private final Vertx vertx = Vertx.vertx();
    private final List<SimulatorNode> started = new ArrayList<>();

    /** Collects what a node tells. */
    static final class Notes implements NodeListener {
        final List<String> opened = Collections.synchronizedList(new ArrayList<>());
        final List<String> failures = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void opened(String peer, String address) {
            opened.add(peer);
        }

        @Override
        public void failed(String address, String reason) {
            failures.add(reason);
        }

        @Override
        public void closed(String peer, boolean orderly, String reason) {
            failures.add(reason);
        }
    }

    static NodeSettings client() {
        return settings("client1.visited.example", "visited.example", Side.CLIENT);
    }

    static NodeSettings server() {
        return settings("server1.home.example", "home.example", Side.SERVER);
    }

    private static NodeSettings settings(String identity, String realm, Side side) {
        return new NodeSettings(
                identity,
                realm,
                side,
                Exchanges.applications(),
                new NodeSettings.Timers(Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofSeconds(5)),
                new NodeSettings.Origins(
                        Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC),
                        System::nanoTime,
                        new Random(1)));
    }

    static NodeSettings timed(NodeSettings s, Duration watchdog, Duration answer) {
        NodeSettings.Timers timers = new NodeSettings.Timers(watchdog, Duration.ofMillis(50), answer);
        return new NodeSettings(s.identity(), s.realm(), s.side(), s.applications(), timers, s.origins());
    }

    SimulatorNode start(NodeSettings settings, NodeListener listener) throws Exception {
        SimulatorNode node = await(SimulatorNode.start(vertx, settings, listener));
        started.add(node);
        return node;
    }

    SimulatorNode start(NodeSettings settings) throws Exception {
        return start(settings, NodeListener.NOBODY);
    }

    /** Connects {@code caller} to {@code called} and waits until both ends are open. */
    void join(SimulatorNode caller, SimulatorNode called) throws Exception {
        int port = await(called.listen("127.0.0.1", 0));
        caller.connect("127.0.0.1", port);
        await(caller.firstOpen());
        await(called.firstOpen());
    }

    static Exchange exchange(String name, Side side) {
        List<Exchange> found = Exchanges.named(name, side);
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    static OutgoingRequest request(String name) {
        return OutgoingRequest.of(exchange(name, Side.CLIENT), SUBSCRIBER, HOME);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        for (SimulatorNode node : started) {
            await(node.stop());
        }
        await(vertx.close());
    }
}
