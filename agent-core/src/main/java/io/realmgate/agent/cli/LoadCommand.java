package io.realmgate.agent.cli;

import io.realmgate.agent.load.LoadFailure;
import io.realmgate.agent.load.LoadPlan;
import io.realmgate.agent.load.LoadPlan.Pace;
import io.realmgate.agent.load.LoadReport;
import io.realmgate.agent.load.LoadRun;
import io.realmgate.agent.load.ProcessUsage;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code load}: measures a relay between clients and servers of its own. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Plays clients and servers around a relay and measures it; exits with 0 when every request was answered, once,"
                    + " and nothing was wrong with any message.",
            "Prints what it saw for people and, as its last line, as JSON."
        })
final class LoadCommand implements Callable<Integer> {
    private static final double LONGEST = 86_400;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(
            names = "--window",
            defaultValue = "0",
            paramLabel = "N",
            description = "Requests that each client waits for at once, up to 65536"
                    + " (default: 64; with --rate 8192, as the most there may be).")
    private int window;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "N",
            description = "Requests a second, whatever the relay does; latency then counts from when each was due, and"
                    + " the generator takes a whole processor (default: as many as the windows allow).")
    private double rate;

    @Option(
            names = "--warm-up",
            defaultValue = "2",
            paramLabel = "SECONDS",
            description = "Time that does not count; a rate rises evenly meanwhile (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(
            names = "--duration",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "Time that counts (default: ${DEFAULT-VALUE}).")
    private double duration;

    @Option(
            names = "--timeout",
            defaultValue = "10000",
            paramLabel = "MS",
            description = "After which a request is lost (default: ${DEFAULT-VALUE}).")
    private double timeout;

    @Option(
            names = "--no-check",
            negatable = true,
            description = "Do not compare the AVPs of requests and answers with what was sent, nor look for"
                    + " Route-Record: for relays that change them. Identifiers, Session-Id, and that each answer comes"
                    + " once and to its client, are looked at always.")
    private boolean noCheck;

    @Option(
            names = "--pid",
            split = ",",
            paramLabel = "PID",
            description = "Processes of the relay, to tell their processor time and memory (Linux).")
    private List<Long> pids = List.of();

    @Option(names = "--label", defaultValue = "", paramLabel = "TEXT", description = "Said again in the JSON line.")
    private String label = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        PrintWriter err = line.getErr();
        LoadRun run = start(line);
        Signals.handle("INT", run::stop);
        Signals.handle("TERM", run::stop);
        try {
            LoadReport report = run.run();
            LoadConsole.print(line.getOut(), report, label, !pids.isEmpty());
            return report.isFlawless() ? ExitCodes.OK : ExitCodes.INVALID;
        } catch (LoadFailure e) {
            err.println(e.getMessage());
            err.flush();
            return ExitCodes.INVALID;
        }
    }

    private LoadRun start(CommandLine line) {
        LoadOptions.within(line, "--window", window, 0, LoadPlan.LARGEST_WINDOW);
        LoadOptions.within(line, "--rate", rate, 0, 10_000_000);
        LoadOptions.within(line, "--warm-up", warmUp, 0, LONGEST);
        LoadOptions.within(line, "--duration", duration, 0, LONGEST);
        LoadOptions.within(line, "--timeout", timeout, 1, 600_000);
        int places = window > 0 ? window : rate > 0 ? 8192 : 64;
        Pace pace = new Pace(places, rate, seconds(warmUp), seconds(duration), seconds(timeout / 1000));
        LoadPlan plan = new LoadPlan(options.places(line), options.cast(line), options.work(line), pace, !noCheck);
        try {
            ProcessUsage.of(pids);
            return new LoadRun(plan, new Gauges(pids), Instant.now());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, "--size: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(line, "--pid: cannot read " + e.getMessage(), e);
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /** This machine's. */
    private record Gauges(List<Long> pids) implements LoadRun.Instruments {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        @Override
        public LongSupplier clock() {
            return System::nanoTime;
        }

        @Override
        public ProcessUsage relay() throws IOException {
            return ProcessUsage.of(pids);
        }

        @Override
        public long ownCpu() {
            return THREADS.getCurrentThreadCpuTime();
        }
    }
}
