package io.realmgate.agent.cli;

import io.realmgate.agent.cli.demo.Demo;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
        CountDownLatch interrupted = new CountDownLatch(1);
        if (stay) {
            Signals.handle("INT", interrupted::countDown);
            Signals.handle("TERM", interrupted::countDown);
        }
        Demo demo = new Demo(home, Objects.requireNonNull(spec).commandLine().getOut(), interrupted);
        return demo.play(stay) ? ExitCodes.OK : ExitCodes.INVALID;
    }
}
