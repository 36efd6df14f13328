package io.realmgate.agent.cli;

import io.realmgate.agent.DiameterAgent;
import io.realmgate.agent.ThisMachine;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.routing.check.Severity;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: the agent itself. SIGHUP reloads, SIGTERM and SIGINT drain and exit with 0. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the agent. SIGHUP reloads peers, rules and TLS files, SIGTERM drains and exits.")
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        ThisMachine machine = new ThisMachine();
        ConfigOption.Loaded loaded = config.load(machine);
        AgentSettings settings = loaded.settings();
        CheckedSet set = loaded.set().set();
        loaded.diagnostics().forEach(d -> {
            if (d.severity() == Severity.ERROR) {
                LOG.error("{}", d.text());
            } else {
                LOG.warn("{}", d.text());
            }
        });
        if (settings == null || set == null) {
            LOG.error("not started: correct the errors above; the check command shows them again");
            return ExitCodes.INVALID;
        }
        DiameterAgent agent;
        try {
            agent = new DiameterAgent(settings, loaded.reader(), machine.eventLoops());
        } catch (IllegalStateException e) {
            LOG.error("not started: {}", e.getMessage());
            return ExitCodes.INVALID;
        }
        CountDownLatch stopRequested = new CountDownLatch(1);
        handleSignals(agent, stopRequested);
        try {
            agent.start(set).toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            LOG.error(
                    "not started: {}",
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
            return ExitCodes.INVALID;
        }
        LOG.info("{} is ready; admin on port {}", settings.identity(), agent.adminPort());
        stopRequested.await();
        try {
            agent.stop().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            LOG.error("not stopped in order", e);
        }
        LOG.info("stopped");
        return ExitCodes.OK;
    }

    private static void handleSignals(DiameterAgent agent, CountDownLatch stopRequested) {
        Executor reloading = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "reload");
            thread.setDaemon(true);
            return thread;
        });
        Signals.handle(
                "HUP",
                () -> reloading.execute(() -> {
                    agent.reload("SIGHUP");
                    agent.tls().reload("SIGHUP");
                }));
        Signals.handle("TERM", () -> stopRequested.countDown());
        Signals.handle("INT", () -> stopRequested.countDown());
    }
}
