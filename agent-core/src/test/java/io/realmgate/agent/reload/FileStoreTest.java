package io.realmgate.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A change of several files that a crash or a fault cuts at every step. */
class FileStoreTest {
    private static final FileSet BEFORE = set("peers.conf", "p1", "rules/a.conf", "a1", "rules/b.conf", "b1");
    /** One file as it was, two others, one gone, one new. */
    private static final FileSet AFTER = set("peers.conf", "p2", "rules/a.conf", "a2", "rules/c c.conf", "c2");

    @TempDir
    private Path root = Path.of("");

    private static FileSet set(String... namesAndTexts) {
        Map<String, String> texts = new TreeMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return new FileSet(new TreeMap<>(texts));
    }

    /** A directory with these files and no others. */
    private Path directory(FileSet files) {
        try {
            Path directory = Files.createTempDirectory(root, "conf");
            Files.createDirectory(directory.resolve("rules"));
            for (var file : files.texts().entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file that lies there, whatever it is for. */
    private static FileSet raw(Path directory) {
        TreeMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(directory.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FileSet(texts);
    }

    private static FileSet read(Path directory) {
        SetReader.OnDisk disk = new SetReader(directory).load();
        assertThat(disk.unreadable()).isEmpty();
        return disk.files();
    }

    /** How an operation ends that is not carried out. */
    private enum End {
        /** The machine stops before it. */
        CRASH_BEFORE,
        /** The machine stops in the middle of a write; otherwise before it. */
        CRASH_IN_THE_MIDDLE,
        /** It fails, later ones do not. */
        FAULT,
        /** It fails, and so do all later ones. */
        FAULTS
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Carries out {@code good} operations. */
    private static final class FailingDisk implements Disk {
        private final End end;
        private int good;
        private boolean failed;

        FailingDisk(int good, End end) {
            this.good = good;
            this.end = end;
        }

        private interface Operation {
            void run() throws IOException;
        }

        private void run(Operation operation, Operation half) throws IOException {
            boolean fails = good-- <= 0 && !(failed && end == End.FAULT);
            if (!fails) {
                operation.run();
                return;
            }
            if (!failed && end == End.CRASH_IN_THE_MIDDLE) {
                half.run();
            }
            failed = true;
            if (end == End.FAULT || end == End.FAULTS) {
                throw new IOException("fault");
            }
            throw new Crash();
        }

        @Override
        public void write(Path file, byte[] octets, Path like) throws IOException {
            run(
                    () -> LOCAL.write(file, octets, like),
                    () -> Files.write(file, java.util.Arrays.copyOf(octets, octets.length / 2)));
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            run(() -> LOCAL.move(from, to), () -> {});
        }

        @Override
        public void delete(Path file) throws IOException {
            run(() -> LOCAL.delete(file), () -> {});
        }

        @Override
        public void sync(Path directory) throws IOException {
            run(() -> LOCAL.sync(directory), () -> {});
        }
    }

    /** Whether the change came to its end; a crash or fault is what is to be expected. */
    private static boolean replace(Path directory, FailingDisk disk, FileSet after) {
        try {
            new FileStore(directory, disk).replace(read(directory), after);
            return !disk.failed;
        } catch (IOException | Crash e) {
            return false;
        }
    }

    private static boolean recover(Path directory, FailingDisk disk) {
        try {
            new FileStore(directory, disk).recover();
            return !disk.failed;
        } catch (Crash e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whereverItIsCutTheSetIsTheOldOrTheNewOne(End end) {
        List<FileSet> seen = new ArrayList<>();
        boolean done = false;
        for (int good = 0; !done; good++) {
            Path directory = directory(BEFORE);
            FailingDisk disk = new FailingDisk(good, end);
            done = replace(directory, disk, AFTER);
            FileSet found = read(directory);
            assertThat(found).as("after %d operations", good).isIn(BEFORE, AFTER);
            if (end == End.FAULT && !done) {
                assertThat(found).as("turned back after %d operations", good).isEqualTo(BEFORE);
            }
            seen.add(found);
            assertThat(recover(directory, new FailingDisk(1000, end))).isTrue();
            assertThat(raw(directory)).as("after %d operations", good).isEqualTo(found);
        }
        assertThat(seen.size()).isGreaterThan(12);
        assertThat(seen).startsWith(BEFORE).endsWith(AFTER);
        // Once it is decided it stays decided.
        assertThat(seen.subList(seen.indexOf(AFTER), seen.size())).containsOnly(AFTER);
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"CRASH_BEFORE", "FAULTS"})
    void aRecoveryMayBeCutToo(End end) {
        boolean done = false;
        for (int good = 0; !done; good++) {
            boolean recovered = false;
            for (int more = 0; !recovered; more++) {
                Path directory = directory(BEFORE);
                done = replace(directory, new FailingDisk(good, End.CRASH_BEFORE), AFTER);
                FileSet found = read(directory);
                recovered = recover(directory, new FailingDisk(more, end));
                assertThat(read(directory))
                        .as("%d and %d operations", good, more)
                        .isEqualTo(found);
                assertThat(recover(directory, new FailingDisk(1000, end))).isTrue();
                assertThat(raw(directory))
                        .as("%d and %d operations", good, more)
                        .isEqualTo(found);
            }
        }
    }

    @Test
    void oneFileNeedsNoJournalAndIsOldOrNewToo() {
        FileSet after = BEFORE.with("rules/a.conf", "a2");
        boolean done = false;
        for (int good = 0; !done; good++) {
            Path directory = directory(BEFORE);
            done = replace(directory, new FailingDisk(good, End.CRASH_IN_THE_MIDDLE), after);
            assertThat(directory.resolve(FileSwap.JOURNAL)).doesNotExist();
            assertThat(read(directory)).isIn(BEFORE, after);
        }
    }

    /** The journal lies there, and only the first file has its new name. */
    private Path halfDone() throws IOException {
        Path directory = directory(BEFORE);
        for (int good = 0; "p1".equals(raw(directory).text("peers.conf")); good++) {
            directory = directory(BEFORE);
            replace(directory, new FailingDisk(good, End.CRASH_BEFORE), AFTER);
        }
        assertThat(directory.resolve(FileSwap.JOURNAL)).exists();
        assertThat(Files.readString(directory.resolve("rules/a.conf"))).isEqualTo("a1");
        return directory;
    }

    @Test
    void whatWasEditedSinceTheCrashStays() throws IOException {
        Path directory = halfDone();
        Files.writeString(directory.resolve("rules/a.conf"), "by hand");
        Files.writeString(directory.resolve("rules/b.conf"), "by hand");
        FileSet wanted = AFTER.with("rules/a.conf", "by hand").with("rules/b.conf", "by hand");
        assertThat(read(directory)).isEqualTo(wanted);
        assertThat(recover(directory, new FailingDisk(1000, End.FAULTS))).isTrue();
        assertThat(raw(directory)).isEqualTo(wanted);
    }

    @Test
    void theNextChangeComesAfterTheEndOfTheOneBefore() throws IOException {
        Path directory = halfDone();
        FileStore store = new FileStore(directory);
        store.recover();
        store.replace(read(directory), BEFORE);
        assertThat(raw(directory)).isEqualTo(BEFORE);
    }

    @Test
    void aJournalThatIsNoneIsAnErrorWithItsPlace() throws IOException {
        Path directory = directory(BEFORE);
        Files.writeString(directory.resolve(FileSwap.JOURNAL), "what is this\nno step\n");
        SetReader.Outcome outcome = new SetReader(directory).read();
        assertThat(outcome.set()).isNull();
        assertThat(outcome.diagnostics())
                .anySatisfy(d ->
                        assertThat(d.text()).endsWith(FileSwap.JOURNAL + ": is no journal of the agent; remove it"));
        recover(directory, new FailingDisk(1000, End.FAULTS));
        assertThat(directory.resolve(FileSwap.JOURNAL)).exists();
    }

    @Test
    void aSymbolicLinkStaysOne() throws IOException {
        Path directory = directory(BEFORE);
        Path elsewhere = Files.createTempDirectory(root, "elsewhere").resolve("real.conf");
        Files.writeString(elsewhere, "a1");
        Files.delete(directory.resolve("rules/a.conf"));
        Files.createSymbolicLink(directory.resolve("rules/a.conf"), elsewhere);
        new FileStore(directory).replace(BEFORE, AFTER);
        assertThat(Files.isSymbolicLink(directory.resolve("rules/a.conf"))).isTrue();
        assertThat(elsewhere).hasContent("a2");
        assertThat(read(directory)).isEqualTo(AFTER);
    }

    @Test
    void aFaultNamesTheFile() {
        Path directory = directory(BEFORE);
        FileStore store = new FileStore(directory, new FailingDisk(0, End.FAULT));
        assertThatThrownBy(() -> store.replace(BEFORE, AFTER))
                .isInstanceOf(IOException.class)
                .hasMessage(directory.resolve("peers.conf") + " cannot be written: fault");
    }
}
