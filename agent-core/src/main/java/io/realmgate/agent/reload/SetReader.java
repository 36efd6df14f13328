package io.realmgate.agent.reload;

import io.realmgate.agent.config.AcceptSettings;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.PeerSettingsReader;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.parse.RuleSet;
import io.realmgate.routing.parse.RuleSetCompiler;
import io.realmgate.routing.parse.SourceFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks what lies beside {@code agent.conf}: {@code peers.conf} and {@code rules/*.conf} in file-name order,
 * both optional. The one checker of start-up, {@code check} and reload. Blocks on the file system: not for event loops.
 */
public final class SetReader {
    private final Path directory;

    /** @param directory where {@code agent.conf} lies */
    public SetReader(Path directory) {
        this.directory = directory;
    }

    /**
     * What came of a reading.
     *
     * @param set null when there was an error
     * @param diagnostics errors and warnings
     */
    public record Outcome(@Nullable CheckedSet set, List<Diagnostic> diagnostics) {
        public Outcome {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    public Outcome read() {
        List<Diagnostic> diagnostics = new ArrayList<>();
        SourceFile peers = peersFile(diagnostics);
        List<SourceFile> rules = ruleFiles(diagnostics);
        RuleSet set = RuleSetCompiler.compile(peers, rules, Dictionary.standard());
        diagnostics.addAll(set.diagnostics());
        PeerDirectory names = set.directory();
        RoutingTable table = set.table();
        if (names == null) {
            return new Outcome(null, diagnostics);
        }
        List<PeerSettings> peerSettings = PeerSettingsReader.peers(names, diagnostics);
        List<AcceptSettings> accepts = PeerSettingsReader.accepts(names, diagnostics);
        boolean failed = diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
        return new Outcome(
                failed || table == null ? null : new CheckedSet(table, names, peerSettings, accepts), diagnostics);
    }

    private @Nullable SourceFile peersFile(List<Diagnostic> diagnostics) {
        Path file = directory.resolve("peers.conf");
        return Files.exists(file) ? source(file, diagnostics) : null;
    }

    private List<SourceFile> ruleFiles(List<Diagnostic> diagnostics) {
        Path rules = directory.resolve("rules");
        if (!Files.isDirectory(rules)) {
            return List.of();
        }
        List<SourceFile> sources = new ArrayList<>();
        try (Stream<Path> files = Files.list(rules)) {
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith(".conf"))
                    .sorted()
                    .toList()) {
                SourceFile source = source(file, diagnostics);
                if (source != null) {
                    sources.add(source);
                }
            }
        } catch (IOException e) {
            diagnostics.add(Diagnostic.error(new Place(rules.toString(), 0), "cannot be listed: " + e.getMessage()));
        }
        return sources;
    }

    private static @Nullable SourceFile source(Path file, List<Diagnostic> diagnostics) {
        try {
            return new SourceFile(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            diagnostics.add(Diagnostic.error(new Place(file.toString(), 0), "is not UTF-8 text"));
        } catch (IOException e) {
            diagnostics.add(Diagnostic.error(new Place(file.toString(), 0), "cannot be read: " + e.getMessage()));
        }
        return null;
    }
}
