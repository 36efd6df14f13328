package io.realmgate.agent.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A copy of {@code conf/} that the demo may edit, in a directory of its own with the agent's log. */
final class WorkingCopy implements AutoCloseable {
    private final Path directory;

    private WorkingCopy(Path directory) {
        this.directory = directory;
    }

    /** Copies the configuration in {@code conf}. */
    static WorkingCopy of(Path conf) throws IOException, DemoFailure {
        if (!Files.isRegularFile(conf.resolve("agent.conf"))) {
            throw new DemoFailure(conf + " has no agent.conf: name the directory with --config");
        }
        Path directory = Files.createTempDirectory("realmgate-demo");
        try (Stream<Path> files = Files.walk(conf)) {
            for (Path file : files.sorted().toList()) {
                Path copy = directory.resolve(conf.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return new WorkingCopy(directory);
    }

    Path directory() {
        return directory;
    }

    Path agentConf() {
        return directory.resolve("agent.conf");
    }

    Path log() {
        return directory.resolve("agent.log");
    }

    /** Replaces text in one of the files. */
    void edit(String file, String before, String after) throws IOException, DemoFailure {
        Path path = directory.resolve(file);
        String text = Files.exists(path) ? Files.readString(path) : "";
        if (!text.contains(before)) {
            throw new DemoFailure(
                    "conf/" + file + " has no \"" + before + "\": the demo needs conf/ as it was shipped");
        }
        Files.writeString(path, text.replace(before, after));
    }

    /** A message about a file, with the name that the file has in {@code conf/}. */
    String named(String message) {
        return message.replace(directory + "/", "conf/");
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
