package io.realmgate.agent.reload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * What a change of files asks of the file system: a crash comes before or after one of these, or in the middle of a
 * {@link #write}. Each blocks.
 */
interface Disk {
    /** The file systems of this machine. */
    Disk LOCAL = new Local();

    /**
     * Writes a file that lasts.
     *
     * @param like a file whose permissions it gets, if there is one
     */
    void write(Path file, byte[] octets, Path like) throws IOException;

    /** Renames over what is there, in one step. */
    void move(Path from, Path to) throws IOException;

    /** Removes a file if it is there. */
    void delete(Path file) throws IOException;

    /** Makes renames and removals in a directory last. */
    void sync(Path directory) throws IOException;

    /** See {@link #LOCAL}. */
    final class Local implements Disk {
        private Local() {}

        @Override
        public void write(Path file, byte[] octets, Path like) throws IOException {
            Files.deleteIfExists(file);
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(octets);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            PosixFileAttributeView old = Files.getFileAttributeView(like, PosixFileAttributeView.class);
            if (old != null && Files.exists(like)) {
                Files.setPosixFilePermissions(file, old.readAttributes().permissions());
            }
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }

        @Override
        public void sync(Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
