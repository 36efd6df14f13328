package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.RuleTexts;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.table.HeapBudget;
import io.realmgate.routing.table.LookupTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a table says, reading it ends with a table or with errors, and takes no more memory than it may. */
class TableReaderTest {

    private static final String SOUND = """
            # where subscribers are
            digits,to
            00101*,home-hss
            001010000000000-001010000099999,"hss1.home.example"
            001010000000001,hss2.home.example
            "00102*" , partners
            """;

    private final List<Diagnostic> out = new ArrayList<>();

    private @Nullable LookupTable read(InputStream in, long budget) {
        out.clear();
        TableReader.Source source = new TableReader.Source("t", "t.csv", new HeapBudget(budget), rows -> {});
        try {
            return TableReader.read(source, in, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void check(byte[] octets) {
        LookupTable table = read(new ByteArrayInputStream(octets), 1 << 22);
        assertThat(table == null).isEqualTo(!out.isEmpty());
        assertThat(out.size()).isLessThanOrEqualTo(201);
        assertThat(out)
                .allSatisfy(d -> assertThat(d.text()).doesNotContain("\n").hasSizeLessThan(500));
    }

    @Property(tries = 2_000)
    void anyOctets(@ForAll byte[] octets) {
        check(octets);
    }

    @Property(tries = 2_000)
    void anySequenceOfTokens(@ForAll("tokens") String text) {
        check(text.getBytes(StandardCharsets.UTF_8));
        check(("digits,to\n" + text).getBytes(StandardCharsets.UTF_8));
        check(("text\n" + text).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2_000)
    void soundTablesWithAFewSlips(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] octets = SOUND.getBytes(StandardCharsets.UTF_8);
        for (int slips = 1 + random.nextInt(4); slips > 0; slips--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        check(octets);
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of(
                        "\n",
                        "\r\n",
                        "\r",
                        ",",
                        "\"",
                        "\"\"",
                        "#",
                        "*",
                        "-",
                        " ",
                        "\t",
                        "\u0000",
                        "\uFEFF",
                        "é",
                        "\u2028",
                        "digits",
                        "text",
                        "to",
                        "value",
                        "00101",
                        "00102*",
                        "0010-0020",
                        "sip:a@b",
                        "*@b",
                        "home-hss")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Test
    void soundRows() {
        LookupTable table =
                Objects.requireNonNull(read(new ByteArrayInputStream(SOUND.getBytes(StandardCharsets.UTF_8)), 1 << 20));
        assertThat(out).isEmpty();
        assertThat(table.rows()).isEqualTo(4);
        assertThat(table.values()).containsExactly("home-hss", "hss1.home.example", "hss2.home.example", "partners");
        assertThat(table.placeOf(3).line()).isEqualTo(5);
    }

    /** More rows than the heap may hold, from a source that has no end of its own. */
    @Test
    void noMoreHeapThanThereMayBe() {
        for (String header : List.of("digits\n", "text\n")) {
            Endless rows = new Endless(header, false);
            assertThat(read(rows, 1 << 22)).isNull();
            assertThat(out).extracting(Diagnostic::message).containsExactly("there is not enough heap for this table");
            assertThat(rows.served).isLessThan(1 << 24);
        }
    }

    @Test
    void aLineWithoutEnd() {
        LookupTable table = read(new Endless("text\n", true), 1 << 20);
        assertThat(table).isNull();
        assertThat(out).extracting(Diagnostic::text).containsExactly("t.csv:2: the line is longer than 1000 octets");
    }

    @Test
    void tooManyMistakesAndTooManyValues() {
        StringBuilder csv = new StringBuilder("digits,value\n");
        for (int i = 0; i < 300; i++) {
            csv.append("x,y\n");
        }
        assertThat(RuleTexts.tableFile("t", csv.toString()).diagnostics()).hasSize(201);
        csv = new StringBuilder("digits,value\n");
        for (int i = 0; i <= LookupTable.MOST_VALUES; i++) {
            csv.append(i).append(",v").append(i).append('\n');
        }
        assertThat(RuleTexts.tableFile("t", csv.toString()).diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("a table cannot have more than 65535 different values");
    }

    /** A header, then numbers in lines, or 100 million times the same octet. */
    private static final class Endless extends InputStream {
        private static final long END = 100_000_000;
        private final boolean oneLine;
        private byte[] piece;
        private int at;
        private long number;
        private long served;

        Endless(String header, boolean oneLine) {
            this.piece = header.getBytes(StandardCharsets.US_ASCII);
            this.oneLine = oneLine;
        }

        @Override
        public int read() {
            if (at == piece.length) {
                piece = (oneLine ? "x" : String.valueOf(100_000_000 + number++) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
                at = 0;
            }
            return served++ < END ? piece[at++] : -1;
        }

        @Override
        public int read(byte[] into, int start, int length) {
            int count = 0;
            for (int next = 0; count < length && (next = read()) >= 0; count++) {
                into[start + count] = (byte) next;
            }
            return count == 0 ? -1 : count;
        }
    }
}
