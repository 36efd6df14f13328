package io.realmgate.agent.reload;

import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.Place;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts sets in force, one at a time, and remembers them: a set with an error changes nothing. Blocks on the file system;
 * called from any thread but an event loop.
 */
public final class Reloader {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);
    private static final int MOST_GENERATIONS = 50;
    private static final long MOST_OCTETS = 64 << 20;

    private final SetReader reader;
    private final FileStore store;
    private final InstantSource clock;
    private final Consumer<CheckedSet> swap;
    private final History history = new History(MOST_GENERATIONS, MOST_OCTETS);
    private final AtomicLong reloadFailures = new AtomicLong();
    private volatile @Nullable CheckedSet inForce;
    private volatile Generation current = Generation.NONE;
    private volatile LastReload last = new LastReload(true, Duration.ZERO);

    /**
     * The reload before now.
     *
     * @param accepted false when its files have errors, until a set comes into force again
     * @param took from reading the files until the set was in force, of the last one that came into force
     */
    public record LastReload(boolean accepted, Duration took) {}

    /**
     * What came of a change.
     *
     * @param accepted whether it is in force now
     * @param generation the one in force now
     */
    public record Result(boolean accepted, Generation generation, List<Diagnostic> diagnostics) {}

    /**
     * @param clock says when a generation came into force
     * @param swap puts a checked set in force at once
     */
    public Reloader(SetReader reader, InstantSource clock, Consumer<CheckedSet> swap) {
        this.reader = reader;
        this.store = reader.store();
        this.clock = clock;
        this.swap = swap;
    }

    /** Puts the set that the agent starts with in force. */
    public synchronized void start(CheckedSet first) {
        store.recover();
        install(first, "start");
    }

    /**
     * Reads the files again.
     *
     * @param by who wants it, for the history
     */
    public synchronized Result reload(String by) {
        Instant begun = clock.instant();
        store.recover();
        Result result = install(reader.read(), by, begun);
        if (!result.accepted()) {
            reloadFailures.incrementAndGet();
            last = new LastReload(false, last.took());
        }
        return result;
    }

    /**
     * Writes the files of an earlier generation back and puts them in force, as a new generation.
     *
     * @return empty when there is no such generation, or no more
     * @throws IOException when a file cannot be written; then the set in force stays
     */
    public synchronized Optional<Result> restore(int number, String by) throws IOException {
        Generation wanted = history.find(number).orElse(null);
        if (wanted == null) {
            return Optional.empty();
        }
        Instant begun = clock.instant();
        store.recover();
        SetReader.OnDisk disk = reader.load();
        SetReader.Outcome outcome =
                reader.check(wanted.files(), disk.unreadable().values());
        if (outcome.set() != null) {
            store.replace(disk.files(), wanted.files());
        }
        return Optional.of(install(outcome.with(kept(wanted, outcome.set())), by, begun));
    }

    /** Tables stay as they lie on the disk: only what they were is remembered. */
    private static List<Diagnostic> kept(Generation wanted, @Nullable CheckedSet set) {
        List<Diagnostic> kept = new ArrayList<>();
        if (set != null) {
            for (FileChange change : TableSummary.changes(wanted.tables(), set.tables())) {
                kept.add(Diagnostic.warning(
                        new Place(change.file(), 0),
                        "is not restored: it stays as it is, and was another in generation " + wanted.number(),
                        change.diff().strip().replace("\n", ", ")));
            }
        }
        return kept;
    }

    /**
     * What came of saving a file.
     *
     * @param result null when the precondition does not hold, and nothing was done
     * @param tag entity tag of the file as it was found; null if there is none
     */
    public record Saved(@Nullable Result result, @Nullable String tag) {}

    /**
     * Writes one file and puts the set in force, when the whole set is right with it.
     *
     * @param name as in a {@link FileSet}
     * @param text null to remove it
     * @throws IOException when it cannot be written; then the set in force stays
     */
    public synchronized Saved save(String name, @Nullable String text, Precondition precondition, String by)
            throws IOException {
        Instant begun = clock.instant();
        store.recover();
        SetReader.OnDisk disk = reader.load();
        String old = disk.files().text(name);
        String tag = old == null ? null : Precondition.tagOf(old);
        if (!precondition.holds(tag)) {
            return new Saved(null, tag);
        }
        FileSet wanted = disk.files().with(name, text);
        SortedMap<String, Diagnostic> unreadable = new TreeMap<>(disk.unreadable());
        unreadable.remove(name);
        SetReader.Outcome outcome = reader.check(wanted, unreadable.values());
        if (outcome.set() != null) {
            store.replace(disk.files(), wanted);
        }
        return new Saved(install(outcome, by, begun), tag);
    }

    /**
     * What a reload would do now, if some files were others than they are on the disk.
     *
     * @param instead texts by the name in a {@link FileSet}, null for a file that is not there
     */
    public Preview preview(Map<String, @Nullable String> instead) {
        SetReader.OnDisk disk = reader.load();
        FileSet files = disk.files();
        SortedMap<String, Diagnostic> unreadable = new TreeMap<>(disk.unreadable());
        for (Map.Entry<String, @Nullable String> file : instead.entrySet()) {
            files = files.with(file.getKey(), file.getValue());
            unreadable.remove(file.getKey());
        }
        SetReader.Outcome outcome = reader.check(files, unreadable.values());
        CheckedSet set = outcome.set();
        return new Preview(
                outcome.diagnostics(),
                changes(current, files, set == null ? current.tables() : set.tables()),
                set == null ? null : Preview.Effect.between(inForce, set));
    }

    /** The files as they lie on the disk now, whether they are in force or not. */
    public FileSet onDisk() {
        return reader.load().files();
    }

    private Result install(SetReader.Outcome outcome, String by, Instant begun) {
        CheckedSet set = outcome.set();
        if (set == null) {
            LOG.warn("change by {} refused, generation {} stays in force:", by, current.number());
            outcome.diagnostics().forEach(d -> LOG.warn("  {}", d.text()));
            return new Result(false, current, outcome.diagnostics());
        }
        install(set, by);
        last = new LastReload(true, Duration.between(begun, clock.instant()));
        LOG.info(
                "generation {} by {} is in force: {} rules, {} peers",
                current.number(),
                by,
                current.rules(),
                current.peers());
        return new Result(true, current, outcome.diagnostics());
    }

    private void install(CheckedSet set, String by) {
        Generation before = current;
        Generation next = new Generation(
                before.number() + 1,
                clock.instant(),
                by,
                changes(before, set.files(), set.tables()),
                set.files().sharing(before.files()),
                set.tables(),
                set.table().rules().size(),
                set.peers().size());
        swap.accept(set);
        inForce = set;
        current = next;
        history.add(next);
    }

    private static List<FileChange> changes(Generation before, FileSet files, List<TableSummary> tables) {
        List<FileChange> changes = new ArrayList<>(FileChange.between(before.files(), files));
        changes.addAll(TableSummary.changes(before.tables(), tables));
        return changes;
    }

    /** What is in force; generation 0 before the first set. */
    public Generation current() {
        return current;
    }

    /** What came of the last reload; accepted before there is one. */
    public LastReload last() {
        return last;
    }

    /** Reloads that were refused for errors in the files. */
    public long reloadFailures() {
        return reloadFailures.get();
    }

    /** The generations that are remembered, oldest first. */
    public List<Generation> generations() {
        return history.all();
    }
}
