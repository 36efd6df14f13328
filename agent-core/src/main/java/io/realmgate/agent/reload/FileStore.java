package io.realmgate.agent.reload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of sets: each is the old one or the new one at any moment, never a part of it, also after a crash.
 * Blocks; used by one thread at a time.
 */
final class FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

    private final Path directory;

    FileStore(Path directory) {
        this.directory = directory;
    }

    /**
     * Turns the files {@code before} into {@code after}. When one cannot be written, those that were are turned back.
     *
     * @throws IOException naming the file that could not be written
     */
    void replace(FileSet before, FileSet after) throws IOException {
        List<FileChange> changes = FileChange.between(before, after);
        for (int i = 0; i < changes.size(); i++) {
            String name = changes.get(i).file();
            try {
                put(name, after);
            } catch (IOException e) {
                turnBack(changes.subList(0, i + 1), before);
                throw new IOException(directory.resolve(name) + " cannot be written: " + e.getMessage(), e);
            }
        }
    }

    private void turnBack(List<FileChange> changes, FileSet before) {
        for (FileChange change : changes) {
            try {
                put(change.file(), before);
            } catch (IOException e) {
                LOG.error("{} cannot be turned back", directory.resolve(change.file()), e);
            }
        }
    }

    private void put(String name, FileSet set) throws IOException {
        Path file = directory.resolve(name);
        String text = set.text(name);
        if (text != null) {
            write(file, text);
        } else if (Files.deleteIfExists(file)) {
            sync(parent(file));
        }
    }

    private static void write(Path file, String text) throws IOException {
        // An operator's symbolic link stays one: what it points to is replaced.
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path parent = Files.createDirectories(parent(target));
        // Its name does not end in .conf, so that what a crash leaves is no rule file.
        Path written = parent.resolve("." + target.getFileName() + ".new");
        Files.deleteIfExists(written);
        try {
            try (FileChannel channel =
                    FileChannel.open(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (octets.hasRemaining()) {
                    channel.write(octets);
                }
                channel.force(true);
            }
            copyPermissions(target, written);
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
        sync(parent);
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (old != null && Files.exists(from)) {
            Files.setPosixFilePermissions(to, old.readAttributes().permissions());
        }
    }

    /** Makes renames and removals in a directory last. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
