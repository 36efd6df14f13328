package io.realmgate.agent.cli.demo;

import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.simulate.Exchanged;
import io.realmgate.agent.simulate.NodeListener;
import io.realmgate.agent.simulate.NodeSettings;
import io.realmgate.agent.simulate.OutgoingRequest;
import io.realmgate.agent.simulate.SimulatorNode;
import io.realmgate.agent.simulate.SimulatorVertx;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two realms round the agent: a visited one with a client, a home one with two servers. */
final class Cast implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 12;

    private final Vertx vertx = SimulatorVertx.create(2);
    private final List<Future<Boolean>> partings = new ArrayList<>();
    private final DemoLayout layout;
    private final List<SimulatorNode> servers = new ArrayList<>();
    private final SimulatorNode client;

    /** The servers listen when this returns; the client is not connected yet. */
    Cast(DemoLayout layout) throws DemoFailure, InterruptedException {
        this.layout = layout;
        for (PeerSettings server : layout.servers()) {
            SimulatorNode node = start(server, Side.SERVER);
            for (PeerSettings.Endpoint endpoint : server.connect()) {
                await(node.listen(endpoint.host(), endpoint.port()), "listening on " + endpoint);
            }
            servers.add(node);
        }
        this.client = start(layout.client(), Side.CLIENT);
    }

    private SimulatorNode start(PeerSettings peer, Side side) throws DemoFailure, InterruptedException {
        NodeSettings settings = NodeSettings.of(peer.identity(), peer.realm(), side, Exchanges.applications());
        Promise<Boolean> parted = Promise.promise();
        partings.add(parted.future());
        NodeListener listener = new NodeListener() {
            @Override
            public void closed(String peer, boolean orderly, String reason) {
                parted.tryComplete(orderly);
            }
        };
        return await(SimulatorNode.start(vertx, settings, listener), "starting " + peer.identity());
    }

    /** Connects the client and waits until all three are open. */
    void connect() throws DemoFailure, InterruptedException {
        client.connect(layout.listen().host(), layout.listen().port());
        await(client.firstOpen(), "the client's connection to the agent");
        for (SimulatorNode server : servers) {
            await(
                    server.firstOpen(),
                    "the agent's connection to " + server.settings().identity());
        }
    }

    SimulatorNode client() {
        return client;
    }

    SimulatorNode server(int number) {
        return servers.get(number);
    }

    List<SimulatorNode> servers() {
        return servers;
    }

    /** The server with this identity. */
    SimulatorNode server(String identity) throws DemoFailure {
        for (SimulatorNode server : servers) {
            if (server.settings().identity().equals(identity)) {
                return server;
            }
        }
        throw new DemoFailure("an answer came from " + identity + ", which is no server of the demo");
    }

    /** Waits until the agent has left everybody; how many it left with a DPR. */
    long partings() throws DemoFailure, InterruptedException {
        await(Future.all(partings), "the agent's parting from its peers");
        return partings.stream().filter(Future::result).count();
    }

    static Exchanged ask(SimulatorNode node, OutgoingRequest request) throws DemoFailure, InterruptedException {
        return await(node.send(request), request.exchange().qualifiedName());
    }

    static <T> T await(Future<T> future, String what) throws DemoFailure, InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new DemoFailure(what + ": " + cause.getMessage());
        } catch (TimeoutException e) {
            throw new DemoFailure(what + ": not within " + PATIENCE_SECONDS + " s");
        }
    }

    @Override
    public void close() {
        List<Future<Void>> stopped = new ArrayList<>();
        stopped.add(client.stop());
        servers.forEach(server -> stopped.add(server.stop()));
        Future.join(stopped)
                .eventually(vertx::close)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
