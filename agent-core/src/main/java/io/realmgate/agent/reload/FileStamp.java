package io.realmgate.agent.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What tells that a file is the one that was read before, without reading it: nobody can change it and keep all of this.
 *
 * @param attributes size and times, and on Unix the inode and when that changed last
 */
record FileStamp(Map<String, Object> attributes, FileTime modified) {
    /** Within it, a second change may leave the times as they are. */
    private static final Duration GRANULARITY = Duration.ofSeconds(2);

    /** Of a file that cannot be read. */
    static final FileStamp NONE = new FileStamp(Map.of(), FileTime.fromMillis(0));

    static FileStamp of(Path file) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        String wanted = unix ? "unix:size,ino,ctime,lastModifiedTime" : "size,lastModifiedTime,fileKey";
        return new FileStamp(Map.copyOf(Files.readAttributes(file, wanted)), Files.getLastModifiedTime(file));
    }

    /** Whether it was changed so shortly before {@code now} that the next change might not be seen. */
    boolean isYoung(Instant now) {
        return modified.toInstant().plus(GRANULARITY).isAfter(now);
    }
}
