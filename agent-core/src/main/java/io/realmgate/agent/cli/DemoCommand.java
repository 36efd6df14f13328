package io.realmgate.agent.cli;

import io.realmgate.agent.cli.demo.Demo;
import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the agent at work between two simulated realms. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Shows the agent at work between two simulated realms; exits with 0 when all went well.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--stay", description = "Keep everything running afterwards, for you to try.")
    private boolean stay;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${sys:realmgate.home:-.}",
            hidden = true,
            description = "Where conf/ and scripts/ are.")
    private Path home = Path.of(".");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        // Interrupted rather than ended at once, it can still stop what it started and delete its copy of conf/.
        Thread player = Thread.currentThread();
        for (String signal : List.of("INT", "TERM", "HUP")) {
            Signals.handle(signal, player::interrupt);
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try {
            return new Demo(home, out).play(stay) ? ExitCodes.OK : ExitCodes.INVALID;
        } catch (InterruptedException | ClosedByInterruptException e) {
            out.println("Interrupted.");
            return ExitCodes.INTERRUPTED;
        }
    }
}
