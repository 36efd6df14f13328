package io.realmgate.agent.cli;

import io.realmgate.agent.cli.NodeOptions.Address;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code simulate server}: answers requests until it is interrupted, and may ask its clients back. */
@Command(name = "server", mixinStandardHelpOptions = true, description = "Answers requests until it is interrupted.")
final class SimulateServerCommand implements Callable<Integer> {
    @Option(
            names = "--identity",
            defaultValue = "server1.home.example",
            paramLabel = "HOST",
            description = "Origin-Host (default: ${DEFAULT-VALUE}).")
    private String identity = "";

    @Option(
            names = "--send",
            split = ",",
            paramLabel = "NAME",
            description =
                    "After each answered request of the same application, send this to its client: CLR, NASREQ/RAR,"
                            + " Gx/RAR, ASR.")
    private List<String> send = List.of();

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Mixin
    private BehaviourOptions behaviour = new BehaviourOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (node.connect.isEmpty() && node.listen.isEmpty()) {
            node.listen.add(Address.tcp("127.0.0.1", 13869));
        }
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        List<Exchange> exchanges = node.exchanges(line, send, Side.SERVER);
        SimulationConsole console = new SimulationConsole(line.getOut(), node);
        try (Simulation simulation =
                Simulation.start(node.settings(line, identity, Side.SERVER), node, behaviour, console)) {
            simulation.followUp(exchanges);
            simulation.awaitInterrupt();
            return ExitCodes.OK;
        } catch (IOException e) {
            line.getErr().println(e.getMessage());
            return ExitCodes.INVALID;
        }
    }
}
