package io.realmgate.agent.cli;

import io.realmgate.agent.cli.NodeOptions.Address;
import io.realmgate.agent.simulate.NodeSettings;
import io.realmgate.agent.simulate.OutgoingRequest;
import io.realmgate.agent.simulate.OutgoingRequest.Destination;
import io.realmgate.agent.simulate.SimulatorNode;
import io.realmgate.agent.simulate.SimulatorVertx;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Subscribers;
import io.realmgate.agent.tls.TlsProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One simulated node for the time of a command. Of the command's thread. */
final class Simulation implements AutoCloseable {
    private final Vertx vertx = SimulatorVertx.create(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final SimulationConsole console;
    private volatile Runnable onInterrupt = () -> {};
    private final SimulatorNode node;

    private Simulation(NodeSettings settings, @Nullable TlsProfile tls, SimulationConsole console) {
        this.console = console;
        this.node = await(SimulatorNode.start(vertx, settings, tls, console));
        Signals.handle("INT", this::interrupt);
        Signals.handle("TERM", this::interrupt);
    }

    /** Starts a node that listens and connects as {@code options} say; fails when an address is taken or a file is wrong. */
    static Simulation start(
            NodeSettings settings, NodeOptions options, BehaviourOptions behaviour, SimulationConsole console)
            throws IOException {
        Simulation simulation = new Simulation(settings, options.tls.profile(), console);
        simulation.node.behave(behaviour.behaviour());
        for (Address address : options.listen) {
            simulation.listen(address);
        }
        for (Address address : options.connect) {
            simulation.node.connect(address.endpoint());
        }
        return simulation;
    }

    private void listen(Address address) throws IOException {
        try {
            int port = await(node.listen(address.listener()));
            console.line(node.settings().identity() + " listens on "
                    + new Address(address.transport(), address.host(), port));
        } catch (CompletionException e) {
            close();
            throw new IOException("cannot listen on " + address + ": " + e.getCause(), e);
        }
    }

    SimulatorNode node() {
        return node;
    }

    /** Waits for the first peer. */
    void awaitPeer(int millis) throws TimeoutException, InterruptedException, ExecutionException {
        node.firstOpen().toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
    }

    /** Has each answered request followed by these, sent to its client where the application is the same. */
    void followUp(List<Exchange> exchanges) {
        console.afterAnswer((request, answer) -> {
            for (Exchange exchange : exchanges) {
                if (exchange.application().id() == request.view().application()) {
                    askBack(exchange, request);
                }
            }
        });
    }

    private void askBack(Exchange exchange, CapturedMessage request) {
        String host = request.text(BaseAvps.ORIGIN_HOST);
        String realm = request.text(BaseAvps.ORIGIN_REALM);
        if (host == null || realm == null) {
            return;
        }
        String session = exchange.application().keepsSessions() ? request.text(BaseAvps.SESSION_ID) : null;
        node.send(new OutgoingRequest(exchange, Subscribers.of(request), new Destination(realm, host), session, 0))
                .onSuccess(console::answered)
                .onFailure(e -> console.unanswered(exchange, String.valueOf(e.getMessage())));
    }

    private void interrupt() {
        interrupted.countDown();
        onInterrupt.run();
    }

    /** Has {@code action} run when the process is told to end, or now if it has been. */
    void whenInterrupted(Runnable action) {
        onInterrupt = action;
        if (interrupted.getCount() == 0) {
            action.run();
        }
    }

    /** Waits until the process is told to end. */
    void awaitInterrupt() throws InterruptedException {
        interrupted.await();
    }

    /** Waits for what takes no longer than its own time-outs say. */
    static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        await(node.stop());
        await(vertx.close());
    }
}
