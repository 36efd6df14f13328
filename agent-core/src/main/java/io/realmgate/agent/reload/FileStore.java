package io.realmgate.agent.reload;

import io.realmgate.agent.reload.FileSwap.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of sets, all of a change or nothing of it, also when a crash comes in between: new texts are written
 * beside the old ones, then the journal of the {@link FileSwap}, then they are renamed. A change of one file needs no
 * journal. Blocks; used by one thread at a time.
 */
final class FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);
    private static final Pattern LEFT_BEHIND =
            Pattern.compile("\\..+\\.[0-9a-f]{32}\\.new|\\Q" + FileSwap.JOURNAL + ".new\\E");

    private final Path directory;
    private final Disk disk;

    FileStore(Path directory) {
        this(directory, Disk.LOCAL);
    }

    FileStore(Path directory, Disk disk) {
        this.directory = directory.toAbsolutePath();
        this.disk = disk;
    }

    /**
     * Turns the files {@code before} into {@code after}. When one cannot be written, all are as before.
     *
     * @throws IOException naming the file that could not be written
     */
    void replace(FileSet before, FileSet after) throws IOException {
        FileSwap swap = FileSwap.between(before, after);
        try {
            prepare(swap, after);
        } catch (IOException e) {
            discard(swap);
            throw e;
        }
        try {
            carryOut(swap);
        } catch (IOException e) {
            turnBack(swap.reversed(), before);
            throw e;
        }
    }

    private void turnBack(FileSwap back, FileSet before) {
        try {
            prepare(back, before);
            carryOut(back);
        } catch (IOException e) {
            LOG.error("what was changed cannot be turned back; the next start or reload finishes the change", e);
        }
    }

    /** From its end on the change is decided, unless it is one of a single file. */
    private void prepare(FileSwap swap, FileSet after) throws IOException {
        Set<Path> directories = new TreeSet<>();
        for (Step step : swap.steps()) {
            String text = after.text(step.name());
            if (text != null) {
                attempt(step.name(), () -> {
                    Path target = target(step);
                    directories.add(Files.createDirectories(parent(target)));
                    disk.write(FileSwap.beside(target, step), text.getBytes(StandardCharsets.UTF_8), target);
                });
            }
        }
        if (swap.steps().size() > 1) {
            attempt(FileSwap.JOURNAL, () -> {
                for (Path one : directories) {
                    disk.sync(one);
                }
                Path journal = directory.resolve(FileSwap.JOURNAL);
                Path written = directory.resolve(FileSwap.JOURNAL + ".new");
                disk.write(written, swap.journal().getBytes(StandardCharsets.UTF_8), journal);
                disk.move(written, journal);
                disk.sync(directory);
            });
        }
    }

    private void carryOut(FileSwap swap) throws IOException {
        Set<Path> directories = new TreeSet<>();
        for (Step step : swap.steps()) {
            attempt(step.name(), () -> carryOut(step, directories));
        }
        finish(swap, directories);
    }

    private void carryOut(Step step, Set<Path> directories) throws IOException {
        Path target = target(step);
        if (step.after() == null) {
            disk.delete(directory.resolve(step.name()));
        } else {
            disk.move(FileSwap.beside(target, step), target);
        }
        directories.add(parent(step.after() == null ? directory.resolve(step.name()) : target));
    }

    private void finish(FileSwap swap, Set<Path> directories) throws IOException {
        for (Path one : directories) {
            attempt(one.toString(), () -> disk.sync(one));
        }
        if (swap.steps().size() > 1) {
            attempt(FileSwap.JOURNAL, () -> {
                disk.delete(directory.resolve(FileSwap.JOURNAL));
                disk.sync(directory);
            });
        }
    }

    /** Nothing of {@code swap} has been carried out, and nothing will be. */
    private void discard(FileSwap swap) {
        try {
            disk.delete(directory.resolve(FileSwap.JOURNAL));
            disk.delete(directory.resolve(FileSwap.JOURNAL + ".new"));
            for (Step step : swap.steps()) {
                disk.delete(FileSwap.beside(target(step), step));
            }
        } catch (IOException e) {
            LOG.warn("what was written beside the files cannot be removed", e);
        }
    }

    /**
     * Finishes a change that a crash interrupted, and removes what is left of one that was not decided yet. A file that
     * somebody has edited since the crash stays as it is. What cannot be done now is left for the next time: those who
     * read see the change as if it were done.
     */
    void recover() {
        try {
            Optional<FileSwap> interrupted = FileSwap.interrupted(directory);
            if (interrupted.isPresent()) {
                finish(interrupted.get());
            }
            sweep(directory);
            sweep(directory.resolve(FileSet.RULES));
            sweep(directory.resolve(FileSet.DICTIONARY));
        } catch (IOException e) {
            LOG.warn("a change of files that was interrupted cannot be finished now: {}", e.toString());
        }
    }

    private void finish(FileSwap swap) throws IOException {
        Set<Path> directories = new TreeSet<>();
        for (Step step : swap.steps()) {
            Path target = target(step);
            Path beside = FileSwap.beside(target, step);
            boolean ahead = step.isAhead(FileSwap.read(directory.resolve(step.name())));
            if (ahead && (step.after() == null || step.isNew(FileSwap.read(beside)))) {
                carryOut(step, directories);
            }
            if (step.after() != null) {
                disk.delete(beside);
            }
        }
        finish(swap, directories);
        LOG.info(
                "a change of {} files that was interrupted is finished",
                swap.steps().size());
    }

    private void sweep(Path where) throws IOException {
        if (!Files.isDirectory(where)) {
            return;
        }
        List<Path> left;
        try (Stream<Path> files = Files.list(where)) {
            left = files.filter(file -> LEFT_BEHIND
                            .matcher(Objects.toString(file.getFileName()))
                            .matches())
                    .toList();
        }
        for (Path file : left) {
            disk.delete(file);
        }
    }

    private Path target(Step step) throws IOException {
        return FileSwap.target(directory.resolve(step.name()));
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(String name, Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (IOException e) {
            throw new IOException(directory.resolve(name) + " cannot be written: " + e.getMessage(), e);
        }
    }
}
