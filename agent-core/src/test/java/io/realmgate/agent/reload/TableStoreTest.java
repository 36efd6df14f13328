package io.realmgate.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.table.LookupTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tables are read again, and which are kept. */
class TableStoreTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path directory = Path.of("");

    private TableStore store = new TableStore(directory);

    @BeforeEach
    void setUp() throws IOException {
        Files.createDirectories(directory.resolve("tables"));
        store = new TableStore(directory, Instant::now, 1 << 24);
    }

    private Path write(String name, String csv) throws IOException {
        Path file = Files.writeString(directory.resolve("tables").resolve(name), csv);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        return file;
    }

    private @Nullable LookupTable table(int index) {
        return store.read().loaded().get(index).file().table();
    }

    private List<String> texts() {
        TableStore.Tables tables = store.read();
        List<Diagnostic> all = new ArrayList<>(tables.diagnostics());
        tables.loaded().forEach(one -> all.addAll(one.file().diagnostics()));
        return all.stream()
                .map(d -> d.text().replace(directory.toString(), "conf"))
                .toList();
    }

    @Test
    void aFileThatDidNotChangeIsNotReadAgain() throws IOException {
        write("a.csv", "digits\n001*\n");
        LookupTable first = table(0);
        assertThat(first).isNotNull().isSameAs(table(0));
        // As many octets and the same time: the inode tells.
        Files.move(write("b.tmp", "digits\n002*\n"), directory.resolve("tables/c.csv"));
        Files.move(
                directory.resolve("tables/c.csv"),
                directory.resolve("tables/a.csv"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(table(0)).isNotNull().isNotSameAs(first);
    }

    @Test
    void theSameContentGoesOnAsTheSameTable() throws IOException {
        Path file = write("a.csv", "digits\n001*\n");
        LookupTable first = table(0);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(1)));
        assertThat(table(0)).isSameAs(first);
        assertThat(store.read().summaries()).singleElement().satisfies(summary -> {
            assertThat(summary.file()).isEqualTo("tables/a.csv");
            assertThat(summary.rows()).isEqualTo(1);
            assertThat(summary.sha256()).hasSize(64);
        });
    }

    @Test
    void aFileThatHasJustChangedIsNotTrusted() throws IOException {
        Path file = write("a.csv", "digits\n001*\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        store.read();
        assertThat(store.read().loaded().get(0).again()).isTrue();
    }

    @Test
    void mistakesAreRememberedAndForgotten() throws IOException {
        Path file = write("a.csv", "digits\nx\n");
        assertThat(texts()).singleElement().asString().startsWith("conf/tables/a.csv:2: \"x\" is not");
        assertThat(texts()).hasSize(1);
        Files.delete(file);
        assertThat(texts()).isEmpty();
    }

    @Test
    void namesAndSizes() throws IOException {
        write("a b.csv", "digits\n");
        assertThat(texts())
                .containsExactly(
                        "conf/tables/a b.csv: a table cannot have this name (1 to 64 letters, digits, \"-\" and \"_\")");
        Files.delete(directory.resolve("tables/a b.csv"));
        StringBuilder rows = new StringBuilder("digits\n");
        for (int i = 0; i < 1_000_000; i++) {
            rows.append(10_000_000 + i * 3).append('\n');
        }
        write("big.csv", rows.toString());
        assertThat(texts()).singleElement().asString().contains("there is not enough heap for this table");
    }

    @Test
    void noDirectoryIsNoTable() throws IOException {
        Files.delete(directory.resolve("tables"));
        assertThat(texts()).isEmpty();
        assertThat(store.read().loaded()).isEmpty();
    }
}
