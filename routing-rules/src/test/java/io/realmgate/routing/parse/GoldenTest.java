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
 * What operators read: each {@code golden/*}{@code /x.conf} gives the text of {@code x.txt}, a line a
 * diagnostic. Run with {@code -Dgolden.write=true} to write the texts anew, then read the difference.
 */
class GoldenTest {

    private static final Path ROOT = Path.of("src/test/resources/golden");

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path -> path.toString().endsWith(".conf"))
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
            case "peers" -> compile(new SourceFile(name, text), null);
            default -> parse(new SourceFile(name, text));
        };
        String actual = found.stream().map(d -> d.text() + "\n").collect(Collectors.joining());
        Path expected = file.resolveSibling(name.replace(".conf", ".txt"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private static List<Diagnostic> compile(SourceFile peers, @Nullable SourceFile rules) {
        List<SourceFile> files = rules == null ? List.of() : List.of(rules);
        return RuleSetCompiler.compile(peers, files, Dictionary.standard()).diagnostics();
    }

    private static List<Diagnostic> parse(SourceFile file) {
        List<Diagnostic> out = new ArrayList<>();
        boolean refused = StrictHocon.parse(file, out) == null;
        assertThat(refused).isEqualTo(!out.isEmpty());
        return out;
    }
}
