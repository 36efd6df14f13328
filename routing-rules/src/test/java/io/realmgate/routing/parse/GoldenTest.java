package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.RuleTexts;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Dictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What operators read: each {@code golden/*}{@code /x.conf} or {@code x.csv} gives the text of {@code x.txt}, a line a
 * diagnostic. Run with {@code -Dgolden.write=true} to write the texts anew, then read the difference.
 */
class GoldenTest {

    private static final Path ROOT = Path.of("src/test/resources/golden");

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path ->
                            path.toString().endsWith(".conf") || path.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void diagnosticsReadAsExpected(Path file) throws IOException {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        String kind = file.getName(file.getNameCount() - 2).toString();
        List<Diagnostic> found = switch (kind) {
            case "rules" -> compile(new SourceFile("peers.conf", RuleTexts.PEERS), new SourceFile(name, text));
            case "lookups" -> lookups(new SourceFile(name, text), tables(name));
            case "tables" ->
                lookups(
                        new SourceFile("rules.conf", "rules = [ { name = a, action = relay, to = home-hss } ]"),
                        List.of(RuleTexts.tableFile(name.replace(".csv", ""), text)));
            case "peers" -> compile(new SourceFile(name, text), null);
            case "dictionary" -> dictionary(new SourceFile(name, text));
            default -> parse(new SourceFile(name, text));
        };
        String actual = found.stream().map(d -> d.text() + "\n").collect(Collectors.joining());
        Path expected = file.resolveSibling(name.replaceFirst("\\.[a-z]+$", ".txt"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private static List<Diagnostic> compile(SourceFile peers, @Nullable SourceFile rules) {
        List<SourceFile> files = rules == null ? List.of() : List.of(rules);
        return RuleSetCompiler.compile(peers, files, Dictionary.standard()).diagnostics();
    }

    private static List<TableFile> tables(String rules) {
        List<TableFile> tables = new ArrayList<>(RuleTexts.tables());
        if (rules.startsWith("wrong")) {
            tables.add(RuleTexts.tableFile("broken", "digits,to\nx,home-hss\n"));
        }
        return tables;
    }

    private static List<Diagnostic> lookups(SourceFile rules, List<TableFile> tables) {
        SourceFile peers = new SourceFile("peers.conf", RuleTexts.PEERS);
        return RuleSetCompiler.compile(peers, List.of(rules), tables, Dictionary.standard(), null)
                .diagnostics();
    }

    private static List<Diagnostic> dictionary(SourceFile file) {
        List<Diagnostic> out = new ArrayList<>();
        DictionaryParser.parse(List.of(file), out);
        return out;
    }

    private static List<Diagnostic> parse(SourceFile file) {
        List<Diagnostic> out = new ArrayList<>();
        boolean refused = StrictHocon.parse(file, out) == null;
        assertThat(refused).isEqualTo(!out.isEmpty());
        return out;
    }
}
