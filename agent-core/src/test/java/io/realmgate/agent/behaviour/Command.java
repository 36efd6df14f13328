package io.realmgate.agent.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.realmgate.agent.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line as a process of its own, on the class path of the tests. */
final class Command implements AutoCloseable {
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final Thread reader;

    private Command(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of a command");
        reader.setDaemon(true);
        reader.start();
    }

    static Command start(String... args) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String logging = requireNonNull(Main.class.getResource("/logback.xml")).toString();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(args));
        return of(command);
    }

    /** Any program. */
    static Command of(List<String> command) {
        try {
            return new Command(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                all.add(line);
                lines.add(line);
            }
        } catch (IOException e) {
            // The process is gone.
        }
    }

    /** Waits for a line with {@code pattern}; the groups of the match. */
    Matcher awaitLine(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        long end = System.nanoTime() + Patience.LIMIT.toNanos();
        try {
            while (true) {
                String line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new AssertionError("no line with \"" + pattern + "\" in:\n" + output());
                }
                Matcher matcher = compiled.matcher(line);
                if (matcher.find()) {
                    return matcher;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the end; the exit status. */
    int exit() {
        try {
            if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it did not end:\n" + output());
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String output() {
        return String.join("\n", all);
    }

    /** Sends it a signal by its name, such as HUP. */
    void signal(String name) {
        try {
            // The shell has its own kill; the program of that name is missing on a small system.
            int status = new ProcessBuilder("sh", "-c", "kill -" + name + ' ' + process.pid())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + ": " + status);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
