package io.realmgate.routing.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.Names;
import io.realmgate.routing.RuleTexts;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.parse.TableFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tables against what their rows say when they are looked at one by one. */
class LookupTableTest {

    /** A row of a table of digits. */
    record NumberRow(String least, String most, boolean open, String value) {
        boolean contains(String digits) {
            return open
                    ? digits.startsWith(least)
                    : digits.length() == least.length() && least.compareTo(digits) <= 0 && digits.compareTo(most) <= 0;
        }

        /** How many numbers of a length it has. */
        double width(int length) {
            return open
                    ? Math.pow(10, length - least.length())
                    : Double.parseDouble(most) - Double.parseDouble(least) + 1;
        }

        String text() {
            String key = open ? least + "*" : least.equals(most) ? least : least + "-" + most;
            return key + "," + value;
        }
    }

    private static List<String> numbers() {
        List<String> numbers = new ArrayList<>();
        for (int length = 1; length <= 4; length++) {
            for (int i = 0; i < Math.pow(4, length); i++) {
                numbers.add(String.format(Locale.ROOT, "%" + length + "s", Integer.toString(i, 4))
                        .replace(' ', '0'));
            }
        }
        return numbers;
    }

    private static final List<String> NUMBERS = numbers();

    private static boolean clash(List<NumberRow> rows) {
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (clash(rows.get(i), rows.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean clash(NumberRow a, NumberRow b) {
        if (a.open && b.open) {
            return a.least.equals(b.least);
        }
        if (!a.open && !b.open && a.least.equals(b.least) && a.most.equals(b.most)) {
            return true;
        }
        int length = a.open ? b.least.length() : a.least.length();
        List<String> ofLength = allOf(length);
        boolean both = ofLength.stream().anyMatch(n -> a.contains(n) && b.contains(n));
        boolean onlyA = ofLength.stream().anyMatch(n -> a.contains(n) && !b.contains(n));
        boolean onlyB = ofLength.stream().anyMatch(n -> !a.contains(n) && b.contains(n));
        return both && onlyA && onlyB;
    }

    /** Base ten, since a range has all digits in it. */
    private static List<String> allOf(int length) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < Math.pow(10, length); i++) {
            all.add(String.format(Locale.ROOT, "%0" + length + "d", i));
        }
        return all;
    }

    private static @Nullable String expected(List<NumberRow> rows, String digits) {
        NumberRow best = null;
        for (NumberRow row : rows) {
            if (row.contains(digits) && (best == null || isNarrower(row, best, digits.length()))) {
                best = row;
            }
        }
        return best == null ? null : best.value;
    }

    private static boolean isNarrower(NumberRow row, NumberRow best, int length) {
        double mine = row.width(length);
        double other = best.width(length);
        return mine < other || mine == other && !row.open;
    }

    private static @Nullable String found(LookupTable table, String key) {
        int number = table.find(
                Names.octets(key), table.kind() == LookupTable.Kind.DIGITS ? Encoding.DIGITS : Encoding.TEXT);
        return number == 0 ? null : table.values().get(number - 1);
    }

    @Property(tries = 500)
    void digitsBeside(@ForAll("numberRows") List<NumberRow> rows) {
        StringBuilder csv = new StringBuilder("digits,value\n");
        rows.forEach(row -> csv.append(row.text()).append('\n'));
        TableFile file = RuleTexts.tableFile("t", csv.toString());
        assertThat(file.table() == null).as(csv + " " + file.diagnostics()).isEqualTo(clash(rows));
        LookupTable table = file.table();
        if (table != null) {
            assertThat(table.rows()).isEqualTo(rows.size());
            for (String digits : NUMBERS) {
                assertThat(found(table, digits)).as(digits + " in " + csv).isEqualTo(expected(rows, digits));
            }
        }
    }

    @Provide
    Arbitrary<List<NumberRow>> numberRows() {
        Arbitrary<String> digits = Arbitraries.of(NUMBERS.subList(0, 4 + 16 + 64));
        Arbitrary<String> values = Arbitraries.of("a", "b", "c");
        Arbitrary<NumberRow> beginnings =
                Combinators.combine(digits, values).as((number, value) -> new NumberRow(number, number, true, value));
        Arbitrary<NumberRow> ranges = Combinators.combine(digits, digits, values)
                .as((a, b, value) -> a.length() == b.length() && a.compareTo(b) <= 0
                        ? new NumberRow(a, b, false, value)
                        : new NumberRow(a, a, false, value));
        return Arbitraries.oneOf(beginnings, ranges).list().ofMaxSize(6);
    }

    @Property(tries = 2_000)
    void textsBeside(@ForAll("textRows") List<String> keys, @ForAll("texts") String asked) {
        StringBuilder csv = new StringBuilder("text,value\n");
        for (int i = 0; i < keys.size(); i++) {
            csv.append(keys.get(i)).append(",v").append(i % 3).append('\n');
        }
        TableFile file = RuleTexts.tableFile("t", csv.toString());
        long different = keys.stream()
                .map(key -> key.toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        assertThat(file.table() == null).as(csv.toString()).isEqualTo(different < keys.size());
        LookupTable table = file.table();
        if (table != null) {
            int best = best(keys, asked.toLowerCase(Locale.ROOT));
            assertThat(found(table, asked)).as(asked + " in " + csv).isEqualTo(best < 0 ? null : "v" + best % 3);
        }
    }

    private static int best(List<String> keys, String asked) {
        int best = -1;
        int most = -1;
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i).toLowerCase(Locale.ROOT);
            String fixed = key.replace("*", "");
            boolean end = key.startsWith("*");
            boolean beginning = key.endsWith("*");
            boolean fits = end ? asked.endsWith(fixed) : beginning ? asked.startsWith(fixed) : asked.equals(key);
            // A whole text counts first, then the longest, then the beginning.
            int rank = !end && !beginning
                    ? 1_000
                    : 2 * fixed.getBytes(StandardCharsets.UTF_8).length + (beginning ? 1 : 0);
            if (fits && rank > most) {
                most = rank;
                best = i;
            }
        }
        return best;
    }

    @Provide
    Arbitrary<List<String>> textRows() {
        return Combinators.combine(texts(), Arbitraries.of("%s", "%s*", "*%s"))
                .as((text, form) -> String.format(Locale.ROOT, form, text))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "A", "b", "é")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(letters -> String.join("", letters));
    }

    @Test
    void manyRowsInAnyOrder() {
        for (int step : new int[] {1, 7, 99_991}) {
            StringBuilder csv = new StringBuilder("digits,value\n");
            for (int i = 0; i < 100_000; i++) {
                int range = (int) ((long) i * step % 100_000);
                csv.append(String.format(Locale.ROOT, "%015d-%015d,v%d\n", range * 20L, range * 20L + 9, range % 300));
            }
            LookupTable table = Objects.requireNonNull(
                    RuleTexts.tableFile("t", csv.toString()).table());
            IntPredicate right = i -> {
                String inside = found(table, String.format(Locale.ROOT, "%015d", i * 20L + 9));
                String behind = found(table, String.format(Locale.ROOT, "%015d", i * 20L + 10));
                return ("v" + i % 300).equals(inside) && behind == null;
            };
            for (int i = 0; i < 100_000; i += 37) {
                assertThat(right.test(i)).as("%d, step %d", i, step).isTrue();
            }
        }
    }

    @Test
    void manyTexts() {
        StringBuilder csv = new StringBuilder("text,value\n");
        for (int i = 0; i < 100_000; i++) {
            csv.append("sip:user")
                    .append(i)
                    .append("@ims.example,v")
                    .append(i % 300)
                    .append('\n');
        }
        LookupTable table =
                Objects.requireNonNull(RuleTexts.tableFile("t", csv.toString()).table());
        for (int i = 0; i < 100_000; i += 37) {
            assertThat(found(table, "SIP:User" + i + "@ims.example")).isEqualTo("v" + i % 300);
        }
        assertThat(found(table, "sip:user100000@ims.example")).isNull();
        assertThat(found(table, "x".repeat(100_000))).isNull();
    }

    @Test
    void halfOctetsAndIdentities() {
        LookupTable table = Objects.requireNonNull(
                RuleTexts.tableFile("t", "digits\n00101*\n49170123456\n").table());
        byte[] tbcd = {(byte) 0x94, 0x71, 0x10, 0x32, 0x54, (byte) 0xf6};
        assertThat(table.find(Names.octets(tbcd), Encoding.TBCD)).isEqualTo(1);
        assertThat(table.find(Names.octets("0001010123456789@nai.epc.example"), Encoding.NAI))
                .isEqualTo(1);
        assertThat(table.find(Names.octets("262010123456789"), Encoding.NAI)).isZero();
    }
}
