package io.realmgate.agent.cli;

import io.realmgate.agent.cli.NodeOptions.Address;
import io.realmgate.agent.simulate.OutgoingRequest;
import io.realmgate.agent.simulate.OutgoingRequest.Destination;
import io.realmgate.agent.simulate.Tour;
import io.realmgate.agent.simulate.Traffic;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Subscriber;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code simulate client}: sends requests and answers those of servers. */
@Command(
        name = "client",
        mixinStandardHelpOptions = true,
        description = "Sends requests; exits with 0 when each was answered with success.")
final class SimulateClientCommand implements Callable<Integer> {
    @Option(
            names = "--identity",
            defaultValue = "client2.visited.example",
            paramLabel = "HOST",
            description = "Origin-Host (default: ${DEFAULT-VALUE}).")
    private String identity = "";

    @Option(
            names = "--send",
            split = ",",
            paramLabel = "NAME",
            description = "Requests, such as ULR, CCR-I, S6a/AIR, or all of an application: S6a (default: all).")
    private List<String> send = List.of();

    @Option(
            names = "--destination-realm",
            defaultValue = "home.example",
            paramLabel = "REALM",
            description = "Destination-Realm (default: ${DEFAULT-VALUE}).")
    private String destinationRealm = "";

    @Option(names = "--destination-host", paramLabel = "HOST", description = "Destination-Host (default: none).")
    private @Nullable String destinationHost;

    @Option(
            names = "--subscriber",
            defaultValue = "1",
            paramLabel = "N",
            description = "Number of the test subscriber: IMSI 00101 and ten digits (default: ${DEFAULT-VALUE}).")
    private long subscriber;

    @Option(
            names = "--count",
            defaultValue = "1",
            paramLabel = "N",
            description = "How often to send them, each time for the next subscriber (default: ${DEFAULT-VALUE});"
                    + " with --rate 0 stands for: until interrupted.")
    private long count;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "N",
            description = "Requests a second, many at once; only a summary is printed (default: one after the other).")
    private int rate;

    @Option(
            names = "--window",
            defaultValue = "0",
            paramLabel = "N",
            description = "With --rate: requests that may wait at once; above it no more are sent"
                    + " (default: a tenth of the rate, at least 64).")
    private int window;

    @Option(names = "--stay", description = "Stay connected afterwards and answer what servers ask, until interrupted.")
    private boolean stay;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Mixin
    private BehaviourOptions behaviour = new BehaviourOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (node.connect.isEmpty() && node.listen.isEmpty()) {
            node.connect.add(Address.tcp("127.0.0.1", 13868));
        }
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        List<Exchange> exchanges = node.exchanges(line, send, Side.CLIENT);
        SimulationConsole console = new SimulationConsole(line.getOut(), node);
        try (Simulation simulation =
                Simulation.start(node.settings(line, identity, Side.CLIENT), node, behaviour, console)) {
            simulation.awaitPeer(node.timeout);
            if (rate > 0) {
                console.summary(
                        traffic(simulation, exchanges), simulation.node().counts());
            } else {
                visits(simulation, exchanges, console);
            }
            if (stay) {
                simulation.awaitInterrupt();
            }
            return console.bad() == 0 ? ExitCodes.OK : ExitCodes.INVALID;
        } catch (TimeoutException e) {
            line.getErr().println("no peer within " + node.timeout + " ms");
            return ExitCodes.INVALID;
        } catch (IOException e) {
            line.getErr().println(e.getMessage());
            return ExitCodes.INVALID;
        }
    }

    private void visits(Simulation simulation, List<Exchange> exchanges, SimulationConsole console) {
        for (long n = 0; n < count; n++) {
            Tour tour = new Tour(simulation.node(), new Subscriber(subscriber + n), destination(), console);
            Simulation.await(tour.run(exchanges));
        }
    }

    private Traffic.Report traffic(Simulation simulation, List<Exchange> exchanges) {
        int kinds = exchanges.size();
        Traffic traffic = new Traffic(
                simulation.node(),
                n -> OutgoingRequest.of(
                        exchanges.get((int) (n % kinds)), new Subscriber(subscriber + n / kinds), destination()),
                new Traffic.Pace(
                        rate,
                        window > 0 ? window : Math.max(64, rate / 10),
                        count == 0 ? Long.MAX_VALUE : count * kinds));
        simulation.whenInterrupted(traffic::stop);
        return Simulation.await(traffic.start());
    }

    private Destination destination() {
        return new Destination(destinationRealm, destinationHost);
    }
}
