package io.realmgate.agent.cli.demo;

import io.realmgate.agent.cli.admin.AdminClient;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent in a process of its own, started with the same command that an operator uses. */
final class AgentProcess implements AutoCloseable {
    private final Process process;
    private final WorkingCopy conf;
    private final Thread killer;

    private AgentProcess(Process process, WorkingCopy conf) {
        this.process = process;
        this.conf = conf;
        this.killer = new Thread(process::destroy, "stop the agent");
    }

    /** Runs {@code scripts/agent run} of the installation in {@code home}. */
    static AgentProcess start(Path home, WorkingCopy conf) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                home.resolve("scripts/agent").toString(),
                "run",
                "--config",
                conf.agentConf().toString());
        builder.redirectErrorStream(true).redirectOutput(conf.log().toFile());
        AgentProcess agent = new AgentProcess(builder.start(), conf);
        Runtime.getRuntime().addShutdownHook(agent.killer);
        return agent;
    }

    /** Waits until {@code GET /ready} says 200. */
    void awaitReady(AdminClient admin, Duration patience) throws IOException, InterruptedException, DemoFailure {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isReady(admin)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new DemoFailure("the agent ended with exit code " + process.exitValue() + ":\n" + logEnd());
            }
            if (System.nanoTime() > deadline) {
                throw new DemoFailure("the agent is not ready after " + patience.toSeconds() + " s:\n" + logEnd());
            }
        }
    }

    private static boolean isReady(AdminClient admin) throws IOException, InterruptedException {
        try {
            return admin.get("/ready").status() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Sends SIGTERM and gives the exit code. */
    int stop(Duration patience) throws InterruptedException, DemoFailure {
        process.destroy();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new DemoFailure("the agent still runs " + patience.toSeconds() + " s after SIGTERM");
        }
        return process.exitValue();
    }

    /** The last lines of the agent's log. */
    String logEnd() throws IOException {
        List<String> lines = Files.readAllLines(conf.log());
        return conf.named(String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size())));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook with it.
            return;
        }
    }
}
