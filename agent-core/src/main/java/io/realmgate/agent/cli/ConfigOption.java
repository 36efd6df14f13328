package io.realmgate.agent.cli;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.config.Machine;
import io.realmgate.agent.reload.SetReader;
import io.realmgate.agent.tls.TlsStore;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.model.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config}: the agent.conf to use, and everything that lies beside it. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "conf/agent.conf",
            description =
                    "agent.conf, or its directory; peers.conf and rules/ lie beside it (default: ${DEFAULT-VALUE})")
    private Path file = Path.of("conf/agent.conf");

    /** To be set by the command line. */
    ConfigOption() {}

    /** @param file agent.conf, or the directory where it lies */
    ConfigOption(Path file) {
        this.file = file;
    }

    /**
     * @param settings null when agent.conf has an error
     * @param set what was read beside it
     * @param diagnostics of all files
     */
    record Loaded(
            @Nullable AgentSettings settings, SetReader reader, SetReader.Outcome set, List<Diagnostic> diagnostics) {}

    /** The file; that of a directory if that is given. */
    private Path file() {
        return Files.isDirectory(file) ? file.resolve("agent.conf") : file;
    }

    /** Where the file lies. */
    Path directory() {
        Path parent = file().getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** Reads and checks the files as such; they may be meant for another machine. */
    Loaded load() {
        return load(Machine.ANY);
    }

    /** Reads and checks the files that are to come into force on {@code machine}. */
    Loaded load(Machine machine) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        AgentSettings settings = null;
        Path conf = file();
        try {
            settings = AgentSettingsReader.read(conf.toString(), Files.readString(conf), machine, diagnostics);
            if (settings != null) {
                int before = diagnostics.size();
                TlsStore.check(settings.tls().values(), settings.identity(), InstantSource.system(), diagnostics);
                boolean failed = diagnostics.stream().skip(before).anyMatch(d -> d.severity() == Severity.ERROR);
                settings = failed ? null : settings;
            }
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no such file" : "cannot be read";
            diagnostics.add(Diagnostic.error(new Place(conf.toString(), 0), why, "give another with --config"));
        }
        SetReader reader = new SetReader(directory(), machine, settings);
        SetReader.Outcome outcome = reader.read();
        diagnostics.addAll(outcome.diagnostics());
        return new Loaded(settings, reader, outcome, diagnostics);
    }
}
