package io.realmgate.agent.reload;

import io.realmgate.agent.config.AcceptSettings;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.Machine;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.PeerSettingsReader;
import io.realmgate.agent.config.RealmSettings;
import io.realmgate.agent.config.RealmSettingsReader;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.parse.DictionaryParser;
import io.realmgate.routing.parse.RuleSet;
import io.realmgate.routing.parse.RuleSetCompiler;
import io.realmgate.routing.parse.SourceFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks what lies beside {@code agent.conf}: {@code peers.conf}, {@code rules/*.conf} in file-name order,
 * {@code dictionary/*.conf} and {@code tables/*.csv}, all optional. The one checker of start-up, {@code check}, reload and the
 * admin server. Blocks on the file system: not for event loops.
 */
public final class SetReader {
    /** Another change may begin or end during each. */
    private static final int MOST_READINGS = 10;

    private static final FileSwap NOTHING = new FileSwap(List.of());

    private final Path directory;
    private final Machine machine;
    private final @Nullable AgentSettings agent;
    private final @Nullable Set<String> tls;
    private final TableStore tables;
    private final @Nullable Set<String> listeners;

    /** For files that need not come into force here; {@code directory} is where {@code agent.conf} lies. */
    public SetReader(Path directory) {
        this(directory, Machine.ANY, null);
    }

    /**
     * @param directory where {@code agent.conf} lies
     * @param machine where the set is to come into force
     * @param agent has the names that files may refer to; null when they are not known, so that any may be right
     */
    public SetReader(Path directory, Machine machine, @Nullable AgentSettings agent) {
        this.directory = directory;
        this.machine = machine;
        this.tables = new TableStore(directory);
        this.agent = agent;
        this.tls = agent == null ? null : agent.tls().keySet();
        this.listeners = agent == null ? null : agent.listenerNames();
    }

    /**
     * What lies on the disk.
     *
     * @param unreadable why a file could not be read, by its name as in a {@link FileSet}
     * @param swap what the files are read as if it were done
     */
    record OnDisk(FileSet files, SortedMap<String, Diagnostic> unreadable, Interrupted swap) {}

    /** A change that is not finished, without steps when there is none; or why it cannot be read. */
    record Interrupted(FileSwap swap, @Nullable String fault) {}

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

        /** The same with more to say. */
        Outcome with(List<Diagnostic> more) {
            List<Diagnostic> all = new ArrayList<>(diagnostics);
            all.addAll(more);
            return new Outcome(set, all);
        }
    }

    /** Reads and checks. */
    public Outcome read() {
        OnDisk disk = load();
        return check(disk.files(), disk.unreadable().values());
    }

    /**
     * Checks these files as if they lay in the directory, with the tables that do.
     *
     * @param unreadable mistakes that were found before
     */
    Outcome check(FileSet files, Collection<Diagnostic> unreadable) {
        List<Diagnostic> diagnostics = new ArrayList<>(unreadable);
        Optional<Diagnostic> lack = RuleRoom.lack(files, Runtime.getRuntime().maxMemory(), directory);
        if (lack.isPresent()) {
            diagnostics.add(lack.get());
            return new Outcome(null, diagnostics);
        }
        SourceFile peers = null;
        List<SourceFile> rules = new ArrayList<>();
        List<SourceFile> ownNames = new ArrayList<>();
        for (var file : files.texts().entrySet()) {
            SourceFile source = new SourceFile(path(file.getKey()).toString(), file.getValue());
            if (file.getKey().equals(FileSet.PEERS)) {
                peers = source;
            } else if (file.getKey().startsWith(FileSet.DICTIONARY)) {
                ownNames.add(source);
            } else {
                rules.add(source);
            }
        }
        List<Diagnostic> wrongNames = new ArrayList<>();
        Dictionary dictionary = DictionaryParser.parse(ownNames, wrongNames);
        if (!wrongNames.isEmpty()) {
            // Rules that use them would be called wrong too.
            diagnostics.addAll(wrongNames);
            return new Outcome(null, diagnostics);
        }
        TableStore.Tables lookups = tables.read();
        diagnostics.addAll(lookups.diagnostics());
        RuleSet set = RuleSetCompiler.compile(peers, rules, lookups.files(), dictionary, listeners);
        diagnostics.addAll(set.diagnostics());
        PeerDirectory names = set.directory();
        RoutingTable table = set.table();
        if (names == null) {
            return new Outcome(null, diagnostics);
        }
        List<PeerSettings> peerSettings = PeerSettingsReader.peers(names, machine, dictionary, tls, diagnostics);
        List<AcceptSettings> accepts = PeerSettingsReader.accepts(names, dictionary, tls, diagnostics);
        List<RealmSettings> realms = RealmSettingsReader.realms(names, diagnostics);
        if (table != null) {
            new UnservedRules(names, peerSettings).look(table.rules(), diagnostics::add);
            new UnadvertisedRules(names, dictionary, peerSettings, accepts).look(table.rules(), diagnostics::add);
            if (agent != null) {
                new RealmsWithoutRoute(names, table.rules(), agent).look(names, diagnostics::add);
            }
        }
        boolean failed = diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
        return new Outcome(
                failed || table == null
                        ? null
                        : new CheckedSet(files, table, names, peerSettings, accepts, realms, lookups.summaries()),
                diagnostics);
    }

    /** What lies on the disk now, unchecked; a change of several files that is not finished is read as if it were. */
    OnDisk load() {
        for (int i = 1; i < MOST_READINGS; i++) {
            OnDisk disk = load(interrupted());
            if (disk.swap().equals(interrupted())) {
                return disk;
            }
        }
        return load(interrupted());
    }

    private Interrupted interrupted() {
        try {
            return new Interrupted(FileSwap.interrupted(directory).orElse(NOTHING), null);
        } catch (IOException e) {
            return new Interrupted(NOTHING, String.valueOf(e.getMessage()));
        }
    }

    private OnDisk load(Interrupted swap) {
        SortedMap<String, String> texts = new TreeMap<>();
        SortedMap<String, Diagnostic> unreadable = new TreeMap<>();
        SortedMap<String, String> ahead = new TreeMap<>();
        // First: what is there now may have its own name a moment later.
        for (FileSwap.Step step : swap.swap().steps()) {
            beside(step).ifPresent(text -> ahead.put(step.name(), text));
        }
        loadAll(texts, unreadable);
        for (FileSwap.Step step : swap.swap().steps()) {
            String name = step.name();
            String next = ahead.get(name);
            if (step.isAhead(texts.get(name)) && !unreadable.containsKey(name)) {
                if (step.after() == null) {
                    texts.remove(name);
                } else if (next != null) {
                    texts.put(name, next);
                }
            }
        }
        if (swap.fault() != null) {
            Place place = new Place(path(FileSwap.JOURNAL).toString(), 0);
            unreadable.put(FileSwap.JOURNAL, Diagnostic.error(place, swap.fault()));
        }
        return new OnDisk(new FileSet(texts), unreadable, swap);
    }

    private Optional<String> beside(FileSwap.Step step) {
        try {
            String text = FileSwap.read(FileSwap.beside(FileSwap.target(path(step.name())), step));
            return step.isNew(text) ? Optional.ofNullable(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void loadAll(SortedMap<String, String> texts, SortedMap<String, Diagnostic> unreadable) {
        if (Files.exists(path(FileSet.PEERS))) {
            load(FileSet.PEERS, texts, unreadable);
        }
        loadAll(FileSet.RULES, texts, unreadable);
        loadAll(FileSet.DICTIONARY, texts, unreadable);
    }

    private void loadAll(String folder, SortedMap<String, String> texts, SortedMap<String, Diagnostic> unreadable) {
        Path path = path(folder);
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".conf"))
                        .forEach(name -> load(folder + name, texts, unreadable));
            } catch (IOException e) {
                unreadable.put(
                        folder, Diagnostic.error(new Place(path.toString(), 0), "cannot be listed: " + e.getMessage()));
            }
        }
    }

    private void load(String name, SortedMap<String, String> texts, SortedMap<String, Diagnostic> unreadable) {
        Place place = new Place(path(name).toString(), 0);
        try {
            texts.put(name, Files.readString(path(name)));
        } catch (CharacterCodingException e) {
            unreadable.put(name, Diagnostic.error(place, "is not UTF-8 text"));
        } catch (IOException e) {
            unreadable.put(name, Diagnostic.error(place, "cannot be read: " + e.getMessage()));
        }
    }

    /** The file of a name in a {@link FileSet}. */
    Path path(String name) {
        return directory.resolve(name);
    }

    /** What writes where this reads. */
    FileStore store() {
        return new FileStore(directory);
    }
}
