package io.realmgate.agent.reload;

import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.parse.TableFile;
import io.realmgate.routing.parse.TableReader;
import io.realmgate.routing.table.HeapBudget;
import io.realmgate.routing.table.LookupTable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables that lie beside {@code agent.conf}. A file is read again only when it has changed. Blocks for seconds where
 * there are millions of rows; any thread but an event loop, one at a time.
 */
final class TableStore {
    private static final Logger LOG = LoggerFactory.getLogger(TableStore.class);
    private static final int MOST_TABLES = 100;
    private static final long MOST_OCTETS = 1L << 30;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Path directory;
    private final InstantSource clock;
    private final long mostHeap;
    private final SortedMap<String, Loaded> known = new TreeMap<>();

    /**
     * A table as it was read.
     *
     * @param summary null if the file has a mistake
     * @param again whether it has to be read again, though its file may look the same
     */
    record Loaded(TableFile file, @Nullable TableSummary summary, FileStamp stamp, boolean again) {}

    /** {@code directory} is where {@code agent.conf} lies. */
    TableStore(Path directory) {
        this(directory, InstantSource.system(), Runtime.getRuntime().maxMemory() / 4 * 3);
    }

    /** @param mostHeap octets that tables may take, while others are replaced too */
    TableStore(Path directory, InstantSource clock, long mostHeap) {
        this.directory = directory;
        this.clock = clock;
        this.mostHeap = mostHeap;
    }

    /** Everything that lies there now. */
    synchronized Tables read() {
        Path tables = directory.resolve(TableSummary.DIRECTORY);
        List<Diagnostic> diagnostics = new ArrayList<>();
        List<Loaded> loaded = new ArrayList<>();
        List<String> names = list(tables, diagnostics);
        known.keySet().retainAll(names);
        for (String name : names) {
            Path file = tables.resolve(name + TableSummary.SUFFIX);
            Place place = new Place(file.toString(), 0);
            if (!NAME.matcher(name).matches()) {
                diagnostics.add(Diagnostic.error(
                        place, "a table cannot have this name", "1 to 64 letters, digits, \"-\" and \"_\""));
                continue;
            }
            try {
                loaded.add(load(name, file));
            } catch (IOException e) {
                Diagnostic unreadable = Diagnostic.error(place, "cannot be read: " + e.getMessage());
                loaded.add(new Loaded(
                        new TableFile(name, file.toString(), null, List.of(unreadable)), null, FileStamp.NONE, true));
            }
        }
        return new Tables(loaded, diagnostics);
    }

    /**
     * All tables.
     *
     * @param diagnostics what is wrong besides what is in them
     */
    record Tables(List<Loaded> loaded, List<Diagnostic> diagnostics) {
        List<TableFile> files() {
            return loaded.stream().map(Loaded::file).toList();
        }

        /** Those without a mistake. */
        List<TableSummary> summaries() {
            List<TableSummary> summaries = new ArrayList<>();
            for (Loaded one : loaded) {
                TableSummary summary = one.summary();
                if (summary != null) {
                    summaries.add(summary);
                }
            }
            return summaries;
        }
    }

    private static List<String> list(Path tables, List<Diagnostic> diagnostics) {
        if (!Files.isDirectory(tables)) {
            return List.of();
        }
        Place place = new Place(tables.toString(), 0);
        try (Stream<Path> files = Files.list(tables)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(TableSummary.SUFFIX) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - TableSummary.SUFFIX.length()))
                    .sorted()
                    .toList();
            if (names.size() > MOST_TABLES) {
                diagnostics.add(Diagnostic.error(place, "there are more than " + MOST_TABLES + " tables"));
                return List.of();
            }
            return names;
        } catch (IOException e) {
            diagnostics.add(Diagnostic.error(place, "cannot be listed: " + e.getMessage()));
            return List.of();
        }
    }

    private Loaded load(String name, Path file) throws IOException {
        Loaded before = known.get(name);
        Instant now = clock.instant();
        FileStamp stamp = FileStamp.of(file);
        if (before != null && !before.again() && before.stamp().equals(stamp)) {
            return before;
        }
        long octets = Files.size(file);
        List<Diagnostic> found = new ArrayList<>();
        Place place = new Place(file.toString(), 0);
        LookupTable table = null;
        String sha256 = "";
        if (octets > MOST_OCTETS) {
            found.add(Diagnostic.error(place, "is larger than " + MOST_OCTETS + " octets"));
        } else {
            MessageDigest digest = sha256();
            try (InputStream in = new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest)) {
                table = TableReader.read(source(name, file), in, found);
            }
            sha256 = HexFormat.of().formatHex(digest.digest());
        }
        if (!FileStamp.of(file).equals(stamp)) {
            table = null;
            found.clear();
            found.add(Diagnostic.error(
                    place, "changed while it was read", "write it under another name and rename it, then try again"));
        }
        TableSummary summary = table == null ? null : summary(table, octets, sha256);
        // The same content may go on as the same table, so that two copies are not kept.
        TableFile read = before != null && summary != null && summary.equals(before.summary())
                ? before.file()
                : new TableFile(name, file.toString(), table, found);
        if (table != null && table.rows() >= TableReader.PROGRESS_ROWS) {
            LOG.info(
                    "{}: all {} rows read in {} s, {} MB of heap",
                    file,
                    table.rows(),
                    Duration.between(now, clock.instant()).toSeconds(),
                    table.octets() >> 20);
        }
        Loaded loaded = new Loaded(read, summary, stamp, stamp.isYoung(now));
        known.put(name, loaded);
        return loaded;
    }

    private TableReader.Source source(String name, Path file) {
        long taken = known.values().stream()
                .map(Loaded::summary)
                .mapToLong(summary -> summary == null ? 0 : summary.heap())
                .sum();
        return new TableReader.Source(
                name,
                file.toString(),
                new HeapBudget(mostHeap - taken),
                rows -> LOG.info("{}: {} rows read so far", file, rows));
    }

    private static TableSummary summary(LookupTable table, long octets, String sha256) {
        String columns = table.kind().word()
                + (table.column() == LookupTable.Column.NONE
                        ? ""
                        : "," + table.column().word());
        return new TableSummary(
                table.name(), columns, table.rows(), table.values().size(), octets, table.octets(), sha256);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
